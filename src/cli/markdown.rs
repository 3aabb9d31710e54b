//! Tables in Markdown.

/// A table with a heading over each column.
pub fn table<const COLUMNS: usize>(
    headings: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let lines = [line(&headings), line(&["---"; COLUMNS])];
    lines
        .into_iter()
        .chain(rows.into_iter().map(|row| line(&row.each_ref().map(String::as_str))))
        .collect()
}

fn line(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_line_for_the_headings_one_below_and_one_for_each_row() {
        let rows = [["crema-d", "3"], ["ravdess", "5"]].map(|row| row.map(str::to_owned));
        let expected = "| corpus | takes |\n| --- | --- |\n| crema-d | 3 |\n| ravdess | 5 |\n";
        assert_eq!(table(["corpus", "takes"], rows), expected);
    }
}
