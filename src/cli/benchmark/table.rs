//! The protocol's table as Markdown, and what stands below it.

use std::fmt::Write as _;

use crate::cli::markdown;
use crate::cli::train::options::Options;
use crate::evaluation::protocol::{COVERAGES, Row};

/// Speakers who are heard worst, and best, that are told of a corpus.
const EXTREMES: usize = 3;

/// The table, and below it recalls by seed and group, mistakes, and whom it hears worst and best.
pub fn markdown(rows: &[Row], options: &Options, seeds: u64) -> String {
    let shares = each(COVERAGES, |coverage| format!("{:.0}", 100.0 * coverage)) + " %";
    let (seeds_are, figures_are) = match seeds {
        1 => ("1 seed".to_owned(), ""),
        _ => (format!("{seeds} seeds"), "mean ± standard deviation over seeds "),
    };
    let (preset, epochs) = (options.preset.name(), options.epochs);
    let refit = if options.refit { ", as many again with those who chose" } else { "" };
    let surest = format!("wrong of the surest {shares}");
    let headings = [
        "judged by",
        "corpus",
        "classes",
        "clips",
        "UAR",
        "interval",
        "WA",
        "macro-F1",
        "ECE raw",
        "ECE",
        "risk",
        &surest,
    ];
    let mut out = format!(
        "Preset {preset}, {seeds_are}, {epochs} epochs{refit}; {figures_are}in per cent, 95 % intervals \
         over speakers. The last column is the share of wrong answers among those clips of which \
         the model is surest, {shares} of them; risk is its mean over all shares.\n\n{}",
        markdown::table(headings, rows.iter().map(|row| cells(row, seeds)))
    );
    if seeds > 1 {
        let title = format!("Recall by seed, from 0 to {}, in per cent", seeds - 1);
        list(&mut out, &title, rows, |row| each(&row.seed_uars, percent));
    }
    list(&mut out, "Recall in groups of speakers, in per cent", rows, |row| {
        joined(row.groups.iter().map(|(group, uar)| format!("{group} {}", percent(uar))))
    });
    list(&mut out, "Most frequent mistakes, of the clips meant so", rows, |row| {
        joined(row.mistakes.iter().map(ToString::to_string))
    });
    list(&mut out, "Speakers heard worst and best, recall in per cent", rows, extremes);
    out
}

/// A row of the table.
fn cells(row: &Row, seeds: u64) -> [String; 12] {
    let (low, high) = row.uar_interval;
    [
        row.judged_by(),
        row.corpus.clone(),
        row.classes.to_string(),
        row.clips.to_string(),
        row.uar.percent(seeds),
        format!("{} to {}", percent(&low), percent(&high)),
        row.wa.percent(seeds),
        row.macro_f1.percent(seeds),
        row.ece_raw.percent(seeds),
        row.ece.percent(seeds),
        row.risk.percent(seeds),
        each(&row.risk_at, |at| percent(&at.risk.mean)),
    ]
}

/// A list below the table: a line for each row of which there is something to tell, and whose
/// speakers were not heard before.
fn list(out: &mut String, title: &str, rows: &[Row], told: impl Fn(&Row) -> String) {
    let rows = rows.iter().filter(|row| row.clips_before == 0);
    let told = rows.map(|row| (row, told(row))).filter(|(_, told)| !told.is_empty());
    for (place, (row, told)) in told.enumerate() {
        if place == 0 {
            // Writing to a string cannot fail.
            let _ = write!(out, "\n{title}:\n\n");
        }
        let _ = writeln!(out, "- {}, {}: {told}", row.protocol, row.corpus);
    }
}

