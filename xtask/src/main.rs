//! The project's own commands: set-up, build, server and tests, on a machine with Rust and git.

mod binaryen;
mod browser;
mod budget;
mod clones;
mod command_line;
mod counts;
mod debian;
mod dist;
mod engine;
mod folder;
mod hash;
mod imports;
mod lockfile;
mod manifest;
mod mime;
mod offline;
mod package;
mod page;
mod parts;
mod places;
mod policy;
mod run;
mod serve;
mod server;
mod site;
mod sizes;
mod style;
mod suites;
mod summary;
mod tools;
mod wasm_target;

use std::process::ExitCode;

use anyhow::Result;

use command_line::{HELP, Task};
use places::Places;

fn main() -> ExitCode {
    match carry_out() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out() -> Result<ExitCode> {
    let task = command_line::parse(std::env::args_os().skip(1))?;
    let places = Places::find()?;
    match task {
        Task::Help => print!("{HELP}"),
        Task::Serve(options) => serve::serve(&places, &options)?,
        Task::Dist => dist::dist(&places)?,
        Task::Test(only) => return suites::run(&places, only),
    }
    Ok(ExitCode::SUCCESS)
}
