//! The laboratory on the CPU, in a worker of the tab.

#[cfg(target_arch = "wasm32")]
fn main() {
    use overtone::engine::session::NamedDevice;
    use overtone::laboratory::worker;

    worker::run(async { Ok(NamedDevice::cpu()) });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The laboratory runs in a browser's worker; `cargo xtask serve` builds it.");
    std::process::exit(2);
}
