//! Which engine works, and why: the rules, free of any browser.

mod why;

use super::choice::{Choice, Device};
use super::trouble::Trouble;
use super::words::Words;
use crate::engine::protocol::Opened;

pub use why::{Hindrance, Why};

/// Largest difference from the golden logits that an engine may show and still be taken.
pub const GOLDEN_TOLERANCE: f32 = 1e-3;

/// What the browser says of its graphics adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adapter {
    /// There is no WebGPU in this browser.
    NoWebGpu,
    /// WebGPU is there, but offers no adapter.
    NotOffered,
    /// An adapter that is a program on the CPU.
    Software,
    /// A graphics processor.
    Hardware,
}

/// How far an engine has come.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum EngineState {
    /// Not asked for yet.
    #[default]
    Waiting,
    /// Its code, or the model, is on its way.
    Fetching {
        /// Bytes that have come.
        loaded: f64,
        /// Bytes in all.
        total: f64,
    },
    /// Loading the model, compiling kernels, testing itself.
    WarmingUp,
    /// Ready for sounds.
    Ready(Opened),
    /// Lost, and why.
    Failed(Trouble),
}

impl EngineState {
    /// The engine's report, if it is ready.
    pub fn opened(&self) -> Option<&Opened> {
        match self {
            Self::Ready(opened) => Some(opened),
            _ => None,
        }
    }

    fn usable(&self) -> Option<&Opened> {
        self.opened().filter(|opened| opened.golden_difference <= GOLDEN_TOLERANCE)
    }

    fn settled(&self) -> bool {
        matches!(self, Self::Ready(_) | Self::Failed(_))
    }
}

/// Everything that decides which engine works.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fleet {
    /// What the visitor asks for.
    pub choice: Choice,
    /// The graphics adapter, once the browser has answered.
    pub adapter: Option<Adapter>,
    /// Whether the site carries a GPU engine, once the manifest and the model are there.
    pub gpu_built: Option<bool>,
    /// The CPU engine.
    pub cpu: EngineState,
    /// The GPU engine.
    pub gpu: EngineState,
}

/// The engine that works, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// None while none is ready, or when all have failed.
    pub device: Option<Device>,
    /// The reason.
    pub why: Why,
}

impl Decision {
    /// The reason in a sentence.
    pub fn sentence(&self, words: &Words) -> String {
        let why = self.why.sentence(words, self.device);
        match self.device {
            Some(device) => format!("{}: {why}.", device.name()),
            None => why,
        }
    }
}

impl Fleet {
    /// The state of an engine.
    pub fn engine(&self, device: Device) -> &EngineState {
        match device {
            Device::Cpu => &self.cpu,
            Device::Gpu => &self.gpu,
        }
    }

    /// The state of an engine, to be changed.
    pub fn engine_mut(&mut self, device: Device) -> &mut EngineState {
        match device {
            Device::Cpu => &mut self.cpu,
            Device::Gpu => &mut self.gpu,
        }
    }

    /// Whether the GPU engine should be fetched now.
    ///
    /// The CPU engine always comes first. After it the GPU engine is worth its bytes only on a
    /// real graphics processor, or when the visitor or a failed CPU engine asks for it.
    pub fn wants_gpu(&self) -> bool {
        let idle = self.gpu == EngineState::Waiting && self.gpu_built == Some(true);
        if !idle || !self.cpu.settled() {
            return false;
        }
        let cpu_lost = self.cpu.usable().is_none();
        match self.adapter {
            Some(Adapter::Hardware) => self.choice != Choice::Cpu || cpu_lost,
            Some(Adapter::Software) => self.choice == Choice::Gpu || cpu_lost,
            _ => false,
        }
    }

