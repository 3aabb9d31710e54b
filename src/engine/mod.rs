//! The engine: what runs in the worker, away from the page, and the language the two speak.

pub mod protocol;
