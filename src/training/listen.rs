//! What a network makes of whole examples: means over their windows.

use burn::prelude::*;

use super::batch::Preparation;
use super::examples::Examples;
use super::shelf::ShelfError;
use crate::emotion::Emotion;
use crate::features::Features;
use crate::model::{Classifier, ClassifyError, Heard, Network, read};

/// Windows of one forward pass.
const WINDOWS_AT_ONCE: usize = 128;

/// Why a network cannot listen to examples.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Features cannot be read.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The device failed.
    #[error(transparent)]
    Device(#[from] ClassifyError),
}

/// Logits of each example, the mean over its windows, as the classifier would give them.
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn logits(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<[f32; Emotion::COUNT]>, ListenError> {
    let forward = |input, mask| network.forward(input, mask);
    let means = means(preparation, examples, device, forward).await?;
    Ok(means.iter().map(|row| std::array::from_fn(|i| row[i])).collect())
}

/// The embedding of each example, the mean over its windows: what the network's last layers see.
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn embeddings(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<Vec<f32>>, ListenError> {
    means(preparation, examples, device, |input, mask| network.embed(input, mask)).await
}

/// The statistics of each example, the mean over its windows; see [`Network::statistics`].
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn statistics(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<Vec<f32>>, ListenError> {
    means(preparation, examples, device, |input, mask| network.statistics(input, mask)).await
}

/// What a classifier hears in each example; its network is the one that was prepared for.
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn hear(
    classifier: &Classifier,
    preparation: &Preparation,
    examples: &Examples,
) -> Result<Vec<Heard>, ListenError> {
    let pass = |input, mask| classifier.network.statistics(input, mask);
    let mut windows = vec![Vec::new(); examples.list.len()];
    if let Some((rows, owners)) = pass_windows(preparation, examples, &classifier.device, pass)? {
        let width = rows.dims()[1];
        let values = read(rows).await?;
        let rows = values.chunks_exact(width).zip(owners);
        rows.for_each(|(row, owner)| windows[owner].push(row.to_vec()));
    }
    let untold = |windows| Heard { logits: [0.0; Emotion::COUNT], told: Vec::new(), windows };
    let untold: Vec<Heard> = windows.into_iter().map(untold).collect();
    let told = classifier.retell(&untold.iter().collect::<Vec<_>>(), &[]).await?;
    let heard = untold.into_iter().zip(told);
    Ok(heard.map(|(Heard { windows, .. }, told)| Heard { windows, ..told }).collect())
}

/// The mean over each example's windows of what a pass gives them.
async fn means(
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
    pass: impl Fn(Tensor<3>, Option<Tensor<3>>) -> Tensor<2>,
) -> Result<Vec<Vec<f32>>, ListenError> {
    let Some((rows, owners)) = pass_windows(preparation, examples, device, pass)? else {
        return Ok(Vec::new());
    };
    let width = rows.dims()[1];
    let values = read(rows).await?;
    Ok(mean_by_owner(values.chunks_exact(width), &owners, examples.list.len(), width))
}

/// What a pass gives each window, and whose it is; none without a window. Windows are cut as they
/// are needed: those of a whole corpus would take more room than its features.
fn pass_windows(
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
    pass: impl Fn(Tensor<3>, Option<Tensor<3>>) -> Tensor<2>,
) -> Result<Option<(Tensor<2>, Vec<usize>)>, ShelfError> {
    let pass = |windows: &[Features]| {
        let (input, mask) = preparation.stack(windows, device);
        pass(input, mask)
    };
    let (mut waiting, mut owners, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for (index, example) in examples.list.iter().enumerate() {
        let features = example.features.read()?;
        for window in preparation.windows(&features) {
            owners.push(index);
            waiting.push(window);
            if waiting.len() == WINDOWS_AT_ONCE {
                rows.push(pass(&waiting));
                waiting.clear();
            }
        }
    }
    if !waiting.is_empty() {
        rows.push(pass(&waiting));
    }
    Ok((!rows.is_empty()).then(|| (Tensor::cat(rows, 0), owners)))
}

/// Means of the rows that belong to the same example.
fn mean_by_owner<'a>(
    rows: impl Iterator<Item = &'a [f32]>,
    owners: &[usize],
    count: usize,
    width: usize,
) -> Vec<Vec<f32>> {
    let mut sums = vec![(vec![0.0; width], 0.0f32); count];
    for (row, &owner) in rows.zip(owners) {
        let (sum, windows) = &mut sums[owner];
        sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        *windows += 1.0;
    }
    let mean = |(sum, windows): (Vec<f32>, f32)| -> Vec<f32> {
        sum.into_iter().map(|value| value / windows.max(1.0)).collect()
    };
    sums.into_iter().map(mean).collect()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use futures::executor::block_on;

    use super::super::examples::{Example, testing};
    use super::*;
    use crate::model::{Framing, Scaler};

    const ROWS: usize = 2;

    /// So many frames of values that no other example has.
    fn example(number: usize, frames: usize) -> Example {
        let value = |i: usize| ((number * 1_000 + i) as f32 * 0.37).sin();
        let values = (0..ROWS * frames).map(value).collect();
        testing::example(Features { values, rows: ROWS, frames }, Emotion::Happy)
    }

    fn preparation() -> Preparation {
        Preparation {
            scaler: Scaler::new(vec![0.1, -0.2], vec![0.5, 2.0]),
            framing: Some(Framing { window_frames: 8, hop_frames: 3, floor_db: -60.0 }),
            rerecording: None,
            augment: None,
            mixup: 0.0,
        }
    }

    #[test]
    fn an_example_is_the_mean_of_its_windows() {
        let rows = [[1.0, 2.0], [3.0, 6.0], [5.0, 5.0]];
        let means = mean_by_owner(rows.iter().map(<[f32; 2]>::as_slice), &[0, 0, 2], 3, 2);
        assert_eq!(means, [[2.0, 4.0], [0.0, 0.0], [5.0, 5.0]]);
    }

    #[test]
    fn windows_are_the_same_wherever_a_pass_ends() {
        let (preparation, device) = (preparation(), Device::flex());
        let list: Vec<Example> = (0..120).map(|number| example(number, 5 + number % 17)).collect();
        let examples = Examples { list, corpora: Vec::new() };
        let passes = RefCell::new(Vec::new());
        let flat = |input: Tensor<3>, _| {
            passes.borrow_mut().push(input.dims()[0]);
            input.flatten::<2>(1, 2)
        };
        let together = block_on(means(&preparation, &examples, &device, flat)).unwrap();
        let passes_taken = passes.take();
        let (last, full) = passes_taken.split_last().unwrap();
        assert!(full.len() > 1 && *last < WINDOWS_AT_ONCE, "{passes_taken:?}");
        assert!(full.iter().all(|windows| *windows == WINDOWS_AT_ONCE), "{passes_taken:?}");
        for (example, together) in examples.list.iter().zip(together) {
            let alone = Examples { list: vec![example.clone()], corpora: Vec::new() };
            let alone = block_on(means(&preparation, &alone, &device, flat)).unwrap();
            assert_eq!(alone, [together]);
        }
        let none = block_on(means(&preparation, &Examples::default(), &device, flat)).unwrap();
        assert!(none.is_empty());
    }
}
