//! Files and folders that a visitor brings. Only their paths are read at first; each gives its
//! bytes when its turn comes, so that a corpus never lies in memory whole.

use std::future::ready;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer, File, ReadableStream, Response};

use super::browser::{ask, property, words_of};
use super::voice::may_be_taken;
use super::words::Words;
use super::zipped::{self, Entry, FIRST_END_BYTES, HEADER_BYTES, Unlisted};

/// A file that is read when its turn comes.
#[derive(Clone)]
pub enum Source {
    /// Of an input.
    File(File),
    /// Of a folder that was opened (File System API): a `FileSystemFileHandle`.
    Handle(JsValue),
    /// Of a folder that was dropped (File and Directory Entries API): a `FileSystemFileEntry`.
    Dropped(JsValue),
    /// In a zip.
    Packed(Rc<File>, Entry),
}

/// Why a file gives no bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is not where it was when it was brought.
    Gone,
    /// The browser's own words.
    Said(String),
}

impl Unread {
    /// Why, as a part of a sentence.
    pub fn said(self, words: &Words) -> String {
        match self {
            Self::Gone => words.laboratory.clips.reasons.gone[1].to_owned(),
            Self::Said(why) => why,
        }
    }
}

impl From<String> for Unread {
    fn from(why: String) -> Self {
        Self::Said(why)
    }
}

/// The files that a walk found, each with its path from the folder that was given.
pub type Found = Vec<(String, Source)>;

/// A walk through what was brought, which fails with the browser's own words for what cannot be read.
/// All are of one type, so that the page carries what comes after them once.
pub type Walk = Pin<Box<dyn Future<Output = Result<Found, String>>>>;

impl Source {
    /// Reads the file.
    ///
    /// # Errors
    /// [`Unread`].
    pub async fn bytes(&self) -> Result<Vec<u8>, Unread> {
        match self {
            Self::Packed(archive, entry) => unpacked(archive, entry).await,
            _ => Ok(bytes_of(self.file().await?.as_ref()).await?),
        }
    }

    /// Whether it is compressed in a zip: to be read only where the browser [`unpacks`].
    pub const fn is_compressed(&self) -> bool {
        matches!(self, Self::Packed(_, Entry { deflated: true, .. }))
    }

    /// Its size in bytes.
    ///
    /// # Errors
    /// The browser's own words.
    pub async fn size(&self) -> Result<u64, String> {
        match self {
            Self::Packed(_, entry) => Ok(entry.bytes),
            _ => Ok(self.file().await?.size() as u64),
        }
    }

    async fn file(&self) -> Result<File, String> {
        let file = match self {
            Self::File(file) => return Ok(file.clone()),
            Self::Packed(archive, _) => return Ok(archive.as_ref().clone()),
            Self::Handle(handle) => call(handle, "getFile", &Array::new()).await?,
            Self::Dropped(entry) => called_back(entry, "file").await?,
        };
        file.dyn_into().map_err(|other| words_of(&other))
    }
}

/// The files of an input: a folder's have the path from it, others their name alone.
pub fn of_input(files: Vec<File>) -> Walk {
    let found = |file: File| {
        let path = property(&file, "webkitRelativePath").and_then(|path| path.as_string());
        let path = path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name());
        (path, Source::File(file))
    };
    Box::pin(ready(Ok(files.into_iter().map(found).collect())))
}

/// The files of what was dropped, and of the folders among it.
pub fn of_drop(transfer: &DataTransfer) -> Walk {
    // To be asked at once: a browser forgets it when the event is over.
    let items = property(transfer, "items").map(|items| Array::from(&items)).unwrap_or_default();
    let (mut entries, mut found) = (Vec::new(), Found::new());
    for item in items.iter() {
        let get = |method: &str| {
            let method: Function = property(&item, method)?.dyn_into().ok()?;
            method.call0(&item).ok().filter(|got| !got.is_null())
        };
        if let Some(entry) = get("webkitGetAsEntry") {
            entries.push(entry);
        } else if let Some(Ok(file)) = get("getAsFile").map(|file| file.dyn_into::<File>()) {
            // Of no file system: another page made it.
            found.push((file.name(), Source::File(file)));
        }
    }
    Box::pin(walked(entries, found))
}

