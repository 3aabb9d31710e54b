//! The folders and tables that most commands take.

use std::path::PathBuf;

use super::{Failure, progress};
use crate::corpus::Catalogue;
use crate::corpus::scan::{Progress, scan};

/// Where clips come from.
#[derive(Debug, Clone, clap::Args)]
pub struct Sources {
    /// Folders that hold RAVDESS, CREMA-D, TESS or SAVEE at any depth, folders whose sub-folders
    /// are named after emotions, or CSV tables with the columns path, emotion and, if known,
    /// speaker
    #[arg(required = true, value_name = "DIR")]
    pub sources: Vec<PathBuf>,
}

impl Sources {
    /// Scans them with a progress bar.
    ///
    /// # Errors
    /// A sentence when a source cannot be read.
    pub fn scan(&self) -> Result<Catalogue, Failure> {
        let bar = progress::bar("listening", 0, "clips");
        let catalogue = scan(&self.sources, |Progress { done, total }| {
            if done == 0 {
                bar.set_length(total as u64);
            } else {
                bar.inc(1);
            }
        });
        bar.finish_and_clear();
        Ok(catalogue?)
    }

    /// Scans them as [`Self::scan`] does, for commands that need clips.
    ///
    /// # Errors
    /// Also when not one clip can be used.
    pub fn scan_clips(&self) -> Result<Catalogue, Failure> {
        let catalogue = self.scan()?;
        if catalogue.clips.is_empty() {
            return Err(self.no_clips(&catalogue));
        }
        Ok(catalogue)
    }

    /// That not one clip can be used.
    pub fn no_clips(&self, catalogue: &Catalogue) -> Failure {
        let sources: Vec<String> =
            self.sources.iter().map(|source| source.display().to_string()).collect();
        let left_out = match catalogue.left_out.as_slice() {
            [] => String::new(),
            [first, ..] => format!(
                "; {} files were left out, the first of them {}: {}",
                catalogue.left_out.len(),
                first.path.display(),
                first.reason
            ),
        };
        Failure::new(format!(
            "expected clips of RAVDESS, CREMA-D, TESS or SAVEE, folders named after emotions or a \
             table, found no clip in {}{left_out}",
            sources.join(", ")
        ))
    }
}
