//! Tracks: charts over one stretch of time, to be stacked and zoomed together.

use plotters::prelude::DrawingBackend;

use super::axis::{Axis, Numbers};
use super::picture::{Levels, even_taps, time_taps_from};
use super::table::{over_time, sampled, written};
use super::waveform::envelope;
use super::{
    Axes, Chart, ColourMap, Frame, Key, Picture, PlotError, Sheet, Size, Stretch, Table, Terms,
    Theme,
};

/// Thickness of a curve.
const LINE: f64 = 1.75;

/// What all tracks have around their data.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// What is seen.
    pub stretch: Stretch,
    /// Whether the time axis has label and numbers: in a stack, the lowest one's.
    pub has_times: bool,
    /// As [`Axes::gutter`].
    pub gutter: f64,
    /// The words of the time axis, and how numbers are written.
    pub terms: Terms,
}

impl Surroundings {
    fn axes(&self, y: Axis, key: Key) -> Axes {
        let x = self.stretch.axis(&self.terms, self.has_times);
        Axes { key, gutter: Some(self.gutter), ..Axes::new(x, y) }.spoken(&self.terms)
    }
}

/// Levels over time: a spectrogram, MFCCs, chroma. Rows are equally high on the left axis.
#[derive(Debug, Clone)]
pub struct GridTrack<'a> {
    /// Levels, 0 to 255, column after column, lowest row first.
    pub levels: &'a [u8],
    /// Rows of a column.
    pub rows: usize,
    /// The time at the centre of the first column, in seconds.
    pub first_s: f64,
    /// Seconds from one column to the next.
    pub hop_s: f64,
    /// The axis of the rows.
    pub rows_axis: Axis,
    /// The colours.
    pub map: ColourMap,
    /// What they mean: the lowest level and the highest, with the unit.
    pub range: (String, String),
    /// The values of level 0 and level 255, in the unit of the picture.
    pub values: (f64, f64),
    /// What is around it.
    pub around: Surroundings,
}

impl GridTrack<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size) -> Frame {
        let (from, to) = self.range.clone();
        let key = Key::Range { map: self.map, from, to };
        self.around.axes(self.rows_axis.clone(), key).frame(size)
    }

    /// The level at a time and a place on the left axis, 0 at its beginning, 1 at its end; none
    /// where nothing was computed.
    pub fn level_at(&self, at_s: f64, place: f64) -> Option<u8> {
        let column = ((at_s - self.first_s) / self.hop_s).round();
        let row = (place * self.rows as f64).floor();
        let inside = column >= 0.0 && (0.0..self.rows as f64).contains(&row);
        inside.then(|| self.levels.get(column as usize * self.rows + row as usize).copied())?
    }
}

impl Chart for GridTrack<'_> {
    fn title(&self) -> &str {
        ""
    }

    fn picture(&self, size: Size, _: &Theme, density: f64) -> Option<Picture> {
        let grid = Levels::new(self.levels, self.rows)?;
        let frame = self.frame(size);
        let last_s = self.first_s + grid.columns() as f64 * self.hop_s;
        Some(Picture::in_frame(&frame, density, |width, height| {
            let across = time_taps_from(&frame, self.first_s, self.hop_s, grid.columns(), width);
            let mut rgba = grid.paint(&across, &even_taps(grid.rows(), height), self.map);
            // Where there are no columns, there is nothing; not the last one, drawn out.
            let known = self.first_s - self.hop_s..=last_s;
            for x in 0..width {
                let at_s = frame.axes().x.value_at((x as f64 + 0.5) / width as f64);
                if !known.contains(&at_s) {
                    (0..height).for_each(|y| rgba[4 * (y * width + x) + 3] = 0);
                }
            }
            rgba
        }))
    }

    fn table(&self, terms: &Terms) -> Option<Table> {
        let rows = sampled(&self.rows_axis);
        let names = rows.iter().map(|(_, name)| name.clone()).collect();
        let (floor, top) = self.values;
        let step = if top - floor > 2.0 { 1.0 } else { 0.01 };
        let value = |at_s: f64, place: f64| {
            let level = self.level_at(at_s, place).map(f64::from);
            level.map_or_else(String::new, |level| {
                written(floor + level / 255.0 * (top - floor), step, terms)
            })
        };
        let cells = |part: Stretch| {
            rows.iter().map(|(place, _)| value(part.from_s, *place)).collect::<Vec<_>>()
        };
        (self.rows > 0).then(|| over_time(self.around.stretch, terms, names, cells))
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size());
        frame.draw_marks(sheet)?;
        frame.draw(sheet)
    }
}

