//! The typeface of charts, and how wide its text is.
//!
//! Widths come from a table, not from the machine: a chart has the same layout in a tab, where
//! measuring would force the page to lay itself out, as on disk.

/// Font families for CSS and SVG, best first.
pub const FAMILY: &str = "Bricolage Grotesque, system-ui, sans-serif";

/// Distance from the middle of a line of text to its baseline, in em: half the capitals' height.
pub const MIDDLE_TO_BASELINE_EM: f64 = 0.33;

/// Advance widths of the printable ASCII characters from the space on, in thousandths of an em:
/// Bricolage Grotesque, regular, 14 pt.
const ASCII: [u16; 95] = [
    253, 254, 296, 605, 625, 932, 756, 149, 297, 277, 375, 510, 149, 332, 177, 349, 651, 306, 573,
    590, 581, 594, 641, 485, 640, 635, 189, 171, 510, 510, 510, 408, 935, 657, 657, 666, 686, 588,
    570, 698, 701, 265, 349, 656, 507, 893, 732, 713, 621, 717, 650, 635, 544, 714, 648, 942, 630,
    580, 554, 310, 333, 290, 533, 589, 283, 557, 608, 549, 607, 564, 370, 582, 596, 250, 259, 546,
    248, 895, 596, 601, 608, 607, 399, 530, 371, 587, 533, 809, 516, 585, 488, 355, 253, 326, 510,
];

/// The width of a text set at `size` pixels to the em, in pixels; one em for a character that is
/// neither ASCII nor among the signs that charts use.
pub fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(|c| f64::from(advance(c))).sum::<f64>() * size / 1000.0
}

/// The text, or its beginning with an ellipsis, so that it is at most `width` pixels wide.
pub fn fitted(text: &str, size: f64, width: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_owned();
    }
    let room = width - width_of("…", size);
    let mut used = 0.0;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            used += f64::from(advance(*c)) * size / 1000.0;
            used <= room
        })
        .collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

fn advance(character: char) -> u16 {
    match character {
        ' '..='~' => ASCII[character as usize - ' ' as usize],
        '−' | '×' => 510,
        '·' => 177,
        '–' => 512,
        '—' => 749,
        '…' => 676,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_text_measures_wider() {
        assert_eq!(width_of("", 12.0), 0.0);
        assert!((width_of("10", 1000.0) - 957.0).abs() < 1e-9);
        assert_eq!(width_of("kHz", 24.0), 2.0 * width_of("kHz", 12.0));
    }

    #[test]
    fn a_long_text_is_cut_to_fit() {
        assert_eq!(fitted("short", 12.0, 100.0), "short");
        let cut = fitted("a very long name of a recording.wav", 12.0, 100.0);
        assert!(cut.starts_with("a very") && cut.ends_with('…'), "{cut}");
        assert!(width_of(&cut, 12.0) <= 100.0);
    }
}