    /// Which engine works, and why.
    pub fn decide(&self) -> Decision {
        let (device, why) = match (self.cpu.usable(), self.gpu.usable()) {
            (None, None) => return Decision { device: None, why: self.why_none() },
            (None, Some(gpu)) => (Device::Gpu, Why::Alone(gpu.forward_ms, self.why_no_cpu())),
            (Some(cpu), None) => (Device::Cpu, self.why_cpu_alone(cpu)),
            (Some(cpu), Some(gpu)) => self.between(cpu.forward_ms, gpu.forward_ms),
        };
        Decision { device: Some(device), why }
    }

    /// Whether no engine works and none is on its way.
    pub fn is_lost(&self) -> bool {
        let cpu_lost = self.cpu.settled() && self.cpu.usable().is_none();
        let hopeless = self.gpu_built.is_none() || self.why_no_gpu().is_some();
        let gpu_lost = self.gpu.usable().is_none() && hopeless;
        cpu_lost && gpu_lost
    }

    fn between(&self, cpu_ms: f64, gpu_ms: f64) -> (Device, Why) {
        match self.choice {
            Choice::Cpu => (Device::Cpu, Why::Chosen(cpu_ms)),
            Choice::Gpu => (Device::Gpu, Why::Chosen(gpu_ms)),
            Choice::Automatic if gpu_ms < cpu_ms => (Device::Gpu, Why::Faster(gpu_ms, cpu_ms)),
            Choice::Automatic => (Device::Cpu, Why::Faster(cpu_ms, gpu_ms)),
        }
    }

    fn why_cpu_alone(&self, cpu: &Opened) -> Why {
        if self.choice == Choice::Cpu {
            return Why::Chosen(cpu.forward_ms);
        }
        Why::Alone(cpu.forward_ms, self.why_no_gpu().unwrap_or(Hindrance::BeingTried))
    }

    fn why_no_cpu(&self) -> Hindrance {
        match &self.cpu {
            EngineState::Failed(_) => Hindrance::CpuFailed,
            EngineState::Ready(_) => Hindrance::CpuWrong,
            _ => Hindrance::CpuStarting,
        }
    }

    fn why_none(&self) -> Why {
        match &self.cpu {
            _ if !self.is_lost() => Why::Starting,
            EngineState::Failed(trouble) => Why::Lost(trouble.clone()),
            _ => Why::Lost(Trouble::Silent),
        }
    }

    /// Why the GPU cannot work, or none if it still may.
    fn why_no_gpu(&self) -> Option<Hindrance> {
        match (self.gpu_built, self.adapter) {
            (Some(false), _) => Some(Hindrance::NotCarried),
            (_, Some(Adapter::NoWebGpu)) => Some(Hindrance::NoWebGpu),
            (_, Some(Adapter::NotOffered)) => Some(Hindrance::NoAdapter),
            (_, Some(Adapter::Software))
                if self.gpu == EngineState::Waiting && !self.wants_gpu() =>
            {
                Some(Hindrance::SoftwareAdapter)
            }
            _ => self.why_gpu_engine_failed(),
        }
    }

