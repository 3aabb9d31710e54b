//! `--device`.

use burn::tensor::Device;
use clap::ValueEnum;

use super::Failure;

/// Where to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DeviceChoice {
    /// All cores of the processor
    #[default]
    Cpu,
    /// The graphics card
    Gpu,
    /// All cores of the processor, by LibTorch
    #[cfg(feature = "torch")]
    Torch,
    /// The first NVIDIA card, by LibTorch
    #[cfg(feature = "torch")]
    TorchCuda,
}

impl DeviceChoice {
    /// Opens the device.
    ///
    /// # Errors
    /// If there is no graphics card that can be used.
    pub fn open(self) -> Result<Device, Failure> {
        match self {
            Self::Cpu => Ok(Device::flex()),
            Self::Gpu => open_gpu(),
            #[cfg(feature = "torch")]
            #[expect(deprecated, reason = "to compare with, for as long as burn has it")]
            Self::Torch => Ok(Device::libtorch()),
            #[cfg(feature = "torch")]
            #[expect(deprecated, reason = "to compare with, for as long as burn has it")]
            Self::TorchCuda => Ok(Device::libtorch_cuda(0)),
        }
    }
}

/// NVIDIA's own runtime, where the program was built with it.
#[cfg(feature = "cuda")]
fn open_gpu() -> Result<Device, Failure> {
    let opened = std::panic::catch_unwind(|| {
        let device = Device::cuda(0);
        device.sync().map(|()| device)
    });
    let no_device = || Failure::new("CUDA gave no device; use --device cpu");
    opened.map_err(|_| no_device())?.map_err(|_| no_device())
}

/// Whatever the system's graphics interface offers.
#[cfg(all(feature = "cli-gpu", not(feature = "cuda")))]
fn open_gpu() -> Result<Device, Failure> {
    Device::wgpu_options().init().map_err(|error| {
        Failure::new(format!("no graphics card can be used ({error}); use --device cpu"))
    })
}

#[cfg(not(any(feature = "cli-gpu", feature = "cuda")))]
fn open_gpu() -> Result<Device, Failure> {
    Err(Failure::new("this program was built without graphics cards; use --device cpu"))
}
