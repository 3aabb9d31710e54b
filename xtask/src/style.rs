//! The page's style: its parts in one file, so that a visitor asks once, without what only people
//! who work on it read.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::engine::read;
use crate::places::Places;

/// Writes the style to where the page's `index.html` expects it.
pub fn build(places: &Places) -> Result<()> {
    let www = places.root.join("www");
    let style = gathered(&www, &text(&www.join("style.css"))?)?;
    let path = places.root.join("target").join("style.css");
    fs::create_dir_all(places.root.join("target"))
        .and_then(|()| fs::write(&path, style))
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The files that `list` imports, one after the other.
fn gathered(folder: &Path, list: &str) -> Result<String> {
    let name =
        |line: &'_ str| line.strip_prefix("@import \"")?.strip_suffix("\";").map(str::to_owned);
    let parts = list.lines().filter_map(name).map(|name| text(&folder.join(name)));
    Ok(parts.map(|part| Ok(bare(&part?))).collect::<Result<Vec<_>>>()?.concat())
}

/// A part without comments, indents and empty lines.
fn bare(part: &str) -> String {
    let mut pieces = part.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    let after = pieces.map(|piece| piece.split_once("*/").map_or("", |(_, after)| after));
    let css = first + &after.collect::<String>();
    let lines = css.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn text(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?).with_context(|| format!("{} is not text", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_become_one_file_without_comments() {
        let folder = std::env::temp_dir().join(format!("overtone-style-{}", std::process::id()));
        fs::create_dir_all(folder.join("style")).unwrap();
        fs::write(folder.join("style/a.css"), "/* why\n * so */\na {\n  b: c;\n}\n").unwrap();
        fs::write(folder.join("style/b.css"), "d { e: f; } /* g */ h { i: j; }\n\n").unwrap();
        let list = "/* in order */\n@import \"style/a.css\";\n@import \"style/b.css\";\n";
        let style = gathered(&folder, list).unwrap();
        assert_eq!(style, "a {\nb: c;\n}\nd { e: f; }  h { i: j; }\n");
        let missing = gathered(&folder, "@import \"style/c.css\";").unwrap_err().to_string();
        assert!(missing.contains("c.css"), "{missing}");
        fs::remove_dir_all(folder).unwrap();
    }
}
