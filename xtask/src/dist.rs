//! `cargo xtask dist`.

use anyhow::Result;

use crate::engine::Engine;
use crate::places::Places;
use crate::site::{Builder, Effort};
use crate::{budget, sizes};

/// Builds the site that is published and lists what a visitor downloads; more than the budget is an
/// error.
pub fn dist(places: &Places) -> Result<()> {
    let builder = Builder::prepare(places, Effort::Published)?;
    let mut site = builder.build(&places.dist())?;
    for engine in Engine::ALL {
        site.add(engine)?;
    }
    let sizes = sizes::of(&places.dist())?;
    sizes::print(&sizes);
    budget::check(&site.parts()?, &sizes)
}