/// The files found so far, then those among `FileSystemEntry`s and of the folders among them, in the
/// browser's order.
async fn walked(entries: Vec<JsValue>, mut found: Found) -> Result<Found, String> {
    let mut waiting: Vec<JsValue> = entries.into_iter().rev().collect();
    while let Some(entry) = waiting.pop() {
        let is = |what: &str| property(&entry, what).is_some_and(|is| is.is_truthy());
        if is("isDirectory") {
            waiting.extend(entries_of(&entry).await?.into_iter().rev());
        } else if is("isFile") {
            let path = property(&entry, "fullPath").and_then(|path| path.as_string());
            let path = path.unwrap_or_default().trim_start_matches('/').to_owned();
            found.push((path, Source::Dropped(entry)));
        }
    }
    Ok(found)
}

/// Files that were brought, as the browser has them: of folders only the sounds, each called by its
/// path, since folders may hold files of the same name.
///
/// # Errors
/// The browser's own words.
pub async fn sounds_of(walk: Walk) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for (path, source) in walk.await? {
        if may_be_taken(&path) {
            files.push(called(&path, source.file().await?)?);
        }
    }
    Ok(files)
}

/// A file under another name, if it has another.
fn called(name: &str, file: File) -> Result<File, String> {
    if file.name() == name {
        return Ok(file);
    }
    let renamed = File::new_with_blob_sequence(&Array::of1(&file), name);
    renamed.map_err(|thrown| words_of(&thrown))
}

/// Whether the browser can open a folder for a page.
pub fn opens_folders() -> bool {
    property(&window(), "showDirectoryPicker").is_some()
}

/// The files of a folder that the visitor opens; none if they think better of it.
pub fn of_opened() -> Walk {
    Box::pin(opened())
}

async fn opened() -> Result<Found, String> {
    let mut found = Found::new();
    let Some(folder) = ask(&window(), "showDirectoryPicker", &Array::new()).await else {
        return Ok(found);
    };
    let name = |of: &JsValue| property(of, "name").and_then(|name| name.as_string());
    let mut waiting = vec![(name(&folder).unwrap_or_default(), folder)];
    while let Some((path, folder)) = waiting.pop() {
        let values: Function = property(&folder, "values").unwrap_or_default().unchecked_into();
        let values = values.call0(&folder).map_err(|thrown| words_of(&thrown))?;
        loop {
            let step = call(&values, "next", &Array::new()).await?;
            let Some(handle) = property(&step, "value") else { break };
            let path = format!("{path}/{}", name(&handle).unwrap_or_default());
            let kind = property(&handle, "kind").and_then(|kind| kind.as_string());
            if kind.as_deref() == Some("directory") {
                waiting.push((path, handle));
            } else {
                found.push((path, Source::Handle(handle)));
            }
        }
    }
    Ok(found)
}

/// The same, with the files of each zip in its place, as those of a folder of its name.
///
/// # Errors
/// Why a zip cannot be listed.
pub async fn with_zips_opened(found: Found) -> Result<Found, String> {
    let mut opened = Found::new();
    for (path, source) in found {
        let Some(folder) = stem_of_zip(&path) else {
            opened.push((path, source));
            continue;
        };
        let archive = Rc::new(source.file().await?);
        for entry in listed(&archive).await.map_err(|why| format!("{path}: {why}"))? {
            let path = format!("{folder}/{}", entry.path);
            opened.push((path, Source::Packed(archive.clone(), entry)));
        }
    }
    Ok(opened)
}

/// Whether a file of this name is a zip.
pub fn is_zip(path: &str) -> bool {
    stem_of_zip(path).is_some()
}

fn stem_of_zip(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    ending.eq_ignore_ascii_case("zip").then_some(stem)
}

