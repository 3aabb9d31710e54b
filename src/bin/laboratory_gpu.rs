//! The laboratory on the GPU, through WebGPU, in a worker of the tab.
#![recursion_limit = "256"]

#[cfg(target_arch = "wasm32")]
fn main() {
    use overtone::engine::session::NamedDevice;
    use overtone::laboratory::worker;

    worker::run(NamedDevice::web_gpu());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The laboratory runs in a browser's worker; `cargo xtask serve` builds it.");
    std::process::exit(2);
}
