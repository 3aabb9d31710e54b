//! The folder in which the laboratories' workers keep features: in the Origin Private File System,
//! where only this site sees it.

use js_sys::{IteratorNext, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FileSystemDirectoryHandle, FileSystemGetDirectoryOptions};

const FOLDER: &str = "overtone.laboratory";

#[wasm_bindgen]
extern "C" {
    /// The root of what this site may keep in files. Old browsers lack it, which must be caught and
    /// is not by the bindings that are there.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = getDirectory)]
    fn root() -> Result<Promise, JsValue>;
}

/// The folder; the first time, it is made.
///
/// # Errors
/// What the browser throws that has no such files.
pub async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let root: FileSystemDirectoryHandle = JsFuture::from(root()?).await?.unchecked_into();
    let create = FileSystemGetDirectoryOptions::new();
    create.set_create(true);
    let folder = root.get_directory_handle_with_options(FOLDER, &create);
    Ok(JsFuture::from(folder).await?.unchecked_into())
}

/// Removes all files that no worker has open; returns how many stay because one has.
///
/// # Errors
/// What the browser throws that does not list them.
pub async fn empty(folder: &FileSystemDirectoryHandle) -> Result<usize, JsValue> {
    let mut locked = 0;
    for name in names(folder).await? {
        locked += usize::from(JsFuture::from(folder.remove_entry(&name)).await.is_err());
    }
    Ok(locked)
}

async fn names(folder: &FileSystemDirectoryHandle) -> Result<Vec<String>, JsValue> {
    let steps = folder.keys();
    let mut names = Vec::new();
    loop {
        let step: IteratorNext = JsFuture::from(steps.next()?).await?.unchecked_into();
        let Some(name) = step.value().as_string() else { return Ok(names) };
        names.push(name);
    }
}
