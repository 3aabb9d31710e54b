//! A file of the worker's own, for features that would fill its memory.

use std::cell::RefCell;
use std::sync::Arc;

use js_sys::{Error, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle,
};

use super::files;
use crate::training::{Shelf, ShelfError};

#[wasm_bindgen]
extern "C" {
    /// A `FileSystemFileHandle`.
    type Openable;

    /// Old browsers lack it, which must be caught and is not by the bindings that are there.
    #[wasm_bindgen(catch, method, js_name = createSyncAccessHandle)]
    fn open(this: &Openable) -> Result<Promise, JsValue>;
}

thread_local! {
    /// The worker's file: what the browser hands out belongs to one thread.
    static FILE: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// An open file, which no other worker can open meanwhile.
struct File {
    handle: FileSystemSyncAccessHandle,
    /// Bytes so far.
    end: u64,
}

/// What stands for the worker's file where any thread might take it along.
#[derive(Debug)]
struct Scratch;

/// Removes the files that earlier workers left, and opens a new one; none where the browser has no
/// such files, as in some private windows.
pub async fn open() -> Option<Arc<dyn Shelf>> {
    let folder = files::folder().await.ok()?;
    // What is left behind takes room, but is no obstacle.
    let _ = files::empty(&folder).await;
    let handle = created(&folder).await.ok()?;
    FILE.set(Some(File { handle, end: 0 }));
    Some(Arc::new(Scratch))
}

/// A file under a name that no other worker has.
async fn created(
    folder: &FileSystemDirectoryHandle,
) -> Result<FileSystemSyncAccessHandle, JsValue> {
    let name = format!("{:.0}-{:.0}", js_sys::Date::now(), 1e9 * js_sys::Math::random());
    let create = FileSystemGetFileOptions::new();
    create.set_create(true);
    let file = JsFuture::from(folder.get_file_handle_with_options(&name, &create)).await?;
    let opened = file.unchecked_into::<Openable>().open()?;
    Ok(JsFuture::from(opened).await?.unchecked_into())
}

impl Shelf for Scratch {
    fn append(&self, bytes: &[u8]) -> Result<u64, ShelfError> {
        with_file(|file| {
            let at = file.end;
            let written = file.handle.write_with_u8_array_and_options(bytes, &from(at));
            whole(written.map_err(said)?, bytes.len())?;
            file.end += bytes.len() as u64;
            Ok(at)
        })
        .map_err(|why| ShelfError(format!("the browser does not take the features: {why}")))
    }

    fn read(&self, at: u64, bytes: &mut [u8]) -> Result<(), ShelfError> {
        with_file(|file| {
            let read = file.handle.read_with_u8_array_and_options(bytes, &from(at));
            whole(read.map_err(said)?, bytes.len())
        })
        .map_err(|why| {
            let failed = "the browser does not give the features of a clip back";
            ShelfError(format!("{failed} ({why}); reload the page and take the clips up again"))
        })
    }

    fn clear(&self) {
        // Where it cannot be emptied, what comes is put behind what was there.
        let _ = with_file(|file| {
            file.handle.truncate_with_f64(0.0).map_err(said)?;
            file.end = 0;
            Ok(())
        });
    }
}

/// Does something with the file; what goes wrong is told as a part of a sentence.
fn with_file<R>(work: impl FnOnce(&mut File) -> Result<R, String>) -> Result<R, String> {
    FILE.with_borrow_mut(|file| match file {
        Some(file) => work(file),
        None => Err("its file is not open".to_owned()),
    })
}

fn from(at: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(at as f64);
    options
}

/// Whether all bytes went.
fn whole(went: f64, bytes: usize) -> Result<(), String> {
    if went == bytes as f64 { Ok(()) } else { Err(format!("expected {bytes} bytes, got {went}")) }
}

/// The browser's own words.
fn said(thrown: JsValue) -> String {
    let words = |error: Error| error.message().into();
    thrown.dyn_into().map_or_else(|thrown| format!("{thrown:?}"), words)
}
