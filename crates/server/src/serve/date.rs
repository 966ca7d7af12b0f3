//! The first lines of a good answer, with the second in which it is given.

use std::{cell::RefCell, io::Write as _};

use chrono::Utc;

const BEFORE: &[u8] = b"HTTP/1.1 200 OK\r\ndate: ";
/// Bytes of the two lines.
pub(super) const LENGTH: usize = BEFORE.len() + "Sun, 06 Nov 1994 08:49:37 GMT\r\n".len();

/// Status and date (RFC 9110, 5.6.7), made once a second.
pub(super) fn start_of_answer() -> [u8; LENGTH] {
    thread_local! {
        static MADE: RefCell<(i64, [u8; LENGTH])> = const { RefCell::new((0, [0; LENGTH])) };
    }
    let now = Utc::now();
    MADE.with_borrow_mut(|(second, start)| {
        if *second != now.timestamp() {
            *second = now.timestamp();
            let mut left = &mut start[..];
            // It fits: the length of a date does not change.
            let _ = left.write_all(BEFORE);
            let _ = write!(left, "{}\r\n", now.format("%a, %d %b %Y %H:%M:%S GMT"));
        }
        *start
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_fill_their_room() {
        let start = start_of_answer();
        let text = std::str::from_utf8(&start).unwrap();
        let date = text.strip_prefix("HTTP/1.1 200 OK\r\ndate: ").unwrap();
        let date = date.strip_suffix(" GMT\r\n").unwrap();
        let date = chrono::NaiveDateTime::parse_from_str(date, "%a, %d %b %Y %H:%M:%S").unwrap();
        assert!((Utc::now().naive_utc() - date).num_seconds() < 5);
    }
}
