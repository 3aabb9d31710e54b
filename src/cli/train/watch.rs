//! What a terminal shows of a training on its way: one bar over all epochs that are left, so that
//! its time left is the training's.

use indicatif::ProgressBar;

use crate::cli::progress;
use crate::figures::{EpochRecord, History, UnjudgedEpoch};

/// A training as it is watched.
pub struct Watch {
    bar: ProgressBar,
    /// Clips of an epoch.
    clips: usize,
    /// Epochs in all.
    epochs: usize,
    /// Epochs that an earlier call went through.
    earlier: usize,
}

impl Watch {
    /// Watches the epochs that are left after those of a history, each over so many clips.
    pub fn new(clips: usize, epochs: usize, history: &History) -> Self {
        Self::of(clips, epochs, history.epochs.len(), &doing(epochs, history.epochs.last()))
    }

    /// Watches a training that nobody judges, after so many epochs.
    pub fn unjudged(clips: usize, epochs: usize, earlier: usize) -> Self {
        Self::of(clips, epochs, earlier, &format!("everyone teaches, of {epochs} epochs"))
    }

    fn of(clips: usize, epochs: usize, earlier: usize, doing: &str) -> Self {
        let left = clips * epochs.saturating_sub(earlier);
        Self { bar: progress::long_bar(doing, left), clips, epochs, earlier }
    }

    /// So many clips of the epoch after `done` ones are gone through.
    pub fn stepped(&self, done: usize, clips: usize) {
        let epochs = done.saturating_sub(self.earlier);
        self.bar.set_position((epochs * self.clips + clips) as u64);
    }

    /// Says how an epoch went.
    pub fn epoch_ended(&self, record: &EpochRecord) {
        self.bar.set_message(doing(self.epochs, Some(record)));
        self.bar.suspend(|| eprintln!("{}", line(record, self.clips)));
    }

    /// Says how an epoch went that nobody judged.
    pub fn unjudged_epoch_ended(&self, record: &UnjudgedEpoch) {
        self.bar.suspend(|| eprintln!("{}", unjudged_line(record, self.clips)));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The epoch on its way and how the one before went.
fn doing(epochs: usize, last: Option<&EpochRecord>) -> String {
    let Some(last) = last else { return format!("epoch 1/{epochs}") };
    format!(
        "epoch {}/{epochs}, loss {:.3}, UAR {:.3}, rate {:.1e}",
        (last.epoch + 1).min(epochs),
        last.training_loss,
        last.validation_uar,
        last.learning_rate
    )
}

/// How an epoch over so many clips went.
fn line(record: &EpochRecord, clips: usize) -> String {
    format!(
        "epoch {:>3}  loss {:.3}  accuracy {:.3}  |  validation loss {:.3}  accuracy {:.3}  UAR \
         {:.3}  |  rate {:.1e}  {:.0} clips/s",
        record.epoch,
        record.training_loss,
        record.training_accuracy,
        record.validation_loss,
        record.validation_accuracy,
        record.validation_uar,
        record.learning_rate,
        clips as f64 / record.seconds
    )
}

/// How an epoch over so many clips went that nobody judged.
fn unjudged_line(record: &UnjudgedEpoch, clips: usize) -> String {
    format!(
        "epoch {:>3}  loss {:.3}  accuracy {:.3}  |  everyone teaches  |  rate {:.1e}  {:.0} \
         clips/s",
        record.epoch,
        record.training_loss,
        record.training_accuracy,
        record.learning_rate,
        clips as f64 / record.seconds
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(epoch: usize) -> EpochRecord {
        EpochRecord {
            epoch,
            learning_rate: 4e-3,
            training_loss: 1.25,
            training_accuracy: 0.5,
            validation_loss: 1.5,
            validation_accuracy: 0.25,
            validation_uar: 0.375,
            seconds: 2.0,
        }
    }

    #[test]
    fn the_bar_spans_all_epochs_that_are_left() {
        let watch = Watch::new(100, 60, &History::default());
        assert_eq!((watch.bar.length(), watch.bar.position()), (Some(6_000), 0));
        assert_eq!(watch.bar.message(), "epoch 1/60");
        watch.stepped(0, 64);
        assert_eq!(watch.bar.position(), 64);
        watch.stepped(2, 100);
        assert_eq!(watch.bar.position(), 300);
    }

    #[test]
    fn a_training_that_goes_on_counts_from_where_it_was() {
        let history = History { epochs: (1..=40).map(record).collect() };
        let watch = Watch::new(100, 60, &history);
        assert_eq!(watch.bar.length(), Some(2_000));
        assert_eq!(watch.bar.message(), "epoch 41/60, loss 1.250, UAR 0.375, rate 4.0e-3");
        watch.stepped(41, 50);
        assert_eq!(watch.bar.position(), 150);
        watch.epoch_ended(&record(60));
        assert!(watch.bar.message().starts_with("epoch 60/60, "), "{}", watch.bar.message());
    }

    #[test]
    fn an_epoch_is_told_in_a_line() {
        let told = "epoch   7  loss 1.250  accuracy 0.500  |  validation loss 1.500  accuracy \
                    0.250  UAR 0.375  |  rate 4.0e-3  50 clips/s";
        assert_eq!(line(&record(7), 100), told);
        let unjudged = UnjudgedEpoch {
            epoch: 7,
            learning_rate: 4e-3,
            training_loss: 1.25,
            training_accuracy: 0.5,
            seconds: 2.0,
        };
        let told = "epoch   7  loss 1.250  accuracy 0.500  |  everyone teaches  |  rate 4.0e-3  50 \
                    clips/s";
        assert_eq!(unjudged_line(&unjudged, 100), told);
    }
}
