//! The reasons for an engine, and how they are said.

use crate::app::choice::Device;
use crate::app::trouble::Trouble;
use crate::app::words::Words;

/// Why an engine works, or none does. Times are those of a window, in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// None is ready yet.
    Starting,
    /// None is ready, nor will be.
    Lost(Trouble),
    /// It is the visitor's choice.
    Chosen(f64),
    /// It is faster than the other one.
    Faster(f64, f64),
    /// The other one is not to be had.
    Alone(f64, Hindrance),
}

/// Why an engine does not work.
#[derive(Debug, Clone, PartialEq)]
pub enum Hindrance {
    /// The GPU engine is on its way.
    BeingTried,
    /// The site has no GPU engine.
    NotCarried,
    /// The browser has no WebGPU.
    NoWebGpu,
    /// The browser's WebGPU has no adapter.
    NoAdapter,
    /// The only adapter is a program.
    SoftwareAdapter,
    /// The GPU engine is lost.
    GpuFailed(Trouble),
    /// The GPU engine is so far from the golden logits.
    GpuWrong(f32),
    /// The CPU engine is lost.
    CpuFailed,
    /// The CPU engine is too far from the golden logits.
    CpuWrong,
    /// The CPU engine is on its way.
    CpuStarting,
}

impl Why {
    /// In a sentence without its end, of the engine that works.
    pub fn sentence(&self, words: &Words, device: Option<Device>) -> String {
        let said = &words.engine.why;
        let time = |ms: &f64| words.numerals.milliseconds(*ms);
        let pace = |ms: &f64| (said.pace)(&time(ms));
        match self {
            Self::Starting => said.starting.to_owned(),
            Self::Lost(trouble) => trouble.sentence(words),
            Self::Chosen(ms) => (said.chosen)(&pace(ms)),
            Self::Faster(ms, other_ms) => {
                let other = device.unwrap_or(Device::Gpu).other();
                (said.against)(&pace(ms), &time(other_ms), other.name())
            }
            Self::Alone(ms, hindrance) => format!("{}; {}", pace(ms), hindrance.said(words)),
        }
    }
}

impl Hindrance {
    fn said(&self, words: &Words) -> String {
        let said = &words.engine.why;
        match self {
            Self::BeingTried => said.gpu_being_tried.to_owned(),
            Self::NotCarried => said.no_gpu_engine.to_owned(),
            Self::NoWebGpu => said.no_web_gpu.to_owned(),
            Self::NoAdapter => said.no_adapter.to_owned(),
            Self::SoftwareAdapter => said.software_adapter.to_owned(),
            Self::GpuFailed(trouble) => {
                (said.gpu_failed)(trouble.sentence(words).trim_end_matches('.'))
            }
            Self::GpuWrong(difference) => {
                (said.gpu_wrong)(&words.numerals.power((*difference).into()))
            }
            Self::CpuFailed => said.cpu_failed.to_owned(),
            Self::CpuWrong => said.cpu_wrong.to_owned(),
            Self::CpuStarting => said.cpu_starting.to_owned(),
        }
    }
}
