//! Pieces of a page. Whatever is text is escaped here.

use std::fmt::{self, Display};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::plot::vector::{Escaped, svg_with};
use crate::plot::{Chart, PlotError, Theme};

/// A table: the first row is its head, the first cell of every other row that row's.
pub struct Table {
    caption: String,
    class: &'static str,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of numbers under this head.
    pub fn numbers<S: Into<String>>(caption: &str, head: impl IntoIterator<Item = S>) -> Self {
        let mut table = Self { caption: caption.to_owned(), class: "numbers", rows: Vec::new() };
        table.row(head);
        table
    }

    /// A table of facts, each with its name.
    pub fn facts(caption: &str) -> Self {
        let mut table = Self { caption: caption.to_owned(), class: "facts", rows: Vec::new() };
        table.row(["what", "value"]);
        table
    }

    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (caption, class) = (Escaped(&self.caption), self.class);
        // A wide table scrolls by itself, with the keyboard too.
        write!(
            f,
            "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n\
             <table class=\"{class}\">\n<caption>{caption}</caption>\n"
        )?;
        let mut rows = self.rows.iter();
        if let Some(head) = rows.next() {
            f.write_str("<thead><tr>")?;
            head.iter()
                .try_for_each(|cell| write!(f, "<th scope=\"col\">{}</th>", Escaped(cell)))?;
            f.write_str("</tr></thead>\n")?;
        }
        f.write_str("<tbody>\n")?;
        rows.try_for_each(|row| write_row(f, row))?;
        f.write_str("</tbody>\n</table>\n</div>\n")
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, row: &[String]) -> fmt::Result {
    f.write_str("<tr>")?;
    for (index, cell) in row.iter().map(|cell| Escaped(cell)).enumerate() {
        match index {
            0 => write!(f, "<th scope=\"row\">{cell}</th>")?,
            _ => write!(f, "<td>{cell}</td>")?,
        }
    }
    f.write_str("</tr>\n")
}

/// A chart in the page itself, once for a light and once for a dark ground; a style shows one.
///
/// # Errors
/// [`PlotError::Drawing`] for a chart that is not made of lines alone.
pub fn chart(chart: &impl Chart, size_px: (u32, u32)) -> Result<String, PlotError> {
    // Pixels are encoded by a browser or for a disk; the charts of a report have none.
    let pixels = || PlotError::Drawing("expected a chart of lines alone, got pixels".to_owned());
    let svg = |theme: Theme| svg_with(chart, size_px, &theme, |_| Err(pixels()));
    let (light, dark) = (svg(Theme::light())?, svg(Theme::dark())?);
    Ok(format!(
        "<figure>\n<div class=\"on-light\">\n{light}</div>\n<div class=\"on-dark\">\n{dark}</div>\n\
         </figure>\n"
    ))
}

/// A picture that comes from a file. As an image, whatever stands in it cannot act, but neither does
/// it see the typeface of the page: it gets a style of its own.
pub fn picture(svg: &[u8], style: &str, alt: &str) -> String {
    let opened = svg.iter().position(|&byte| byte == b'>').map_or(0, |end| end + 1);
    let (opening, content) = svg.split_at(opened);
    let svg = [opening, b"<style>", style.as_bytes(), b"</style>", content].concat();
    format!(
        "<img src=\"data:image/svg+xml;base64,{}\" alt=\"{}\" />\n",
        STANDARD.encode(svg),
        Escaped(alt)
    )
}

/// A share as people read it: "73.0".
pub fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// A count with its thousands apart: "10 564".
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    groups.iter().map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_heads_for_columns_and_rows_and_escapes_its_cells() {
        let mut table = Table::numbers("a \"b\"", ["corpus", "clips"]);
        table.row(["<mine>", "3"]);
        let html = table.to_string();
        assert!(html.contains("aria-label=\"a &quot;b&quot;\""), "{html}");
        assert!(html.contains("<th scope=\"col\">clips</th>"), "{html}");
        assert!(html.contains("<th scope=\"row\">&lt;mine&gt;</th><td>3</td>"), "{html}");
    }

    #[test]
    fn a_picture_brings_its_style() {
        let html = picture(b"<svg a=\"b\"><text/></svg>", "text{}", "a \"b\"");
        let svg = STANDARD.encode("<svg a=\"b\"><style>text{}</style><text/></svg>");
        let expected =
            format!("<img src=\"data:image/svg+xml;base64,{svg}\" alt=\"a &quot;b&quot;\" />\n");
        assert_eq!(html, expected);
    }

    #[test]
    fn shares_are_read_in_per_cent() {
        assert_eq!(percent(0.73046875), "73.0");
        assert_eq!(percent(1.0), "100.0");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(thousands(7), "7");
        assert_eq!(thousands(10_564), "10 564");
        assert_eq!(thousands(1_000_000), "1 000 000");
    }
}