    fn why_gpu_engine_failed(&self) -> Option<Hindrance> {
        match &self.gpu {
            EngineState::Failed(trouble) => Some(Hindrance::GpuFailed(trouble.clone())),
            EngineState::Ready(gpu) => {
                self.gpu.usable().is_none().then_some(Hindrance::GpuWrong(gpu.golden_difference))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::trouble::Reason;
    use crate::app::words::Language;
    use crate::engine::protocol::ModelView;

    fn reason(fleet: &Fleet) -> String {
        fleet.decide().sentence(Language::English.words())
    }

    fn lost(device: Device, why: &str) -> EngineState {
        EngineState::Failed(Trouble::Engine(device, Reason::Said(why.into())))
    }

    fn ready(forward_ms: f64, golden_difference: f32) -> EngineState {
        EngineState::Ready(Opened {
            device: "a test".into(),
            golden_difference,
            forward_ms,
            opened_ms: 100.0,
            labels: Default::default(),
            model: ModelView::default(),
            ear: Default::default(),
        })
    }

    fn fleet(choice: Choice, adapter: Adapter, cpu: EngineState, gpu: EngineState) -> Fleet {
        Fleet { choice, adapter: Some(adapter), gpu_built: Some(true), cpu, gpu }
    }

    #[test]
    fn the_faster_engine_wins_and_says_by_how_much() {
        let fleet = fleet(Choice::Automatic, Adapter::Hardware, ready(6.0, 0.0), ready(2.1, 1e-4));
        let decision = fleet.decide();
        assert_eq!(decision.device, Some(Device::Gpu));
        assert_eq!(reason(&fleet), "GPU: 2.1 ms a window against 6.0 ms on the CPU.");
    }

    #[test]
    fn a_slower_gpu_loses_unless_it_is_chosen() {
        let mut fleet =
            fleet(Choice::Automatic, Adapter::Software, ready(6.0, 0.0), ready(900.0, 1e-4));
        assert_eq!(fleet.decide().device, Some(Device::Cpu));
        fleet.choice = Choice::Gpu;
        assert_eq!(fleet.decide().device, Some(Device::Gpu));
        assert_eq!(reason(&fleet), "GPU: your choice, 900 ms a window.");
    }

    #[test]
    fn a_gpu_that_computes_wrongly_is_never_taken() {
        for difference in [2e-3, f32::NAN] {
            let fleet =
                fleet(Choice::Gpu, Adapter::Hardware, ready(6.0, 0.0), ready(1.0, difference));
            assert_eq!(fleet.decide().device, Some(Device::Cpu));
            assert!(reason(&fleet).contains("other numbers"));
        }
    }

    #[test]
    fn without_web_gpu_the_cpu_says_so() {
        let fleet =
            fleet(Choice::Automatic, Adapter::NoWebGpu, ready(6.0, 0.0), EngineState::Waiting);
        assert!(!fleet.wants_gpu());
        assert_eq!(reason(&fleet), "CPU: 6.0 ms a window; this browser has no WebGPU.");
    }

    #[test]
    fn a_software_adapter_is_used_only_when_asked_for() {
        let mut fleet =
            fleet(Choice::Automatic, Adapter::Software, ready(6.0, 0.0), EngineState::Waiting);
        assert!(!fleet.wants_gpu());
        fleet.choice = Choice::Gpu;
        assert!(fleet.wants_gpu());
        fleet.choice = Choice::Automatic;
        fleet.cpu = lost(Device::Cpu, "it could not start");
        assert!(fleet.wants_gpu(), "better slow than none");
    }

    #[test]
    fn the_gpu_is_fetched_only_after_the_cpu_has_settled() {
        let mut fleet = fleet(
            Choice::Automatic,
            Adapter::Hardware,
            EngineState::WarmingUp,
            EngineState::Waiting,
        );
        assert!(!fleet.wants_gpu());
        assert_eq!(fleet.decide().device, None);
        fleet.cpu = ready(6.0, 0.0);
        assert!(fleet.wants_gpu());
        fleet.gpu = EngineState::WarmingUp;
        assert!(!fleet.wants_gpu(), "once is enough");
        assert_eq!(reason(&fleet), "CPU: 6.0 ms a window; the GPU is being tried.");
    }

    #[test]
    fn a_lost_gpu_falls_back_to_the_cpu_with_the_reason() {
        let lost = lost(Device::Gpu, "the device was lost");
        let fleet = fleet(Choice::Gpu, Adapter::Hardware, ready(6.0, 0.0), lost);
        let decision = fleet.decide();
        assert_eq!(decision.device, Some(Device::Cpu));
        assert!(reason(&fleet).contains("the device was lost"), "{}", reason(&fleet));
    }

    #[test]
    fn when_nothing_works_the_reason_is_the_engines_own() {
        let lost = lost(Device::Cpu, "it is gone");
        let fleet = fleet(Choice::Automatic, Adapter::NoWebGpu, lost, EngineState::Waiting);
        let decision = fleet.decide();
        assert_eq!(decision.device, None);
        assert_eq!(reason(&fleet), "The CPU engine has stopped (it is gone).");
        assert!(fleet.is_lost());
    }
}
