//! The engine on the CPU, in a worker of the tab.

#[cfg(target_arch = "wasm32")]
fn main() {
    use overtone::engine::session::NamedDevice;

    overtone::engine::worker::run(async {
        Ok(NamedDevice {
            device: burn::tensor::Device::flex(),
            name: "CPU, WebAssembly SIMD".to_owned(),
        })
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The engine runs in a browser's worker; `cargo xtask serve` builds it.");
    std::process::exit(2);
}
