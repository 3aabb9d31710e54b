//! The laboratory of the page with the features of its clips outside memory, as a worker keeps them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use overtone::laboratory::Preset;
use overtone::laboratory::protocol::{Reply, Request};
use overtone::training::{Shelf, ShelfError};

use crate::laboratory::{Made, Visit, alone, clips, settings, train};

/// A shelf that is lost after so many reads.
#[derive(Debug)]
struct Board {
    bytes: Mutex<Vec<u8>>,
    reads_left: AtomicUsize,
}

impl Board {
    fn new() -> Arc<Self> {
        Arc::new(Self { bytes: Mutex::default(), reads_left: AtomicUsize::new(usize::MAX) })
    }

    fn len(&self) -> usize {
        self.bytes.lock().unwrap().len()
    }

    fn lasts(&self, reads: usize) {
        self.reads_left.store(reads, Ordering::Relaxed);
    }
}

impl Shelf for Board {
    fn append(&self, bytes: &[u8]) -> Result<u64, ShelfError> {
        let mut all = self.bytes.lock().unwrap();
        let at = all.len() as u64;
        all.extend_from_slice(bytes);
        Ok(at)
    }

    fn read(&self, at: u64, bytes: &mut [u8]) -> Result<(), ShelfError> {
        let one_less = |reads: usize| reads.checked_sub(1);
        self.reads_left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .map_err(|_| ShelfError("the features of a clip are gone".to_owned()))?;
        bytes.copy_from_slice(&self.bytes.lock().unwrap()[at as usize..][..bytes.len()]);
        Ok(())
    }

    fn clear(&self) {
        self.bytes.lock().unwrap().clear();
    }
}

#[test]
fn a_training_from_a_shelf_is_that_from_memory() {
    let _turn = alone();
    for (preset, epochs) in [(Preset::Seed, 3), (Preset::Overtone, 1)] {
        let made = |shelf: Option<Arc<dyn Shelf>>| {
            let mut visit = Visit::with_shelf(preset, shelf);
            let kept = visit.hear(&clips());
            let table = visit.ask(Request::Tabulate { job: 4 });
            let made = Made::of(visit.ask(train(settings(preset, epochs), None)));
            (kept, table, made.history, made.model)
        };
        let board = Board::new();
        let (shelved, in_memory) = (made(Some(board.clone())), made(None));
        assert!(board.len() > 0);
        assert!(shelved.0 == in_memory.0, "{preset:?}: what the page keeps");
        assert!(shelved.1 == in_memory.1, "{preset:?}: the table of features");
        assert_eq!(shelved.2, in_memory.2, "{preset:?}: the epochs");
        assert!(shelved.3 == in_memory.3, "{preset:?}: the model");
    }
}

#[test]
fn a_shelf_is_emptied_when_clips_are_to_be_measured_anew() {
    let board = Board::new();
    let mut visit = Visit::with_shelf(Preset::Seed, Some(board.clone()));
    let two = &clips()[..2];
    visit.hear(two);
    // Three rows a clip, of 162 values in four bytes each.
    assert_eq!(board.len(), 2 * 3 * 162 * 4);
    visit.hear(two);
    assert_eq!(board.len(), 2 * 3 * 162 * 4, "what is heard again is there already");
    visit.open(Preset::Seed);
    assert_eq!(board.len(), 0);
}

#[test]
fn features_that_are_lost_get_a_sentence_wherever_a_training_is() {
    let _turn = alone();
    let board = Board::new();
    let mut visit = Visit::with_shelf(Preset::Seed, Some(board.clone()));
    visit.hear(&clips());
    let sentence = "The features of a clip are gone.".to_owned();
    let failed = |job| Some(Reply::Failed { job: Some(job), sentence: sentence.clone() });
    // While the scale is fitted, in the first epoch, and where validation clips are judged after it.
    for reads in [1, 100, 150] {
        board.lasts(reads);
        let mut replies = visit.ask(train(settings(Preset::Seed, 1), None));
        assert_eq!(replies.pop(), failed(2), "{reads} reads");
        assert!(!replies.iter().any(|reply| matches!(reply, Reply::Epoch { .. })), "{reads} reads");
    }
    board.lasts(1);
    assert_eq!(visit.ask(Request::Tabulate { job: 4 }).pop(), failed(4));
    board.lasts(usize::MAX);
    Made::of(visit.ask(train(settings(Preset::Seed, 1), None)));
}
