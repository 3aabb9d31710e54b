//! What of the sound on the page is seen, and how: the rules, free of any browser.

use serde::{Deserialize, Serialize};

use crate::engine::protocol::Spread;
use crate::plot::{ColourMap, Stretch};

/// The shortest part that can be seen, in seconds: a period of a deep voice.
const SHORTEST_S: f64 = 0.02;

/// The part of a sound that is seen; a part of all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    length_s: f64,
    stretch: Stretch,
}

impl Outlook {
    /// All of a sound of this length.
    pub fn whole(length_s: f64) -> Self {
        Self { length_s, stretch: Stretch { from_s: 0.0, to_s: length_s.max(SHORTEST_S) } }
    }

    /// What is seen.
    pub fn stretch(self) -> Stretch {
        self.stretch
    }

    /// Whether all of the sound is seen.
    pub fn is_whole(self) -> bool {
        self.stretch == Self::whole(self.length_s).stretch
    }

    /// Shows `factor` times as much around a time, which stays where it is.
    pub fn zoom(self, around_s: f64, factor: f64) -> Self {
        let Stretch { from_s, to_s } = self.stretch;
        let seconds = ((to_s - from_s) * factor).clamp(SHORTEST_S, self.length_s.max(SHORTEST_S));
        let share = (around_s - from_s) / (to_s - from_s);
        self.at(around_s - share * seconds, seconds)
    }

    /// Moves along the sound.
    pub fn pan(self, by_s: f64) -> Self {
        self.at(self.stretch.from_s + by_s, self.stretch.seconds())
    }

    /// Shows just this part.
    pub fn show(self, part: Stretch) -> Self {
        let middle_s = (part.from_s + part.to_s) / 2.0;
        let seconds = part.seconds().clamp(SHORTEST_S, self.length_s.max(SHORTEST_S));
        self.at(middle_s - seconds / 2.0, seconds)
    }

    /// Moves just far enough to see a time.
    pub fn follow(self, at_s: f64) -> Self {
        let seconds = self.stretch.seconds();
        match self.stretch.contains(at_s) {
            true => self,
            false => self.at(at_s - seconds * 0.1, seconds),
        }
    }

    fn at(self, from_s: f64, seconds: f64) -> Self {
        let from_s = from_s.clamp(0.0, (self.length_s - seconds).max(0.0));
        Self { stretch: Stretch { from_s, to_s: from_s + seconds }, ..self }
    }
}

/// A selected part, from a drag that may go either way; none for less than a hundredth of a second.
pub fn selection(a_s: f64, b_s: f64, length_s: f64) -> Option<Stretch> {
    let (from_s, to_s) = if a_s <= b_s { (a_s, b_s) } else { (b_s, a_s) };
    let part = Stretch { from_s: from_s.max(0.0), to_s: to_s.min(length_s) };
    (part.seconds() >= 0.01).then_some(part)
}

/// A track below the spectrogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// The fundamental frequency.
    Pitch,
    /// Root mean square.
    Energy,
    /// Zero crossings.
    Zcr,
    /// Mel-frequency cepstral coefficients.
    Mfcc,
    /// Pitch classes.
    Chroma,
}

impl Track {
    /// All, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Pitch, Self::Energy, Self::Zcr, Self::Mfcc, Self::Chroma];

    /// Its name in the document.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pitch => "pitch",
            Self::Energy => "energy",
            Self::Zcr => "zcr",
            Self::Mfcc => "mfcc",
            Self::Chroma => "chroma",
        }
    }
}

/// Colours of the spectrogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colours {
    /// Grey on paper, magma in the dark.
    #[default]
    Ground,
    /// Viridis.
    Viridis,
    /// Magma.
    Magma,
    /// Cividis, the same to all eyes.
    Cividis,
    /// White to black.
    Grey,
}

impl Colours {
    /// All, in the order of the page.
    pub const ALL: [Self; 5] =
        [Self::Ground, Self::Viridis, Self::Magma, Self::Cividis, Self::Grey];

    /// Its name in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Viridis => "viridis",
            Self::Magma => "magma",
            Self::Cividis => "cividis",
            Self::Grey => "grey",
        }
    }

    /// The map, on a page whose own is `ground`.
    pub const fn map(self, ground: ColourMap) -> ColourMap {
        match self {
            Self::Ground => ground,
            Self::Viridis => ColourMap::Viridis,
            Self::Magma => ColourMap::Magma,
            Self::Cividis => ColourMap::Cividis,
            Self::Grey => ColourMap::Grey,
        }
    }
}

/// How the visitor looks at sounds, remembered as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looks {
    /// How frequencies are spread.
    pub spread: Spread,
    /// Length of the window, in milliseconds.
    pub window_ms: f32,
    /// Decibels from the brightest level to the darkest.
    pub range_db: f32,
    /// From one column to the next, in milliseconds; 0 for a column at every pixel.
    pub hop_ms: f32,
    /// The lowest frequency, in Hz.
    pub low_hz: f32,
    /// The highest frequency, in Hz.
    pub high_hz: f32,
    /// The colours.
    pub colours: Colours,
    /// The tracks that are shown.
    pub tracks: Vec<Track>,
}

impl Default for Looks {
    fn default() -> Self {
        Self {
            spread: Spread::Mel,
            window_ms: 30.0,
            range_db: 80.0,
            hop_ms: 0.0,
            low_hz: 0.0,
            high_hz: 8_000.0,
            colours: Colours::Ground,
            tracks: vec![Track::Pitch],
        }
    }
}

