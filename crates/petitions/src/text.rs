//! Plain texts of citizens and staff as HTML.

use maud::{Markup, html};

/// A plain text: empty lines part paragraphs, line ends stay.
pub(crate) fn paragraphs(text: &str) -> Markup {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    html! {
        @for part in parts {
            p { @for (at, line) in part.lines().enumerate() { @if at > 0 { br; } (line) } }
        }
    }
}
