//! The engine on the CPU, in a worker of the tab.

#[cfg(target_arch = "wasm32")]
fn main() {
    use overtone::engine::session::{NamedDevice, Session};
    use overtone::engine::worker;

    worker::run(async { Ok(NamedDevice::cpu()) }, Session::new);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The engine runs in a browser's worker; `cargo xtask serve` builds it.");
    std::process::exit(2);
}
