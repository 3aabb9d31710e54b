//! Text in documents.

use std::fmt::{self, Display, Write};

/// Text as XML and HTML take it, between tags and in quoted attributes; what XML cannot hold
/// becomes a replacement character.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\t' | ' '.. if !matches!(c, '\u{fffe}' | '\u{ffff}') => f.write_char(c),
            _ => f.write_char(char::REPLACEMENT_CHARACTER),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_close_what_it_stands_in() {
        let text = Escaped("<b title=\"x\">A & B</b>\u{1}").to_string();
        assert_eq!(text, "&lt;b title=&quot;x&quot;&gt;A &amp; B&lt;/b&gt;\u{fffd}");
    }
}
