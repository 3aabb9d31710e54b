//! The page's one drawing: a string that rings in loops, each emotion in its own number.
//!
//! Label *k* rings like the *k*-th partial of a string, so that its bar is known by its shape and not
//! by its colour alone.

use std::fmt::Write;

/// Width of the drawings, in units of their own.
pub const WIDTH: f64 = 1_000.0;

/// Height of the drawings, in units of their own; the string at rest lies in the middle.
pub const HEIGHT: f64 = 40.0;

/// Loops that fill the bar of a label, by its place from 0: three for the first, three more for each
/// next.
pub const fn loops(place: usize) -> usize {
    3 * (place + 1)
}

/// The outline of a standing wave with `loops` loops over [`WIDTH`], `amplitude` high to each
/// side of the middle, as SVG path data. `core` is the half width that it keeps at its nodes.
pub fn outline(loops: usize, amplitude: f64, core: f64) -> String {
    let mut path = format!("M0 {:.2}", HEIGHT / 2.0 - core);
    arches(&mut path, loops, core, amplitude, 1.0);
    let _ = write!(path, "V{:.2}", HEIGHT / 2.0 + core);
    arches(&mut path, loops, core, amplitude, -1.0);
    path.push('Z');
    path
}

/// Half sines as cubics that share their slope at the nodes and their height at the crests;
/// `way` is 1 for the upper side, drawn to the right, −1 for the lower, drawn to the left.
fn arches(path: &mut String, loops: usize, core: f64, amplitude: f64, way: f64) {
    /// Handle of a cubic of height 4/3 whose end has the slope of a half sine: 4 / (3 π).
    const HANDLE: f64 = 0.4244;
    let length = way * WIDTH / loops.max(1) as f64;
    let crest = -way * (amplitude - core) * 4.0 / 3.0;
    for _ in 0..loops {
        let _ = write!(
            path,
            "c{:.2} {crest:.2} {:.2} {crest:.2} {length:.2} 0",
            HANDLE * length,
            (1.0 - HANDLE) * length
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_emotion_rings_in_a_number_of_loops_of_its_own() {
        let counts: Vec<usize> = (0..8).map(loops).collect();
        assert_eq!(counts, [3, 6, 9, 12, 15, 18, 21, 24]);
    }

    #[test]
    fn an_outline_goes_there_and_back_and_closes() {
        let path = outline(2, 18.0, 2.0);
        assert!(path.starts_with("M0 18.00c") && path.ends_with('Z'), "{path}");
        assert_eq!(path.matches('c').count(), 4, "two arches above, two below");
        assert!(path.contains("500.00 0V22.00"), "{path}");
        assert!(path.contains("-500.00 0"), "{path}");
    }
}
