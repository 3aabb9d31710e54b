//! What a network makes of whole examples: means over their windows.

use burn::prelude::*;

use super::batch::Preparation;
use super::examples::Examples;
use crate::emotion::Emotion;
use crate::features::Features;
use crate::model::{ClassifyError, Network, read};

/// Windows of one forward pass.
const WINDOWS_AT_ONCE: usize = 128;

/// Logits of each example, the mean over its windows, as the classifier would give them.
///
/// # Errors
/// [`ClassifyError::Device`] if the device fails.
pub async fn logits(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<[f32; Emotion::COUNT]>, ClassifyError> {
    let forward = |input, mask| network.forward(input, mask);
    let means = means(preparation, examples, device, forward).await?;
    Ok(means.iter().map(|row| std::array::from_fn(|i| row[i])).collect())
}

/// The embedding of each example, the mean over its windows: what the network's last layers see.
///
/// # Errors
/// [`ClassifyError::Device`] if the device fails.
pub async fn embeddings(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<Vec<f32>>, ClassifyError> {
    means(preparation, examples, device, |input, mask| network.embed(input, mask)).await
}

/// The statistics of each example, the mean over its windows; see [`Network::statistics`].
///
/// # Errors
/// [`ClassifyError::Device`] if the device fails.
pub async fn statistics(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<Vec<f32>>, ClassifyError> {
    means(preparation, examples, device, |input, mask| network.statistics(input, mask)).await
}

/// The mean over each example's windows of what a pass gives them.
async fn means(
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
    pass: impl Fn(Tensor<3>, Option<Tensor<3>>) -> Tensor<2>,
) -> Result<Vec<Vec<f32>>, ClassifyError> {
    let windows: Vec<(usize, Features)> = (examples.list.iter().enumerate())
        .flat_map(|(index, example)| {
            preparation.windows(&example.features).into_iter().map(move |window| (index, window))
        })
        .collect();
    if windows.is_empty() {
        return Ok(Vec::new());
    }
    let (owners, windows): (Vec<usize>, Vec<Features>) = windows.into_iter().unzip();
    let batches = windows.chunks(WINDOWS_AT_ONCE).map(|chunk| {
        let (input, mask) = preparation.stack(chunk, device);
        pass(input, mask)
    });
    let rows = Tensor::cat(batches.collect(), 0);
    let width = rows.dims()[1];
    let values = read(rows).await?;
    Ok(mean_by_owner(values.chunks_exact(width), &owners, examples.list.len(), width))
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
    use super::*;

    #[test]
    fn an_example_is_the_mean_of_its_windows() {
        let rows = [[1.0, 2.0], [3.0, 6.0], [5.0, 5.0]];
        let means = mean_by_owner(rows.iter().map(<[f32; 2]>::as_slice), &[0, 0, 2], 3, 2);
        assert_eq!(means, [[2.0, 4.0], [0.0, 0.0], [5.0, 5.0]]);
    }
}
