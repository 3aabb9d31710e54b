//! The microphone: opened without the browser's processing, read block by block.

use js_sys::Float32Array;
use leptos::prelude::window;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AudioContext, AudioNode, AudioWorkletNode, BiquadFilterNode, BiquadFilterType, GainNode,
    MediaStream, MediaStreamAudioSourceNode, MediaStreamConstraints, MediaStreamTrack,
    MediaTrackConstraints, MediaTrackSettings, MessageEvent,
};

use super::browser::{absolute, name_of, property, words_of};
use super::microphone::{Microphone, Processing};
use super::trouble::{Asset, Reason, Trouble};

/// Frames that follow each other in the microphone's count.
pub struct Block {
    /// Number of the first frame on the audio clock.
    pub frame: u64,
    /// Mono samples.
    pub samples: Vec<f32>,
    /// Whether this was the last block, after [`Capture::stop`].
    pub last: bool,
}

/// An open microphone; dropping it closes it.
pub struct Capture {
    context: AudioContext,
    stream: MediaStream,
    source: MediaStreamAudioSourceNode,
    high_pass: BiquadFilterNode,
    gain: GainNode,
    node: AudioWorkletNode,
    _on_block: Closure<dyn FnMut(MessageEvent)>,
    _on_end: Closure<dyn FnMut()>,
}

impl Capture {
    /// Asks for the microphone and starts to read it as the visitor wishes; `hear` gets every block, silence included,
    /// `ended` is called if the microphone goes away by itself.
    ///
    /// # Errors
    /// [`Trouble`] for every way in which a browser or a person can say no.
    pub async fn open(
        worklet: &str,
        wishes: &Microphone,
        hear: impl FnMut(Block) + 'static,
        ended: impl FnMut() + 'static,
    ) -> Result<Self, Trouble> {
        let stream = microphone(wishes.device.as_deref()).await?;
        let context = match listening_context(worklet).await {
            Ok(context) => context,
            Err(trouble) => {
                close(&stream);
                return Err(trouble);
            }
        };
        let capture = Self::connect(&context, &stream, hear, ended).map_err(|thrown| {
            close(&stream);
            let _ = context.close();
            Trouble::Microphone(words_of(&thrown))
        })?;
        capture.adjust(wishes);
        Ok(capture)
    }

    fn connect(
        context: &AudioContext,
        stream: &MediaStream,
        mut hear: impl FnMut(Block) + 'static,
        ended: impl FnMut() + 'static,
    ) -> Result<Self, JsValue> {
        let on_block = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(block) = block_of(&event.data()) {
                hear(block);
            }
        });
        let on_end = Closure::<dyn FnMut()>::new(ended);
        let node = AudioWorkletNode::new(context, "capture")?;
        node.port()?.set_onmessage(Some(on_block.as_ref().unchecked_ref()));
        for track in tracks(stream) {
            track.set_onended(Some(on_end.as_ref().unchecked_ref()));
        }
        let source = context.create_media_stream_source(stream)?;
        let high_pass = context.create_biquad_filter()?;
        high_pass.set_type(BiquadFilterType::Highpass);
        high_pass.frequency().set_value(Microphone::HIGH_PASS_HZ);
        let gain = context.create_gain()?;
        high_pass.connect_with_audio_node(&gain)?;
        gain.connect_with_audio_node(&node)?;
        // The worklet writes silence; connected, it is called in every browser.
        node.connect_with_audio_node(&context.destination())?;
        Ok(Self {
            context: context.clone(),
            // The handle's clone: the stream's own is another stream, which nobody would close.
            stream: Clone::clone(stream),
            source,
            high_pass,
            gain,
            node,
            _on_block: on_block,
            _on_end: on_end,
        })
    }

    /// Follows the visitor's wishes for gain and high-pass; the device stays.
    pub fn adjust(&self, wishes: &Microphone) {
        self.gain.gain().set_value(wishes.gain());
        // A node that is not connected refuses to be disconnected; both ways lead to here.
        let _ = self.source.disconnect();
        let first: &AudioNode = if wishes.high_pass { &self.high_pass } else { &self.gain };
        let _ = self.source.connect_with_audio_node(first);
    }

    /// The rate of the samples.
    pub fn rate_hz(&self) -> u32 {
        self.context.sample_rate() as u32
    }

    /// The browser's processing that could not be switched off.
    pub fn processing(&self) -> Vec<Processing> {
        let settings: Vec<MediaTrackSettings> =
            tracks(&self.stream).map(|track| track.get_settings()).collect();
        let on = |of: fn(&MediaTrackSettings) -> Option<bool>| {
            settings.iter().any(|settings| of(settings) == Some(true))
        };
        [
            (Processing::Echo, on(MediaTrackSettings::get_echo_cancellation)),
            (Processing::Noise, on(MediaTrackSettings::get_noise_suppression)),
            (Processing::Gain, on(MediaTrackSettings::get_auto_gain_control)),
        ]
        .into_iter()
        .filter_map(|(processing, on)| on.then_some(processing))
        .collect()
    }

    /// Asks for the rest: one more block comes, marked as the last.
    ///
    /// # Errors
    /// [`Trouble::Microphone`] if the worklet cannot be reached.
    pub fn stop(&self) -> Result<(), Trouble> {
        self.node
            .port()
            .and_then(|port| port.post_message(&JsValue::TRUE))
            .map_err(|thrown| Trouble::Microphone(words_of(&thrown)))
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        for track in tracks(&self.stream) {
            track.set_onended(None);
        }
        if let Ok(port) = self.node.port() {
            port.set_onmessage(None);
        }
        close(&self.stream);
        let _ = self.context.close();
    }
}