/// A value over time, with gaps where there is none (NaN).
#[derive(Debug, Clone)]
pub struct CurveTrack<'a> {
    /// The values, the first at 0 s.
    pub values: &'a [f32],
    /// Seconds from one value to the next.
    pub hop_s: f64,
    /// The axis of the values.
    pub axis: Axis,
    /// What is around it.
    pub around: Surroundings,
}

impl CurveTrack<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size) -> Frame {
        self.around.axes(self.axis.clone(), Key::None).frame(size)
    }
}

impl Chart for CurveTrack<'_> {
    fn title(&self) -> &str {
        ""
    }

    fn table(&self, terms: &Terms) -> Option<Table> {
        let (factor, step) = match self.axis.numbers {
            Numbers::Percent => (100.0, 0.1),
            _ => (1.0, 1.0),
        };
        let cell = |part: Stretch| {
            let value = self.values.get((part.from_s / self.hop_s).round() as usize);
            let value = value.filter(|value| value.is_finite()).copied();
            vec![value.map_or_else(String::new, |v| written(factor * f64::from(v), step, terms))]
        };
        let names = vec![self.axis.label.clone()];
        (!self.values.is_empty()).then(|| over_time(self.around.stretch, terms, names, cell))
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size());
        frame.draw_grid(sheet)?;
        let stretch = self.around.stretch;
        let (first, part) = stretch.part(self.values, self.hop_s);
        let at_s = |n: usize| (first + n) as f64 * self.hop_s;
        let point = |(at_s, value): (f64, f64)| {
            let (top, bottom) = (frame.plot.top, frame.plot.bottom());
            (frame.x_of(at_s), frame.y_of(value).clamp(top, bottom))
        };
        let curve: Vec<(f64, f64)> =
            part.iter().enumerate().map(|(n, value)| (at_s(n), f64::from(*value))).collect();
        for run in curve.chunk_by(|a, b| a.1.is_finite() == b.1.is_finite()) {
            if run[0].1.is_finite() {
                let run: Vec<_> = stretch.cut(run).into_iter().map(point).collect();
                match run.as_slice() {
                    [only] => sheet.dot(*only, LINE / 2.0, sheet.theme().second)?,
                    run => sheet.line(run.iter().copied(), LINE, sheet.theme().second)?,
                }
            }
        }
        frame.draw(sheet)
    }
}

/// The sound itself.
#[derive(Debug, Clone)]
pub struct WaveTrack<'a> {
    /// All samples of the sound.
    pub samples: &'a [f32],
    /// Samples a second.
    pub rate_hz: u32,
    /// The time of the first sample, in seconds.
    pub first_s: f64,
    /// The amplitude at the upper and, negative, at the lower end.
    pub limit: f64,
    /// What is around it.
    pub around: Surroundings,
}

impl WaveTrack<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size) -> Frame {
        let y = Axis::linear("", -self.limit, self.limit).bare();
        self.around.axes(y, Key::None).frame(size)
    }
}

