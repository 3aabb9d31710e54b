//! The reliability diagram: whether "80 % sure" is right eight times in ten.

use plotters::prelude::DrawingBackend;

use super::axis::Axis;
use super::table::percent;
use super::{Axes, Chart, Frame, Key, PlotError, Rect, Sheet, Size, Table, Terms, Theme};

const LINE: f64 = 1.5;
const LEAST_STRIP: f64 = 124.0;

/// Answers whose confidence fell into one range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidenceBin {
    /// Where the range begins, 0 to 1.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Mean confidence of the answers, 0 to 1.
    pub confidence: f64,
    /// Share of right ones, 0 to 1.
    pub accuracy: f64,
    /// How many answers.
    pub count: u64,
}

/// Accuracy over confidence (Guo et al., *On calibration of modern neural networks*, 2017), with
/// the number of answers below.
#[derive(Debug, Clone)]
pub struct Reliability<'a> {
    /// A title; empty for none.
    pub title: String,
    /// The bins, in any order; empty ones draw nothing.
    pub bins: &'a [ConfidenceBin],
}

impl Reliability<'_> {
    fn frames(&self, size: Size, theme: &Theme) -> [Frame; 2] {
        let strip = (0.28 * size.height).max(LEAST_STRIP).min(size.height / 2.0);
        let upper = Rect { left: 0.0, top: 0.0, width: size.width, height: size.height - strip };
        let lower = Rect { top: upper.height, height: strip, ..upper };
        let most = self.bins.iter().map(|bin| bin.count).max().unwrap_or(0);
        let terms = &theme.terms;
        let error = format!("ECE {:.1} %", 100.0 * self.calibration_error());
        let key = Key::Curves(vec![(
            error.replace('.', terms.mark.encode_utf8(&mut [0; 4])),
            theme.second,
            2.0 * LINE,
        )]);
        let confidence = Axis::percent(terms.confidence);
        let accuracy = Axis::percent(terms.accuracy);
        let answers = Axis::linear(terms.answers, 0.0, most as f64);
        let answers = Axes::new(confidence.clone(), answers).frame_in(lower);
        // Both stand on the same gutter, the wider of the two.
        let axes =
            Axes { title: self.title.clone(), key, ..Axes::new(confidence.bare(), accuracy) };
        let gutter = answers.plot.left.max(axes.clone().frame_in(upper).plot.left);
        let aligned = |frame: &Frame| Axes { gutter: Some(gutter), ..frame.axes().clone() };
        [Axes { gutter: Some(gutter), ..axes }.frame_in(upper), aligned(&answers).frame_in(lower)]
    }

    /// The expected calibration error, 0 to 1: mean distance of accuracy and confidence, each bin
    /// weighted by its answers.
    pub fn calibration_error(&self) -> f64 {
        let answers: u64 = self.bins.iter().map(|bin| bin.count).sum();
        let distance = |bin: &ConfidenceBin| {
            if bin.count == 0 {
                0.0
            } else {
                bin.count as f64 * (bin.accuracy - bin.confidence).abs()
            }
        };
        self.bins.iter().map(distance).sum::<f64>() / answers.max(1) as f64
    }

    fn draw_bars<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        frame: &Frame,
        height: impl Fn(&ConfidenceBin) -> f64,
    ) -> Result<(), PlotError> {
        for bin in self.bins.iter().filter(|bin| bin.count > 0) {
            let (left, top) = (frame.x_of(bin.from) + 0.5, frame.y_of(height(bin)));
            let (right, bottom) = (frame.x_of(bin.to) - 0.5, frame.plot.bottom());
            let bar = Rect { left, top, width: right - left, height: bottom - top };
            sheet.rect(bar, sheet.theme().faint)?;
        }
        Ok(())
    }

    /// The gap between what was claimed and what was right, from the bars to the diagonal.
    fn draw_gaps<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        frame: &Frame,
    ) -> Result<(), PlotError> {
        for bin in self.bins.iter().filter(|bin| bin.count > 0) {
            let x = frame.x_of(bin.confidence);
            let ends = [(x, frame.y_of(bin.accuracy)), (x, frame.y_of(bin.confidence))];
            sheet.line(ends, 2.0 * LINE, sheet.theme().second)?;
        }
        Ok(())
    }
}

impl Chart for Reliability<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn table(&self, terms: &Terms) -> Option<Table> {
        let filled = self.bins.iter().filter(|bin| bin.count > 0);
        let row = |bin: &ConfidenceBin| {
            vec![percent(bin.confidence), percent(bin.accuracy), bin.count.to_string()]
        };
        Some(Table {
            head: [terms.confidence, terms.accuracy, terms.answers].map(str::to_owned).into(),
            rows: filled.map(row).collect(),
        })
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let [upper, lower] = self.frames(sheet.size(), sheet.theme());
        upper.draw_grid(sheet)?;
        self.draw_bars(sheet, &upper, |bin| bin.accuracy)?;
        let diagonal = [0.0, 1.0].map(|share| (upper.x_of(share), upper.y_of(share)));
        sheet.line(diagonal, LINE, sheet.theme().ink)?;
        self.draw_gaps(sheet, &upper)?;
        upper.draw(sheet)?;
        lower.draw_grid(sheet)?;
        self.draw_bars(sheet, &lower, |bin| bin.count as f64)?;
        lower.draw(sheet)
    }
}