/// The files of a zip, for which no more of it is read than its end.
async fn listed(archive: &File) -> Result<Vec<Entry>, String> {
    let size = archive.size();
    let mut end_bytes = FIRST_END_BYTES as f64;
    loop {
        let end = part(archive, (size - end_bytes).max(0.0), size).await?;
        match zipped::entries(&end, size as u64) {
            Ok(entries) => return Ok(entries),
            Err(Unlisted::Further) if end_bytes < size => end_bytes *= 4.0,
            Err(Unlisted::Further) => return Err(String::new()),
            Err(Unlisted::Foreign(why)) => return Err(why),
        }
    }
}

async fn unpacked(archive: &File, entry: &Entry) -> Result<Vec<u8>, Unread> {
    let at = entry.header_at as f64;
    let header = part(archive, at, at + HEADER_BYTES as f64).await?;
    let at = zipped::data_at(entry, &header).ok_or(Unread::Gone)? as f64;
    let packed = slice(archive, at, at + entry.packed_bytes as f64)?;
    Ok(if entry.deflated { inflated(&packed).await? } else { bytes_of(&packed).await? })
}

/// What the browser unpacks with (Compression Streams).
const INFLATER: &str = "DecompressionStream";

/// Whether the browser unpacks what is compressed.
pub fn unpacks() -> bool {
    property(&window(), INFLATER).is_some()
}

/// What the browser itself unpacks.
async fn inflated(packed: &Blob) -> Result<Vec<u8>, String> {
    let failed = |thrown: JsValue| words_of(&thrown);
    let constructor: Function = property(&window(), INFLATER).unwrap_or_default().unchecked_into();
    let inflater =
        Reflect::construct(&constructor, &Array::of1(&"deflate-raw".into())).map_err(failed)?;
    let stream = packed.stream();
    let pipe: Function = property(&stream, "pipeThrough").unwrap_or_default().unchecked_into();
    let stream: ReadableStream = pipe.call1(&stream, &inflater).map_err(failed)?.unchecked_into();
    let response = Response::new_with_opt_readable_stream(Some(&stream)).map_err(failed)?;
    let buffer = JsFuture::from(response.array_buffer().map_err(failed)?).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn part(of: &File, from: f64, to: f64) -> Result<Vec<u8>, String> {
    bytes_of(&slice(of, from, to)?).await
}

fn slice(of: &File, from: f64, to: f64) -> Result<Blob, String> {
    of.slice_with_f64_and_f64(from, to).map_err(|thrown| words_of(&thrown))
}

async fn bytes_of(blob: &Blob) -> Result<Vec<u8>, String> {
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|thrown| words_of(&thrown))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// What lies in a dropped folder; a browser hands it out in parts.
async fn entries_of(folder: &JsValue) -> Result<Vec<JsValue>, String> {
    let create: Function = property(folder, "createReader").unwrap_or_default().unchecked_into();
    let reader = create.call0(folder).map_err(|thrown| words_of(&thrown))?;
    let mut entries = Vec::new();
    loop {
        let part = Array::from(&called_back(&reader, "readEntries").await?);
        if part.length() == 0 {
            return Ok(entries);
        }
        entries.extend(part.iter());
    }
}

/// Calls a method that returns a promise.
async fn call(of: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, String> {
    let method: Function = property(of, method).unwrap_or_default().unchecked_into();
    let promise = method.apply(of, arguments).map_err(|thrown| words_of(&thrown))?;
    JsFuture::from(Promise::resolve(&promise)).await.map_err(|thrown| words_of(&thrown))
}

/// Calls a method that takes what it is to call when it is done, and when it has failed.
async fn called_back(of: &JsValue, method: &str) -> Result<JsValue, String> {
    let method: Function = property(of, method).unwrap_or_default().unchecked_into();
    let promise = Promise::new(&mut |done, failed| {
        if let Err(thrown) = method.call2(of, &done, &failed) {
            // What refuses a failure could not be told of it either.
            let _ = failed.call1(&JsValue::UNDEFINED, &thrown);
        }
    });
    JsFuture::from(promise).await.map_err(|thrown| words_of(&thrown))
}
