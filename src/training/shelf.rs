//! Features where they wait for the next step: in memory, or on a shelf outside it.

use std::fmt::Debug;
use std::sync::Arc;

use crate::features::Features;

/// Room for bytes outside memory, from which they are read again at once.
pub trait Shelf: Debug + Send + Sync {
    /// Puts bytes behind all others; returns where they begin.
    ///
    /// # Errors
    /// [`ShelfError`] if there is no room for all of them.
    fn append(&self, bytes: &[u8]) -> Result<u64, ShelfError>;

    /// Fills `bytes` with those that begin there.
    ///
    /// # Errors
    /// [`ShelfError`] if they are not all to be had.
    fn read(&self, at: u64, bytes: &mut [u8]) -> Result<(), ShelfError>;

    /// Forgets all bytes: nothing that was put there may be read any more.
    fn clear(&self);
}

/// Why a shelf does not take bytes or give them back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ShelfError(
    /// Why, as a sentence without its full stop.
    pub String,
);

/// Features, wherever they lie.
#[derive(Debug, Clone)]
pub enum Stored {
    /// In memory.
    Here(Arc<Features>),
    /// On a shelf.
    There(Shelved),
}

/// Where features lie on a shelf: their values, as memory has them.
#[derive(Debug, Clone)]
pub struct Shelved {
    shelf: Arc<dyn Shelf>,
    at: u64,
    rows: usize,
    frames: usize,
}

impl Stored {
    /// Puts features on a shelf; where it does not take them, they stay in memory.
    pub fn on(shelf: &Arc<dyn Shelf>, features: Features) -> Self {
        let Features { values, rows, frames } = &features;
        match shelf.append(bytemuck::cast_slice(values)) {
            Ok(at) => {
                let (shelf, rows, frames) = (Arc::clone(shelf), *rows, *frames);
                Self::There(Shelved { shelf, at, rows, frames })
            }
            Err(_) => features.into(),
        }
    }

    /// The features, read anew from where they lie.
    ///
    /// # Errors
    /// [`ShelfError`] if their shelf does not give them back.
    pub fn read(&self) -> Result<Arc<Features>, ShelfError> {
        match self {
            Self::Here(features) => Ok(Arc::clone(features)),
            Self::There(Shelved { shelf, at, rows, frames }) => {
                let (rows, frames) = (*rows, *frames);
                let mut values = vec![0.0f32; rows * frames];
                shelf.read(*at, bytemuck::cast_slice_mut(&mut values))?;
                Ok(Arc::new(Features { values, rows, frames }))
            }
        }
    }
}

impl From<Features> for Stored {
    fn from(features: Features) -> Self {
        Self::Here(Arc::new(features))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// A shelf of so many bytes, which may be damaged.
    #[derive(Debug)]
    struct Board {
        room: usize,
        bytes: Mutex<Vec<u8>>,
        is_damaged: AtomicBool,
    }

    impl Board {
        fn of(room: usize) -> Arc<Self> {
            let (bytes, is_damaged) = (Mutex::default(), AtomicBool::new(false));
            Arc::new(Self { room, bytes, is_damaged })
        }
    }

    impl Shelf for Board {
        fn append(&self, bytes: &[u8]) -> Result<u64, ShelfError> {
            let mut all = self.bytes.lock().unwrap();
            if all.len() + bytes.len() > self.room {
                return Err(ShelfError("the shelf is full".to_owned()));
            }
            let at = all.len() as u64;
            all.extend_from_slice(bytes);
            Ok(at)
        }

        fn read(&self, at: u64, bytes: &mut [u8]) -> Result<(), ShelfError> {
            if self.is_damaged.load(Ordering::Relaxed) {
                return Err(ShelfError("the shelf is damaged".to_owned()));
            }
            bytes.copy_from_slice(&self.bytes.lock().unwrap()[at as usize..][..bytes.len()]);
            Ok(())
        }

        fn clear(&self) {
            self.bytes.lock().unwrap().clear();
        }
    }

    fn features(first: f32) -> Features {
        Features { values: vec![first, -0.0, f32::MIN_POSITIVE, 1e30], rows: 2, frames: 2 }
    }

    #[test]
    fn features_come_back_from_a_shelf_as_they_went_there() {
        let shelf: Arc<dyn Shelf> = Board::of(32);
        let stored = [0.1, 0.2].map(|first| Stored::on(&shelf, features(first)));
        assert!(stored.iter().all(|stored| matches!(stored, Stored::There(_))));
        for (stored, first) in stored.iter().zip([0.1, 0.2]) {
            let (back, went) = (stored.read().unwrap(), features(first));
            assert_eq!((back.rows, back.frames), (went.rows, went.frames));
            let bits = |features: &Features| -> Vec<u32> {
                features.values.iter().map(|value| value.to_bits()).collect()
            };
            assert_eq!(bits(&back), bits(&went));
        }
    }

    #[test]
    fn features_for_which_a_shelf_has_no_room_stay_in_memory() {
        let board = Board::of(16);
        let shelf: Arc<dyn Shelf> = board.clone();
        let stored = [0.1, 0.2].map(|first| Stored::on(&shelf, features(first)));
        assert!(matches!(stored, [Stored::There(_), Stored::Here(_)]));
        board.is_damaged.store(true, Ordering::Relaxed);
        assert_eq!(stored[0].read(), Err(ShelfError("the shelf is damaged".to_owned())));
        assert_eq!(*stored[1].read().unwrap(), features(0.2));
    }
}
