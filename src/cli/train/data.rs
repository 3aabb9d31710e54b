//! Reading clips, and what a speech encoder tells of them.

use std::fs;
use std::sync::Arc;

use rayon::prelude::*;

use crate::audio::{self, Waveform};
use crate::cli::rerecorded::rerecorded;
use crate::cli::{Failure, While, interrupt, progress};
use crate::corpus::Clip;
use crate::features::{FeatureSpec, Features};
use crate::laboratory::Heard;
use crate::model::Framing;
use crate::training::{Components, Sound};

/// Reads the features of clips on all cores, levelled where there is a framing; behind the rows of
/// each follow those of so many copies, re-recorded.
///
/// # Errors
/// If a clip that could be read when the corpus was scanned no longer can, and
/// [`Failure::Interrupted`] if it was stopped.
pub fn read(
    clips: &[Clip],
    features: &FeatureSpec,
    framing: Option<Framing>,
    copies: u64,
    seed: u64,
) -> Result<Vec<Heard>, Failure> {
    on_all_cores("features", clips, interrupt::requested, |clip: &Clip| {
        let name = || named(clip);
        let sound = decoded(clip)?;
        let hear = |sound: &_| Heard::of(sound, features, framing, seed).during(name);
        let mut heard = hear(&sound)?;
        for copy in 0..copies {
            heard.rows.extend(hear(&rerecorded(clip, &sound, copy).during(name)?)?.rows);
        }
        Ok(heard)
    })
}

/// The sounds of clips at this rate, each with how it was heard, to be heard anew: 64 kB a second
/// at 16 kHz.
///
/// # Errors
/// As [`read`].
pub fn sounds(clips: &[Clip], rate_hz: u32, heard: &[Heard]) -> Result<Vec<Sound>, Failure> {
    let sounds = on_all_cores("sounds", clips, interrupt::requested, |clip: &Clip| {
        let sound = audio::resample(&decoded(clip)?, rate_hz).during(|| named(clip))?;
        Ok(Arc::new(sound))
    })?;
    let with = |(waveform, heard): (_, &Heard)| Sound { waveform, skipped: heard.skipped };
    Ok(sounds.into_iter().zip(heard).map(with).collect())
}

fn decoded(clip: &Clip) -> Result<Waveform, Failure> {
    let name = || named(clip);
    audio::decode(&fs::read(&clip.path).during(name)?).during(name)
}

/// What could not be done if a clip is at fault.
fn named(clip: &Clip) -> String {
    format!("cannot use {}", clip.path.display())
}

/// Makes something of each clip on all cores, in the order of the clips, under a bar that says what
/// is being done.
///
/// # Errors
/// The first of the work, and [`Failure::Interrupted`] as soon as someone asks to stop.
pub fn on_all_cores<T: Sync, R: Send>(
    doing: &str,
    clips: &[T],
    is_stopped: impl Fn() -> bool + Sync,
    work: impl Fn(&T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let bar = progress::bar(doing, clips.len(), "clips");
    let work = |clip: &T| {
        if is_stopped() {
            return Err(interrupt::stopped());
        }
        let made = work(clip)?;
        bar.inc(1);
        Ok(made)
    };
    let made = clips.par_iter().map(work).collect();
    bar.finish_and_clear();
    made
}

/// Tokens that are heard together: a step of the network spans as many.
const TOKENS_A_HINT: usize = 4;

/// The principal components of tokens, each the mean of a few around it.
pub fn smoothed_components(tokens: &Features, components: &Components) -> Features {
    let columns: Vec<Vec<f32>> = (0..tokens.frames)
        .map(|frame| components.of(&tokens.column(frame).collect::<Vec<f32>>()))
        .collect();
    let mean = |row: usize, frame: usize| {
        let from = frame.saturating_sub(TOKENS_A_HINT / 2);
        let to = (frame + TOKENS_A_HINT / 2).min(columns.len());
        columns[from..to].iter().map(|column| column[row]).sum::<f32>() / (to - from) as f32
    };
    let rows = components.count();
    let values = (0..rows).flat_map(|row| (0..tokens.frames).map(move |frame| (row, frame)));
    let values = values.map(|(row, frame)| mean(row, frame)).collect();
    Features { values, rows, frames: tokens.frames }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn all_clips_are_gone_through_in_their_order() {
        let clips: Vec<usize> = (0..1_000).collect();
        let made = on_all_cores("counting", &clips, || false, |clip| Ok(2 * clip)).unwrap();
        assert_eq!(made, (0..1_000).map(|clip| 2 * clip).collect::<Vec<_>>());
    }

    #[test]
    fn whoever_asks_to_stop_does_not_wait_for_the_last_clip() {
        let done = AtomicUsize::new(0);
        let made = on_all_cores(
            "counting",
            &[(); 1_000],
            || done.load(Ordering::SeqCst) >= 3,
            |()| {
                done.fetch_add(1, Ordering::SeqCst);
                Ok(())
            },
        );
        let sentence = "stopped; give the same command again to go on".to_owned();
        assert_eq!(made, Err(Failure::Interrupted(sentence)));
        let done = done.into_inner();
        assert!(done < 1_000, "{done} of 1000 clips were read");
    }
}