impl Looks {
    /// The windows to choose from, in milliseconds: from single glottal pulses to single overtones.
    pub const WINDOWS_MS: [f32; 5] = [5.0, 10.0, 30.0, 60.0, 120.0];
    /// The ranges to choose from, in decibels.
    pub const RANGES_DB: [f32; 4] = [40.0, 60.0, 80.0, 100.0];
    /// The hops to choose from, in milliseconds; 0 for a column at every pixel.
    pub const HOPS_MS: [f32; 5] = [0.0, 5.0, 10.0, 20.0, 50.0];
    /// The lowest frequencies to choose from, in Hz.
    pub const LOWEST_HZ: [f32; 4] = [0.0, 100.0, 300.0, 1_000.0];
    /// The highest frequencies to choose from, in Hz.
    pub const HIGHEST_HZ: [f32; 4] = [2_000.0, 5_000.0, 8_000.0, 16_000.0];

    /// What was remembered; the default for whatever it does not say.
    pub fn from_memory(words: &str) -> Self {
        let looks: Self = serde_json::from_str(words).unwrap_or_default();
        let is_sound = [looks.window_ms, looks.range_db, looks.high_hz].iter().all(|v| *v > 0.0);
        let is_sound =
            is_sound && looks.hop_ms >= 0.0 && (0.0..looks.high_hz).contains(&looks.low_hz);
        if is_sound { looks } else { Self::default() }
    }

    /// The columns of a picture of so many seconds that has room for so many.
    pub fn columns(&self, seconds: f64, most: u32) -> u32 {
        if self.hop_ms > 0.0 {
            ((1e3 * seconds / f64::from(self.hop_ms)).round() as u32).clamp(1, most)
        } else {
            most
        }
    }

    /// What is to be remembered.
    pub fn to_memory(&self) -> String {
        // Plain fields, which JSON can always hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Shows or hides a track; they keep the order of the page.
    pub fn toggle(&mut self, track: Track) {
        let wanted = |t: &Track| self.tracks.contains(t) != (*t == track);
        self.tracks = Track::ALL.into_iter().filter(wanted).collect();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_the_pointer_is_on_stays_under_it() {
        let outlook = Outlook::whole(4.0).zoom(1.0, 0.5);
        assert_eq!(outlook.stretch(), Stretch { from_s: 0.5, to_s: 2.5 });
        assert_eq!(outlook.zoom(1.0, 2.0), Outlook::whole(4.0));
    }

    #[test]
    fn the_edges_of_the_sound_are_the_edges_of_the_view() {
        let outlook = Outlook::whole(4.0).zoom(4.0, 0.25);
        assert_eq!(outlook.pan(9.0).stretch(), Stretch { from_s: 3.0, to_s: 4.0 });
        assert_eq!(outlook.pan(-9.0).stretch(), Stretch { from_s: 0.0, to_s: 1.0 });
        assert!(outlook.zoom(0.0, 1e6).is_whole());
    }

    #[test]
    fn the_view_follows_the_cursor_only_when_it_must() {
        let outlook = Outlook::whole(10.0).show(Stretch { from_s: 2.0, to_s: 4.0 });
        assert_eq!(outlook.follow(3.0), outlook);
        assert!((outlook.follow(4.5).stretch().from_s - 4.3).abs() < 1e-9);
    }

    #[test]
    fn a_drag_to_the_left_selects_as_well_and_a_click_does_not() {
        assert_eq!(selection(2.0, -1.0, 3.0), Some(Stretch { from_s: 0.0, to_s: 2.0 }));
        assert_eq!(selection(1.0, 1.004, 3.0), None);
    }

    #[test]
    fn tracks_come_and_go_in_the_order_of_the_page() {
        let mut looks = Looks::default();
        looks.toggle(Track::Chroma);
        looks.toggle(Track::Energy);
        assert_eq!(looks.tracks, [Track::Pitch, Track::Energy, Track::Chroma]);
        looks.toggle(Track::Pitch);
        assert_eq!(looks.tracks, [Track::Energy, Track::Chroma]);
        assert_eq!(Looks::from_memory(&looks.to_memory()), looks);
        assert_eq!(Looks::from_memory("{\"window_ms\": -3}"), Looks::default());
    }

    #[test]
    fn a_hop_makes_columns_as_far_as_there_are_pixels() {
        let looks = |hop_ms| Looks { hop_ms, ..Looks::default() };
        assert_eq!(looks(0.0).columns(3.0, 800), 800);
        assert_eq!(looks(10.0).columns(3.0, 800), 300);
        assert_eq!(looks(5.0).columns(30.0, 800), 800, "more than pixels nobody sees");
        assert_eq!(looks(50.0).columns(0.02, 800), 1);
    }

    proptest! {
        #[test]
        fn however_one_zooms_and_pans_one_sees_a_part_of_the_sound(
            length_s in 0.05_f64..1_000.0,
            steps in prop::collection::vec((0.0_f64..1.0, 0.1_f64..10.0, -5.0_f64..5.0), 0..30),
        ) {
            let mut outlook = Outlook::whole(length_s);
            for (place, factor, by_s) in steps {
                let Stretch { from_s, to_s } = outlook.stretch();
                outlook = outlook.zoom(from_s + place * (to_s - from_s), factor).pan(by_s);
                let Stretch { from_s, to_s } = outlook.stretch();
                prop_assert!(from_s >= 0.0 && to_s <= length_s + 1e-9);
                prop_assert!(to_s - from_s >= SHORTEST_S - 1e-9);
            }
        }
    }
}
