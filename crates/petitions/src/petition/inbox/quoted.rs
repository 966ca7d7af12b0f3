//! What somebody wrote in an answer, without what they answered to and without their signature.

/// Lines with which programs begin what is quoted, folded.
const BEGINS: [&str; 6] = [
    "-----original message-----",
    "-----thu goc-----",
    "---------- forwarded message",
    "---------- thu da chuyen tiep",
    "________________________________",
    "begin forwarded message:",
];

/// The new part of a letter. Where nothing would be left, the letter as it is.
pub fn new_part(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let end = (0..lines.len()).find(|at| ends(&lines, *at)).unwrap_or(lines.len());
    let own: Vec<&str> =
        lines.iter().take(end).copied().filter(|line| !line.starts_with('>')).collect();
    let own = own.join("\n").trim().to_owned();
    if own.is_empty() { text.trim().to_owned() } else { own }
}

/// Whether what stands from a line on is no longer the writer's own.
fn ends(lines: &[&str], at: usize) -> bool {
    let line = |at: usize| lines.get(at).copied().unwrap_or_default();
    // "-- " is the mark of a signature; editors lose its blank.
    if line(at) == "--" {
        return true;
    }
    let folded = portal_core::lang::fold(line(at).trim());
    if BEGINS.iter().any(|begin| folded.starts_with(begin)) {
        return true;
    }
    // "Vào Th 2, 23 thg 11, 2026 lúc 09:00 Cổng TTĐT <…> đã viết:", broken over two lines at times.
    let two = format!("{folded} {}", portal_core::lang::fold(line(at + 1).trim()));
    let opens = folded.starts_with("on ") || folded.starts_with("vao ");
    let says = |text: &str| text.ends_with("wrote:") || text.ends_with("da viet:");
    if opens && (says(&folded) || says(&two)) {
        return true;
    }
    // A head of the letter answered to: "From: … / Sent: …", "Từ: … / Đã gửi: …".
    let next = portal_core::lang::fold(line(at + 1).trim());
    let head = folded.starts_with("from:") || folded.starts_with("tu:");
    head && ["sent:", "date:", "da gui:", "ngay:", "to:", "den:"]
        .iter()
        .any(|w| next.starts_with(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_signatures_are_left_out() {
        for (text, own) in [
            ("Cảm ơn.\n\nTôi bổ sung ảnh.\n", "Cảm ơn.\n\nTôi bổ sung ảnh."),
            (
                "Tôi bổ sung.\n\nVào Th 2, 23 thg 11, 2026 lúc 09:00 Cổng TTĐT\n<a@b.vn> đã viết:\n> Chào ông",
                "Tôi bổ sung.",
            ),
            ("Added.\n\nOn Mon, 23 Nov 2026, X <a@b.vn> wrote:\n> hello", "Added."),
            ("Ý mới\n-- \nNguyễn Văn A\n0912", "Ý mới"),
            ("Ý mới\n-----Original Message-----\nFrom: x", "Ý mới"),
            ("Ý mới\n\nTừ: Cổng\nĐã gửi: 23/11\nĐến: tôi", "Ý mới"),
            ("Trả lời:\n> hỏi một\nđáp một\n> hỏi hai\nđáp hai", "Trả lời:\nđáp một\nđáp hai"),
            // Nothing of one's own: the whole is better than nothing.
            ("> chỉ có trích", "> chỉ có trích"),
            ("Từ: tôi không rõ nghĩa", "Từ: tôi không rõ nghĩa"),
            ("Vào năm 2026 đường hỏng", "Vào năm 2026 đường hỏng"),
            ("", ""),
        ] {
            assert_eq!(new_part(text), own, "{text:?}");
        }
    }
}
