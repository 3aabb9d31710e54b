//! `cargo xtask serve`.

use std::path::PathBuf;

use anyhow::Result;

use crate::command_line::Serve;
use crate::engine::Engine;
use crate::places::Places;
use crate::run;
use crate::server::Server;
use crate::site::{Builder, Effort};

/// Builds the page, serves it and tells where, until the person ends it.
pub fn serve(places: &Places, options: &Serve) -> Result<()> {
    if options.build {
        build_and_serve(places, options.port)
    } else {
        let folder = options.dir.clone().unwrap_or_else(|| places.site());
        start(folder, options.port)?;
        wait()
    }
}

/// Serves as soon as there is something to see: all but the CPU engine takes minutes the first time,
/// and the page works without.
fn build_and_serve(places: &Places, port: u16) -> Result<()> {
    let builder = Builder::prepare(places, Effort::Local)?;
    let mut site = builder.build(&places.site())?;
    let [first, later @ ..] = Engine::ALL;
    site.add(first)?;
    start(places.site(), port)?;
    for later in later {
        let what = later.said();
        match site.add(later) {
            Ok(()) => run::say(format!("{what} is ready; a page that loads from now on has it")),
            Err(error) => run::say(format!("going on without {what}: {error:#}")),
        }
    }
    wait()
}

fn start(folder: PathBuf, port: u16) -> Result<()> {
    let server = Server::bind(port)?;
    server.serve(&folder)?;
    println!("Overtone is served at {}", server.address());
    Ok(())
}

fn wait() -> ! {
    loop {
        std::thread::park();
    }
}
