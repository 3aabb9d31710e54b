//! Colours for values: perceptually uniform maps, and diverging ones for signed values.

use crate::emotion::Rgb;

/// A map from 0..=1 to colours.
///
/// Each is kept as 17 evenly spaced entries of its published 256-entry table and interpolated in
/// between, which differs from the whole table by 7 of 255 at most and by less than 1 on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColourMap {
    /// Black over purple to pale yellow (N. J. Smith and S. van der Walt, matplotlib 1.5, CC0).
    Magma,
    /// Black over red to pale yellow (the same authors and source).
    Inferno,
    /// Dark blue over green to yellow (the same authors with E. Firing, same source).
    Viridis,
    /// Dark blue to yellow, made to look the same to all eyes (J. R. Nuñez, C. R. Anderton and
    /// R. S. Renslow 2018, matplotlib 2.2, CC0).
    Cividis,
    /// White to black, the phonetician's: strong is dark. Even steps of lightness (CIE L*).
    Grey,
    /// Signed values on a light ground: blue, white at the middle, red
    /// (F. Crameri, *Scientific colour maps* 8.0, "vik", MIT).
    Vik,
    /// Signed values on a dark ground: blue, black at the middle, red (as above, "berlin").
    Berlin,
}

impl ColourMap {
    /// Every map.
    pub const ALL: [Self; 7] = [
        Self::Magma,
        Self::Inferno,
        Self::Viridis,
        Self::Cividis,
        Self::Grey,
        Self::Vik,
        Self::Berlin,
    ];

    /// The name in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Magma => "magma",
            Self::Inferno => "inferno",
            Self::Viridis => "viridis",
            Self::Cividis => "cividis",
            Self::Grey => "grey",
            Self::Vik => "vik",
            Self::Berlin => "berlin",
        }
    }

    /// The colour of a value in 0..=1; what lies outside takes the nearest end, NaN the low one.
    pub fn at(self, value: f32) -> Rgb {
        let value = if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) };
        match self {
            Self::Grey => grey_of_lightness(100.0 * (1.0 - value)),
            Self::Magma => between(&MAGMA, value),
            Self::Inferno => between(&INFERNO, value),
            Self::Viridis => between(&VIRIDIS, value),
            Self::Cividis => between(&CIVIDIS, value),
            Self::Vik => between(&VIK, value),
            Self::Berlin => between(&BERLIN, value),
        }
    }

    /// The colours of the 256 levels of a picture.
    pub fn table(self) -> [Rgb; 256] {
        std::array::from_fn(|level| self.at(level as f32 / 255.0))
    }
}

const ENTRIES: usize = 17;

const MAGMA: [u32; ENTRIES] = [
    0x000004, 0x0a0822, 0x1d1146, 0x36106a, 0x50127c, 0x691c81, 0x822681, 0x9c2e7f, 0xb63779,
    0xcf4170, 0xe65163, 0xf5695c, 0xfb8761, 0xfea571, 0xfec387, 0xfde0a2, 0xfcfdbf,
];
const INFERNO: [u32; ENTRIES] = [
    0x000004, 0x0b0724, 0x210c4a, 0x3c0965, 0x57106d, 0x70196e, 0x89226a, 0xa32b61, 0xbb3755,
    0xd14644, 0xe35932, 0xf1711e, 0xf98d0a, 0xfcab0f, 0xf9ca32, 0xf2e865, 0xfcffa4,
];
const VIRIDIS: [u32; ENTRIES] = [
    0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26818e, 0x21908c,
    0x1f9f88, 0x28ae80, 0x3ebc74, 0x5dc963, 0x82d34c, 0xabdc32, 0xd5e21a, 0xfde725,
];
const CIVIDIS: [u32; ENTRIES] = [
    0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x535a6d, 0x61656f, 0x6f7073, 0x7d7c78,
    0x8b8778, 0x9a9376, 0xaaa073, 0xbbad6d, 0xccba64, 0xddc858, 0xefd748, 0xfee838,
];
const VIK: [u32; ENTRIES] = [
    0x001261, 0x022b71, 0x034481, 0x0c5e92, 0x2f7ca6, 0x609dbc, 0x92bdd2, 0xc5dbe5, 0xece5e1,
    0xe9cbb9, 0xdcab8f, 0xcf8e68, 0xc37243, 0xb3531f, 0x932e06, 0x741506, 0x590008,
];
const BERLIN: [u32; ENTRIES] = [
    0x9eb0ff, 0x79abed, 0x529fd3, 0x3686ad, 0x286886, 0x1d4b61, 0x14313f, 0x111a20, 0x190c09,
    0x2a0e01, 0x401201, 0x5a1c07, 0x7c331d, 0x9c503d, 0xbc6e61, 0xdd8d86, 0xffadad,
];

