//! The time at the right edge of a picture that scrolls with the screen, though sound comes in
//! blocks.

/// How far the edge stays behind the newest column, in seconds: two blocks of the microphone, so
/// that there is always something to scroll to.
const BEHIND_S: f64 = 0.1;
/// The share of the distance to where it should be that the edge makes up for in a second.
const PULL: f64 = 2.0;
/// Farther off than this, in seconds, it jumps.
const LOST_S: f64 = 0.5;

/// The right edge.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scroll {
    edge_s: f64,
    last_ms: Option<f64>,
}

impl Scroll {
    /// Moves the edge to where it stands now, with columns up to `newest_s`; returns it.
    pub fn advance(&mut self, now_ms: f64, newest_s: f64) -> f64 {
        let wanted_s = newest_s - BEHIND_S;
        let step_s = self.last_ms.map(|last_ms| (now_ms - last_ms) / 1e3);
        self.last_ms = Some(now_ms);
        let off_s = wanted_s - self.edge_s;
        self.edge_s = match step_s {
            Some(step_s) if off_s.abs() < LOST_S => {
                (self.edge_s + step_s + PULL * off_s * step_s).min(newest_s)
            }
            _ => wanted_s,
        };
        self.edge_s
    }

    /// The edge where nothing may move by itself: at the newest column.
    pub fn still(&mut self, newest_s: f64) -> f64 {
        *self = Self { edge_s: newest_s, last_ms: None };
        newest_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_moves_evenly_though_columns_come_in_blocks() {
        let mut scroll = Scroll::default();
        let mut edges = Vec::new();
        for frame in 0..300 {
            let now_ms = f64::from(frame) * 1000.0 / 60.0;
            let newest_s = (now_ms / 43.0).floor() * 0.043;
            edges.push(scroll.advance(now_ms, newest_s));
        }
        let steps: Vec<f64> = edges[60..].windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| (0.013..0.021).contains(step)), "{steps:?}");
    }

    #[test]
    fn it_never_runs_ahead_of_the_sound_and_finds_back() {
        let mut scroll = Scroll::default();
        scroll.advance(0.0, 1.0);
        assert_eq!(scroll.advance(900.0, 1.0), 1.0, "the microphone has stalled");
        assert_eq!(scroll.advance(916.0, 4.0), 4.0 - BEHIND_S, "it jumps after a gap");
        assert_eq!(scroll.still(4.2), 4.2);
    }
}
