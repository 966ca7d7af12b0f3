//! Writes a folder of articles for the importer, from nothing: `make_articles COUNT DIR`.
//! With a third argument, cuts them from a folder of statutes, one article of a statute (Điều) each,
//! going round as often as needed: `make_articles COUNT DIR STATUTES`.

use std::{fmt::Write as _, path::PathBuf};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let count: usize = args.next().unwrap_or_default().parse()?;
    let to = PathBuf::from(args.next().unwrap_or_default());
    let pieces = match args.next() {
        Some(statutes) => cut(&PathBuf::from(statutes))?,
        None => invented(),
    };
    anyhow::ensure!(!pieces.is_empty(), "nothing to write");
    std::fs::create_dir_all(&to)?;
    for (n, (title, body)) in pieces.iter().cycle().take(count).enumerate() {
        let day = 1 + n % 28;
        let month = 1 + (n / 28) % 10;
        let text = format!(
            "title: {title}\nsite: soyte\nsection: tin-tuc\nauthor: Văn phòng\nsource: Công báo\n\
             date: 2026-{month:02}-{day:02}\n\n{body}\n"
        );
        // A thousand files to a folder: a hundred thousand in one is slow to list everywhere.
        let folder = to.join(format!("{:03}", n / 1000));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("{n:06}.txt")), text)?;
    }
    println!("{count} articles from {} texts in {}", pieces.len(), to.display());
    Ok(())
}

fn invented() -> Vec<(String, String)> {
    const WORDS: [&str; 24] = [
        "công tác",
        "y tế",
        "dự phòng",
        "triển khai",
        "kế hoạch",
        "người dân",
        "địa phương",
        "khám",
        "chữa bệnh",
        "trạm",
        "kiểm tra",
        "hướng dẫn",
        "báo cáo",
        "tiêm chủng",
        "an toàn",
        "thực phẩm",
        "mùa mưa",
        "bão lũ",
        "cơ sở",
        "nhân lực",
        "thiết bị",
        "cấp cứu",
        "đơn vị",
        "tổ chức",
    ];
    let mut seed: u64 = 42;
    let mut word = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let place = usize::try_from(seed >> 33).unwrap_or_default() % WORDS.len();
        WORDS.get(place).copied().unwrap_or("tin")
    };
    (0..5_000)
        .map(|n| {
            let title = format!("Tin số {n}: {} {} {}", word(), word(), word());
            let mut body = String::new();
            for _ in 0..8 {
                for _ in 0..45 {
                    let _ = write!(body, "{} ", word());
                }
                body.push_str(".\n\n");
            }
            (title, body)
        })
        .collect()
}

fn cut(statutes: &PathBuf) -> anyhow::Result<Vec<(String, String)>> {
    let mut pieces = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(statutes)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let name = file
            .file_stem()
            .map(|stem| stem.to_string_lossy().replace('-', " "))
            .unwrap_or_default();
        let mut title: Option<String> = None;
        let mut body = String::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let starts = line
                .strip_prefix("Điều ")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            if starts {
                if let Some(title) = title.take() {
                    pieces.push((title, std::mem::take(&mut body)));
                }
                let head: String = format!("{line} ({name})").chars().take(190).collect();
                title = Some(head);
                body.clear();
            } else if title.is_some() {
                body.push_str(line);
                body.push_str("\n\n");
            }
        }
        if let Some(title) = title {
            pieces.push((title, body));
        }
    }
    pieces.retain(|(_, body)| !body.trim().is_empty());
    Ok(pieces)
}