fn between(entries: &[u32; ENTRIES], value: f32) -> Rgb {
    let position = value * (ENTRIES - 1) as f32;
    let below = (position as usize).min(ENTRIES - 2);
    let share = position - below as f32;
    let channel = |shift: u32| {
        let of = |entry: u32| ((entry >> shift) & 0xff) as f32;
        (of(entries[below]) * (1.0 - share) + of(entries[below + 1]) * share).round() as u8
    };
    Rgb(channel(16), channel(8), channel(0))
}

/// The grey of a CIE 1976 lightness L*, 0 to 100.
fn grey_of_lightness(lightness: f32) -> Rgb {
    let luminance = if lightness > 8.0 {
        ((lightness + 16.0) / 116.0).powi(3)
    } else {
        lightness * 27.0 / 24_389.0
    };
    let encoded = if luminance > 0.003_130_8 {
        1.055 * luminance.powf(1.0 / 2.4) - 0.055
    } else {
        12.92 * luminance
    };
    let grey = (255.0 * encoded).round() as u8;
    Rgb(grey, grey, grey)
}

/// Relative luminance of an sRGB colour, 0 to 1 (IEC 61966-2-1).
pub(super) fn luminance(Rgb(red, green, blue): Rgb) -> f32 {
    let linear = |channel: u8| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CIE 1976 L*, 0 to 100.
    fn lightness(colour: Rgb) -> f32 {
        let y = luminance(colour);
        if y > 216.0 / 24_389.0 { 116.0 * y.cbrt() - 16.0 } else { y * 24_389.0 / 27.0 }
    }

    fn lightnesses(map: ColourMap) -> Vec<f32> {
        map.table().into_iter().map(lightness).collect()
    }

    #[test]
    fn stronger_is_lighter_all_the_way() {
        use ColourMap::{Cividis, Inferno, Magma, Viridis};
        for map in [Magma, Inferno, Viridis, Cividis] {
            let steps = lightnesses(map);
            // Eight bits round a channel by half a step: about 0.3 of L*.
            assert!(steps.windows(2).all(|pair| pair[1] > pair[0] - 0.3), "{map:?}");
            assert!(steps.windows(9).all(|run| run[8] > run[0] + 1.0), "{map:?}");
        }
    }

    #[test]
    fn lightness_rises_in_even_steps() {
        use ColourMap::{Cividis, Inferno, Magma, Viridis};
        for map in [Magma, Inferno, Viridis, Cividis] {
            let steps = lightnesses(map);
            let slope = (steps[255] - steps[0]) / 255.0;
            for (level, l) in steps.iter().enumerate() {
                let straight = steps[0] + slope * level as f32;
                assert!((l - straight).abs() < 8.0, "{map:?} at {level}: {l} for {straight}");
            }
        }
    }

    #[test]
    fn grey_falls_from_white_to_black_evenly() {
        let steps = lightnesses(ColourMap::Grey);
        for (level, l) in steps.iter().enumerate() {
            let straight = 100.0 * (1.0 - level as f32 / 255.0);
            assert!((l - straight).abs() < 0.5, "at {level}: {l} for {straight}");
        }
    }

    #[test]
    fn a_diverging_map_turns_once_and_in_the_middle() {
        for (map, towards_the_middle) in [(ColourMap::Vik, 1.0), (ColourMap::Berlin, -1.0)] {
            let steps = lightnesses(map);
            for level in 8..248 {
                let rise = (steps[level + 8] - steps[level - 8]) * towards_the_middle;
                match level {
                    ..112 => assert!(rise > 0.0, "{map:?} falls back at {level}"),
                    145.. => assert!(rise < 0.0, "{map:?} rises again at {level}"),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn values_outside_take_the_nearest_end() {
        for map in ColourMap::ALL {
            assert_eq!(map.at(-1.0), map.at(0.0));
            assert_eq!(map.at(7.0), map.at(1.0));
            assert_eq!(map.at(f32::NAN), map.at(0.0));
        }
        assert_eq!(ColourMap::Magma.at(1.0), Rgb(0xfc, 0xfd, 0xbf));
        assert_eq!(ColourMap::Viridis.at(0.0), Rgb(0x44, 0x01, 0x54));
    }
}
