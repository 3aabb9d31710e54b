//! Files that leave the page: into the visitor's own folder, and nowhere else.

use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, ImageData, Url};
use web_sys::{CanvasRenderingContext2d, HtmlElement};

use crate::plot::{Picture, PlotError};

/// Kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Tables.
    Csv,
    /// Tables for programs.
    Json,
    /// Drawings.
    Svg,
    /// Pictures.
    Png,
    /// Sounds.
    Wav,
    /// Takes of one's own.
    Zip,
    /// Models.
    Model,
    /// Pages.
    Html,
}

impl Kind {
    const fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json => "application/json",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Wav => "audio/wav",
            Self::Zip => "application/zip",
            Self::Model => "application/octet-stream",
            Self::Html => "text/html",
        }
    }

    /// The end of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Wav => "wav",
            Self::Zip => "zip",
            Self::Model => "overtone",
            Self::Html => "html",
        }
    }
}

/// For how long a browser may take to read what it saves.
const SAVING: Duration = Duration::from_secs(30);

/// Hands a file to the visitor. A browser that saves nothing shows that by itself.
pub fn save(stem: &str, kind: Kind, bytes: &[u8]) {
    save_parts(stem, kind, &Array::of1(&Uint8Array::from(bytes)));
}

/// Hands a file to the visitor that comes in parts, each a `Uint8Array`.
pub fn save_parts(stem: &str, kind: Kind, parts: &Array) {
    let options = BlobPropertyBag::new();
    options.set_type(kind.mime());
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    click(&format!("{}.{}", plain(stem), kind.ending()), &url);
    set_timeout(move || drop(Url::revoke_object_url(&url)), SAVING);
}

/// Hands a canvas to the visitor, on its own ground, with what runs over it.
///
/// # Errors
/// [`PlotError::Drawing`] where the canvas refuses.
pub fn save_canvas(
    stem: &str,
    canvas: &HtmlCanvasElement,
    over: Option<&HtmlCanvasElement>,
    ground: &str,
) -> Result<(), PlotError> {
    let address = on_ground(canvas, over, ground).map_err(refused)?;
    click(&format!("{}.{}", plain(stem), Kind::Png.ending()), &address);
    Ok(())
}

fn on_ground(
    canvas: &HtmlCanvasElement,
    over: Option<&HtmlCanvasElement>,
    ground: &str,
) -> Result<String, JsValue> {
    let (copy, context) = blank(canvas.width(), canvas.height())?;
    context.set_fill_style_str(ground);
    context.fill_rect(0.0, 0.0, canvas.width().into(), canvas.height().into());
    for layer in std::iter::once(canvas).chain(over) {
        context.draw_image_with_html_canvas_element(layer, 0.0, 0.0)?;
    }
    copy.to_data_url()
}

/// A picture as the address of a PNG, to be embedded.
///
/// # Errors
/// [`PlotError::Drawing`] where the canvas refuses.
pub fn png_address(picture: &Picture) -> Result<String, PlotError> {
    let draw = || -> Result<String, JsValue> {
        let (canvas, context) = blank(picture.width, picture.height)?;
        let pixels = wasm_bindgen::Clamped(picture.rgba.as_slice());
        let (width, height) = (picture.width, picture.height);
        let data = ImageData::new_with_u8_clamped_array_and_sh(pixels, width, height)?;
        context.put_image_data(&data, 0.0, 0.0)?;
        canvas.to_data_url()
    };
    draw().map_err(refused)
}

fn blank(
    width: u32,
    height: u32,
) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    Ok((canvas, context.unchecked_into()))
}

fn refused(thrown: JsValue) -> PlotError {
    PlotError::Drawing(format!("{thrown:?}"))
}

fn click(name: &str, address: &str) {
    let Ok(link) = document().create_element("a") else { return };
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.unchecked_ref::<HtmlElement>().click();
}

/// A name without the ending of the sound file that it was.
pub fn without_ending(name: &str) -> &str {
    const SOUNDS: [&str; 9] = ["wav", "mp3", "flac", "ogg", "opus", "m4a", "mp4", "webm", "aac"];
    let is_sound = |ending: &str| SOUNDS.iter().any(|sound| ending.eq_ignore_ascii_case(sound));
    name.rsplit_once('.').filter(|(_, ending)| is_sound(ending)).map_or(name, |(before, _)| before)
}

/// A name without what file systems forbid.
fn plain(stem: &str) -> String {
    without_ending(stem)
        .chars()
        .map(|c| if r#"\/:*?"<>|"#.contains(c) || c.is_control() { '-' } else { c })
        .collect()
}
