//! One network, measured twice: how far a split flatters.

/// A figure that was measured of one network, under one of two splits.
pub struct Measure {
    /// Its name in the document.
    pub key: &'static str,
    /// Share of right answers, 0 to 1.
    pub accuracy: f32,
}

/// The described pipeline (162 averaged features, four convolutions) on the four corpora: rows of
/// clips and of their noisy, stretched and shifted copies dealt at random, so that the speakers, and
/// often the very clip, stand on both sides. The model card has the command and the whole table.
pub const FLATTERING: Measure = Measure { key: "flattering", accuracy: 0.633 };
/// The same network, features and epochs, with whole speakers kept apart.
pub const HONEST: Measure = Measure { key: "honest", accuracy: 0.494 };

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = include_str!("../../MODEL_CARD.md");

    /// The share of right answers in the card's table, by who judged.
    fn measured(judged_by: &str) -> f32 {
        let table = CARD.split("<!-- figures benchmark seed -->").nth(1).unwrap();
        let row = table.lines().find(|line| line.starts_with(&format!("| {judged_by} |"))).unwrap();
        let accuracy = row.split('|').nth(7).unwrap();
        accuracy.split_whitespace().next().unwrap().parse::<f32>().unwrap() / 100.0
    }

    #[test]
    fn both_figures_are_those_of_the_model_card() {
        let are_same =
            |figure: Measure, judged_by| (figure.accuracy - measured(judged_by)).abs() < 1e-4;
        assert!(are_same(FLATTERING, "heard speakers, copies of heard clips"));
        assert!(are_same(HONEST, "unheard speakers"));
    }
}