/// The speakers of a corpus whom the model hears worst and best; nothing where there are too few
/// to choose from.
fn extremes(row: &Row) -> String {
    let mut speakers: Vec<(&str, f64)> =
        row.speakers.iter().map(|(name, uar)| (name.as_str(), *uar)).collect();
    if speakers.len() <= 2 * EXTREMES {
        return String::new();
    }
    speakers.sort_by(|a, b| a.1.total_cmp(&b.1));
    // Below a table of one corpus, its name before every speaker's says nothing.
    let bare = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let told = |(name, uar): &(&str, f64)| format!("{} {}", bare(name), percent(uar));
    let worst = joined(speakers[..EXTREMES].iter().map(told));
    let best = joined(speakers[speakers.len() - EXTREMES..].iter().map(told));
    format!("{worst}; {best}")
}

fn percent(share: &f64) -> String {
    format!("{:.1}", 100.0 * share)
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Some figures in one cell.
fn each<T>(figures: impl IntoIterator<Item = T>, shown: impl Fn(T) -> String) -> String {
    figures.into_iter().map(shown).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::train::options::testing::options;
    use crate::emotion::Emotion;
    use crate::evaluation::Judged;
    use crate::evaluation::protocol::Answer;
    use crate::model::Calibration;

    /// A sad clip of a speaker, by number, whom the model understands from the third on.
    fn answer(speaker: usize) -> Answer {
        let mut logits = [0.0; Emotion::COUNT];
        let heard = if speaker < 2 { Emotion::Fear } else { Emotion::Sad };
        logits[heard.index()] = 1.0;
        Answer {
            judged: Judged { label: Emotion::Sad, logits, held: [true; Emotion::COUNT] },
            calibration: Calibration::NONE,
            speaker: format!("crema-d/{speaker}"),
            groups: vec!["sex female".to_owned(), "age 30 to 49".to_owned()],
        }
    }

    fn table(speakers: usize, seeds: u64) -> String {
        let answers: Vec<Answer> = (0..speakers).map(answer).collect();
        let seeds_of: Vec<Vec<Answer>> = (0..seeds).map(|_| answers.clone()).collect();
        let options = options(&["--preset", "seed", "--epochs", "2"]);
        markdown(&[Row::of("folds", "crema-d", &seeds_of)], &options, seeds)
    }

    #[test]
    fn every_line_of_the_table_has_all_its_columns() {
        let table = table(4, 2);
        assert!(table.contains("| wrong of the surest 50 / 70 / 90 % |\n"), "{table}");
        assert!(table.contains("| folds | crema-d | 1 | 4 | 50.0 ± 0.0 |"), "{table}");
        let columns = table.lines().filter(|line| line.starts_with('|'));
        assert!(columns.map(|line| line.matches('|').count()).all(|count| count == 13));
    }

    #[test]
    fn one_seed_has_no_deviation() {
        let table = table(4, 1);
        assert!(table.starts_with("Preset seed, 1 seed, 2 epochs; in per cent, 95 %"), "{table}");
        assert!(table.contains("| folds | crema-d | 1 | 4 | 50.0 |"), "{table}");
        assert!(!table.contains('±'), "{table}");
    }

    #[test]
    fn the_table_tells_whether_those_who_chose_taught_in_the_end() {
        let table = markdown(&[], &options(&["--epochs", "20", "--refit"]), 1);
        let told = "Preset overtone, 1 seed, 20 epochs, as many again with those who chose; in per";
        assert!(table.starts_with(told), "{table}");
    }

    #[test]
    fn below_it_stand_seeds_groups_mistakes_and_speakers() {
        let table = table(8, 2);
        for line in [
            "Recall by seed, from 0 to 1, in per cent:\n\n- folds, crema-d: 75.0 / 75.0\n",
            "per cent:\n\n- folds, crema-d: age 30 to 49 75.0, sex female 75.0\n",
            "meant so:\n\n- folds, crema-d: sad heard as fear 25 %\n",
            "- folds, crema-d: 0 0.0, 1 0.0, 2 100.0; 5 100.0, 6 100.0, 7 100.0\n",
        ] {
            assert!(table.contains(line), "{line} is not in {table}");
        }
    }

    #[test]
    fn what_cannot_be_told_has_no_title() {
        let table = table(6, 1);
        assert!(!table.contains("Recall by seed") && !table.contains("Speakers heard"), "{table}");
    }
}
