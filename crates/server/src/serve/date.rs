//! The first lines of a good answer, with the second in which it is given.

use std::{cell::RefCell, io::Write as _};

use chrono::{DateTime, Utc};

const BEFORE: &[u8] = b"HTTP/1.1 200 OK\r\ndate: ";
/// Bytes of the two lines.
pub(super) const LENGTH: usize = BEFORE.len() + "Sun, 06 Nov 1994 08:49:37 GMT\r\n".len();

/// Status and date (RFC 9110, 5.6.7), made once a second.
pub(super) fn start_of_answer(now: DateTime<Utc>) -> [u8; LENGTH] {
    thread_local! {
        static MADE: RefCell<(i64, [u8; LENGTH])> = const { RefCell::new((0, [0; LENGTH])) };
    }
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
    fn the_lines_say_the_second_they_are_made_for() {
        let begun: DateTime<Utc> = "1994-11-06T08:49:37.5Z".parse().unwrap();
        for (seconds, date) in [
            (0, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (0, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (86_400 * 3, "Wed, 09 Nov 1994 08:49:37 GMT"),
        ] {
            let start = start_of_answer(begun + chrono::TimeDelta::seconds(seconds));
            let text = std::str::from_utf8(&start).unwrap();
            assert_eq!(text, format!("HTTP/1.1 200 OK\r\ndate: {date}\r\n"));
        }
    }
}
