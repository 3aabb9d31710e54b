//! The engine on the GPU, through WebGPU, in a worker of the tab.
#![recursion_limit = "256"]

#[cfg(target_arch = "wasm32")]
fn main() {
    use burn::tensor::Device;
    use overtone::engine::session::{NamedDevice, Session};
    use overtone::engine::worker;

    let device = async {
        let opened = Device::wgpu_options().init_with_setup_async().await;
        let (device, setup) =
            opened.map_err(|error| format!("WebGPU gave no device: {error}; using the CPU."))?;
        let info = setup.adapter.get_info();
        Ok(NamedDevice { device, name: format!("GPU, WebGPU: {}", info.name) })
    };
    worker::run(device, Session::new);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The engine runs in a browser's worker; `cargo xtask serve` builds it.");
    std::process::exit(2);
}