fn tracks(stream: &MediaStream) -> impl Iterator<Item = MediaStreamTrack> {
    stream.get_audio_tracks().iter().map(JsCast::unchecked_into).collect::<Vec<_>>().into_iter()
}

fn close(stream: &MediaStream) {
    for track in tracks(stream) {
        track.stop();
    }
}

/// What opens microphones, as browsers call it.
const MICROPHONES: &str = "getUserMedia";

async fn microphone(device: Option<&str>) -> Result<MediaStream, Trouble> {
    if !window().is_secure_context() {
        return Err(Trouble::InsecureContext);
    }
    let devices =
        window().navigator().media_devices().map_err(|_| Trouble::NoCapture(MICROPHONES))?;
    if property(&devices, MICROPHONES).is_none() {
        return Err(Trouble::NoCapture(MICROPHONES));
    }
    let audio = MediaTrackConstraints::new();
    audio.set_echo_cancellation_bool(false);
    audio.set_noise_suppression_bool(false);
    audio.set_auto_gain_control_bool(false);
    if let Some(device) = device {
        // A wish: where it is unplugged, the system's own choice is better than none.
        audio.set_device_id_str(device);
    }
    let constraints = MediaStreamConstraints::new();
    constraints.set_audio_media_track_constraints(&audio);
    let refused = |thrown: JsValue| Trouble::of_microphone(&name_of(&thrown), &words_of(&thrown));
    let asked = devices.get_user_media_with_constraints(&constraints).map_err(refused)?;
    JsFuture::from(asked).await.map(JsCast::unchecked_into).map_err(refused)
}

async fn listening_context(worklet: &str) -> Result<AudioContext, Trouble> {
    let context = AudioContext::new().map_err(|_| Trouble::NoCapture("AudioContext"))?;
    let module = context.audio_worklet().and_then(|w| w.add_module(&absolute(worklet)));
    let module = module.map_err(|_| Trouble::NoCapture("AudioWorklet"))?;
    if let Err(thrown) = JsFuture::from(module).await {
        let _ = context.close();
        return Err(Trouble::Fetch(Asset::Recorder, Reason::Said(words_of(&thrown))));
    }
    // A context that was made outside of a click sleeps until it is woken.
    if let Ok(waking) = context.resume() {
        let _ = JsFuture::from(waking).await;
    }
    Ok(context)
}

fn block_of(data: &JsValue) -> Option<Block> {
    let samples: Float32Array = property(data, "samples")?.dyn_into().ok()?;
    Some(Block {
        frame: property(data, "frame")?.as_f64()? as u64,
        samples: samples.to_vec(),
        last: property(data, "last")?.is_truthy(),
    })
}