impl Chart for WaveTrack<'_> {
    fn title(&self) -> &str {
        ""
    }

    /// The peak of each part, in per cent of full scale; none where there are no samples.
    fn table(&self, terms: &Terms) -> Option<Table> {
        let hop_s = 1.0 / f64::from(self.rate_hz.max(1));
        let cell = |part: Stretch| {
            let part = part.since(self.first_s);
            let at = |at_s: f64| ((at_s / hop_s).round() as usize).min(self.samples.len());
            let part = &self.samples[at(part.from_s)..at(part.to_s)];
            let peak = part.iter().map(|sample| sample.abs()).reduce(f32::max);
            vec![peak.map_or_else(String::new, |p| written(100.0 * f64::from(p), 0.1, terms))]
        };
        let names = vec![terms.peak.to_owned()];
        Some(over_time(self.around.stretch, terms, names, cell))
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size());
        frame.draw_grid(sheet)?;
        let hop_s = 1.0 / f64::from(self.rate_hz.max(1));
        let stretch = self.around.stretch;
        let (first, part) = stretch.since(self.first_s).part(self.samples, hop_s);
        let colour = sheet.theme().accent;
        let at_s = |sample: f64| self.first_s + (first as f64 + sample) * hop_s;
        if part.len() as f64 <= frame.plot.width * 2.0 {
            let curve: Vec<(f64, f64)> = part
                .iter()
                .enumerate()
                .map(|(n, value)| (at_s(n as f64), f64::from(*value)))
                .collect();
            let point = |(at_s, value): (f64, f64)| (frame.x_of(at_s), frame.y_of(value));
            sheet.line(stretch.cut(&curve).into_iter().map(point), LINE, colour)?;
        } else {
            let columns = envelope(part, (frame.plot.width * 2.0) as usize);
            let apart = part.len() as f64 / columns.len() as f64;
            let (left, right) = (frame.plot.left, frame.plot.right());
            let x =
                |column: usize| frame.x_of(at_s((column as f64 + 0.5) * apart)).clamp(left, right);
            let y_of = |value: f32| frame.y_of(f64::from(value));
            let top = columns.iter().enumerate().map(|(c, (_, high))| (x(c), y_of(*high) - 0.6));
            let low =
                columns.iter().enumerate().rev().map(|(c, (low, _))| (x(c), y_of(*low) + 0.6));
            sheet.polygon(top.chain(low), colour, 1.0)?;
        }
        frame.draw(sheet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::Scale;
    use crate::plot::vector::svg_with;

    fn around(from_s: f64, to_s: f64) -> Surroundings {
        let stretch = Stretch { from_s, to_s };
        Surroundings { stretch, has_times: true, gutter: 46.0, terms: Terms::ENGLISH }
    }

    fn grid(levels: &[u8], around: Surroundings) -> GridTrack<'_> {
        GridTrack {
            levels,
            rows: 4,
            first_s: 1.0,
            hop_s: 0.1,
            rows_axis: Axis::frequency(Scale::Linear, 0.0, 4_000.0),
            map: ColourMap::Grey,
            range: ("−80".into(), "0 dB".into()),
            values: (-80.0, 0.0),
            around,
        }
    }

    fn wave(samples: &[f32], around: Surroundings) -> WaveTrack<'_> {
        WaveTrack { samples, rate_hz: 20, first_s: 0.0, limit: 1.0, around }
    }

    #[test]
    fn tracks_tell_what_they_show_in_numbers() {
        let mut levels = vec![0; 40];
        levels[4 * 3 + 1] = 255;
        let table = grid(&levels, around(1.0, 2.0)).table(&Terms::ENGLISH).unwrap();
        assert_eq!(table.head.len(), 1 + 8);
        let row = table.rows.iter().find(|row| row[0] == "1.30").unwrap();
        assert_eq!((row[3].as_str(), row[1].as_str()), ("0", "−80"), "{row:?}");

        let curve = CurveTrack {
            values: &[0.0, 0.25, f32::NAN],
            hop_s: 0.5,
            axis: Axis::percent("Zero crossings (%)"),
            around: around(0.0, 1.0),
        };
        let table = curve.table(&Terms::ENGLISH).unwrap();
        assert_eq!(table.head[1], "Zero crossings (%)");
        assert_eq!(table.rows[10], ["0.50", "25.0"]);
        assert_eq!(table.rows[20], ["1.00", ""], "a gap stays one");

        let mut samples = [0.25; 40];
        samples[10] = -0.5;
        let wave = wave(&samples, around(0.0, 2.0));
        let peaks = wave.table(&Terms::ENGLISH).unwrap().rows;
        assert_eq!(peaks[10], ["0.50", "50.0"]);
        let peaks = WaveTrack { first_s: 1.0, ..wave }.table(&Terms::ENGLISH).unwrap().rows;
        assert_eq!(peaks[10], ["0.50", ""], "there is nothing yet");
        assert_eq!(peaks[30], ["1.50", "50.0"]);
    }

    #[test]
    fn a_level_is_found_again_at_its_time_and_frequency() {
        let mut levels = vec![0; 40];
        levels[4 * 3 + 1] = 200;
        let grid = grid(&levels, around(0.0, 3.0));
        assert_eq!(grid.level_at(1.3, 0.3), Some(200));
        assert_eq!(grid.level_at(1.3, 0.6), Some(0));
        assert_eq!((grid.level_at(0.5, 0.3), grid.level_at(2.5, 0.3)), (None, None));
    }

    #[test]
    fn nothing_is_painted_where_nothing_was_computed() {
        let size = Size { width: 400.0, height: 200.0 };
        let grid = grid(&[255; 40], around(0.0, 3.0));
        let picture = grid.picture(size, &Theme::light(), 1.0).unwrap();
        let alpha = |at_s: f64| {
            let x = (at_s / 3.0 * f64::from(picture.width)) as usize;
            picture.rgba[4 * x + 3]
        };
        assert_eq!((alpha(0.5), alpha(1.5), alpha(2.5)), (0, 255, 0));
    }

    /// The points of a track's curve, in pixels.
    fn points(track: &impl Chart, size: (u32, u32)) -> Vec<(f64, f64)> {
        let svg = svg_with(track, size, &Theme::light(), |_| unreachable!()).unwrap();
        let (_, curve) = svg.rsplit_once("<polyline points=\"").unwrap();
        let (points, _) = curve.split_once('"').unwrap();
        let point = |point: &str| {
            let (x, y) = point.split_once(',').unwrap();
            (x.parse().unwrap(), y.parse().unwrap())
        };
        points.split(' ').map(point).collect()
    }

    #[test]
    fn values_beyond_the_edges_leave_no_spikes_there() {
        let values = [1.0, 0.0, 0.0, 0.0, 1.0];
        let wave = wave(&values, around(0.04, 0.16));
        let curve = CurveTrack {
            values: &values,
            hop_s: 0.05,
            axis: Axis::linear("", -1.0, 1.0),
            around: wave.around.clone(),
        };
        let size = Size { width: 640.0, height: 120.0 };
        for (points, frame) in [
            (points(&wave, (640, 120)), wave.frame(size)),
            (points(&curve, (640, 120)), curve.frame(size)),
        ] {
            assert_eq!(points.len(), 5);
            for ((x, y), at_s) in [(points[0], 0.04), (points[4], 0.16)] {
                assert!((x - frame.x_of(at_s)).abs() < 0.2, "{points:?}");
                assert!((y - frame.y_of(0.2)).abs() < 0.2, "{points:?}");
            }
        }
    }

    #[test]
    fn tracks_of_one_stretch_stand_one_above_the_other() {
        let size = Size { width: 640.0, height: 120.0 };
        let wave = wave(&[0.0; 100], around(0.5, 1.5));
        let curve = CurveTrack {
            values: &[0.0; 10],
            hop_s: 0.1,
            axis: Axis::linear("Energy (dB)", -60.0, 0.0),
            around: wave.around.clone(),
        };
        let (a, b) = (wave.frame(size).plot, curve.frame(size).plot);
        assert_eq!((a.left, a.width), (b.left, b.width));
        assert_eq!(wave.frame(size).x_of(1.0), a.left + a.width / 2.0);
    }
}
