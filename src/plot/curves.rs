//! Learning curves: how a training went, epoch by epoch.

use plotters::prelude::DrawingBackend;

use super::axis::Axis;
use super::table::written;
use super::{Axes, Chart, Frame, Key, PlotError, Rect, Sheet, Size, Table, Terms, Theme};
use crate::emotion::Rgb;

/// Widths of the two curves in pixels: they are told apart without their colours, too.
const TRAINING: f64 = 1.0;
const VALIDATION: f64 = 3.0;
const TITLE_HEIGHT: f64 = 28.0;
/// Wider than this, the two panels stand side by side.
const SIDE_BY_SIDE: f64 = 640.0;

/// Loss and accuracy of training and validation, one value an epoch, the first of epoch 1.
///
/// Values that are not finite leave a gap; the slices may differ in length.
#[derive(Debug, Clone, Default)]
pub struct LearningCurves<'a> {
    /// A title; empty for none.
    pub title: String,
    /// Loss over the training part.
    pub training_loss: &'a [f32],
    /// Loss over the validation part.
    pub validation_loss: &'a [f32],
    /// Accuracy over the training part, 0 to 1.
    pub training_accuracy: &'a [f32],
    /// Accuracy over the validation part, 0 to 1.
    pub validation_accuracy: &'a [f32],
    /// What "accuracy" is: "Unweighted average recall (%)", say.
    pub accuracy_label: String,
    /// The epoch, counted from 1, whose weights were kept; marked on the validation curves.
    pub best_epoch: Option<usize>,
}

/// One of the two charts, with its curves.
struct Panel<'a> {
    frame: Frame,
    training: &'a [f32],
    validation: &'a [f32],
}

impl LearningCurves<'_> {
    fn panels(&self, size: Size, theme: &Theme) -> [Panel<'_>; 2] {
        let [left, right] = self.spaces(size);
        let loss = self.training_loss.iter().chain(self.validation_loss);
        let highest = loss.copied().filter(|l| l.is_finite()).fold(0.0, f32::max);
        let loss = Axis::linear(theme.terms.loss, 0.0, 1.05 * f64::from(highest));
        let accuracy = Axis::percent(&self.accuracy_label);
        [
            Panel {
                frame: self.axes(loss, theme).frame_in(left),
                training: self.training_loss,
                validation: self.validation_loss,
            },
            Panel {
                frame: self.axes(accuracy, theme).frame_in(right),
                training: self.training_accuracy,
                validation: self.validation_accuracy,
            },
        ]
    }

    fn spaces(&self, size: Size) -> [Rect; 2] {
        let top = if self.title.is_empty() { 0.0 } else { TITLE_HEIGHT };
        let (width, height) = (size.width, size.height - top);
        let all = Rect { left: 0.0, top, width, height };
        if width >= SIDE_BY_SIDE {
            let half = Rect { width: width / 2.0, ..all };
            [half, Rect { left: half.right(), ..half }]
        } else {
            let half = Rect { height: height / 2.0, ..all };
            [half, Rect { top: half.bottom(), ..half }]
        }
    }

    fn axes(&self, y: Axis, theme: &Theme) -> Axes {
        let key = Key::Curves(vec![
            (theme.terms.training.to_owned(), theme.faint, TRAINING),
            (theme.terms.validation.to_owned(), theme.second, VALIDATION),
        ]);
        let epochs = Axis::count(theme.terms.epoch, self.epochs());
        Axes { key, ..Axes::new(epochs, y) }.spoken(&theme.terms)
    }

    fn epochs(&self) -> usize {
        [self.training_loss, self.validation_loss, self.training_accuracy, self.validation_accuracy]
            .map(<[f32]>::len)
            .into_iter()
            .fold(2, usize::max)
    }
}

impl Panel<'_> {
    fn draw<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        best: Option<usize>,
    ) -> Result<(), PlotError> {
        self.frame.draw_grid(sheet)?;
        self.draw_curve(sheet, self.training, TRAINING, sheet.theme().faint)?;
        self.draw_curve(sheet, self.validation, VALIDATION, sheet.theme().second)?;
        let kept =
            best.and_then(|epoch| Some((epoch, *self.validation.get(epoch.checked_sub(1)?)?)));
        if let Some((epoch, value)) = kept.filter(|(_, value)| value.is_finite()) {
            sheet.dot(self.point(epoch, value), 5.5, sheet.theme().second)?;
        }
        self.frame.draw(sheet)
    }

    fn point(&self, epoch: usize, value: f32) -> (f64, f64) {
        (self.frame.x_of(epoch as f64), self.frame.y_of(f64::from(value)))
    }

    fn draw_curve<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        values: &[f32],
        width: f64,
        colour: Rgb,
    ) -> Result<(), PlotError> {
        let epochs: Vec<(usize, f32)> = (1..).zip(values.iter().copied()).collect();
        epochs.split(|(_, value)| !value.is_finite()).try_for_each(|run| match run {
            [(epoch, value)] => sheet.dot(self.point(*epoch, *value), width, colour),
            _ => sheet.line(run.iter().map(|(e, v)| self.point(*e, *v)), width, colour),
        })
    }
}

impl Chart for LearningCurves<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn table(&self, terms: &Terms) -> Option<Table> {
        let of = |what: &str, part: &str| format!("{what}, {part}");
        let (loss, right) = (terms.loss, self.accuracy_label.as_str());
        let head = vec![
            terms.epoch.to_owned(),
            of(loss, terms.training),
            of(loss, terms.validation),
            of(right, terms.training),
            of(right, terms.validation),
        ];
        let columns = [
            (self.training_loss, 1.0, 0.001),
            (self.validation_loss, 1.0, 0.001),
            (self.training_accuracy, 100.0, 0.1),
            (self.validation_accuracy, 100.0, 0.1),
        ];
        let epochs = columns.iter().map(|(values, ..)| values.len()).max().unwrap_or(0);
        let cell = |epoch: usize, (values, factor, step): (&[f32], f64, f64)| {
            let value = values.get(epoch).filter(|value| value.is_finite());
            value.map_or_else(String::new, |v| written(factor * f64::from(*v), step, terms))
        };
        let row = |epoch: usize| {
            let cells = columns.into_iter().map(|column| cell(epoch, column));
            std::iter::once((epoch + 1).to_string()).chain(cells).collect()
        };
        Some(Table { head, rows: (0..epochs).map(row).collect() })
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        super::frame::draw_title(sheet, &self.title)?;
        self.panels(sheet.size(), sheet.theme())
            .iter()
            .try_for_each(|panel| panel.draw(sheet, self.best_epoch))
    }
}
