//! What models are called, so that no two of them are called the same.

use super::rules::Voice;
use crate::meaning::is_same_name;

impl Voice {
    /// What a new model is called that is to have this name: so, or if another model is called that,
    /// with the first number from 2 that is free.
    pub fn free_name(&self, wanted: &str) -> String {
        let is_free = |name: &String| !self.models.iter().any(|m| is_same_name(&m.name, name));
        let stem = without_number(wanted);
        let numbered = (2..).map(|number: usize| format!("{stem} {number}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        names.find(is_free).unwrap_or_default()
    }
}

/// A name without the number that it was given because it was taken.
fn without_number(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((stem, number)) if number.parse().is_ok_and(|number: usize| number > 1) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::{OwnModel, Recall};
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_the_first_free_number() {
        let mut voice = Voice::default();
        let mut add = |wanted: &str| {
            let name = voice.free_name(wanted);
            let recall = Recall::OfTakes(0.5, 0.75);
            let id = voice.fresh_id(0);
            voice.models.push(OwnModel { id, name: name.clone(), recall, bytes: 1 });
            name
        };
        assert_eq!(add("My voice"), "My voice");
        assert_eq!(add("my Voice"), "my Voice 2");
        assert_eq!(add("My voice 2"), "My voice 3", "no number behind a number");
        assert_eq!(add("Studio 7"), "Studio 7", "a number of one's own stays");
        voice.models.remove(1);
        assert_eq!(voice.free_name("My voice"), "My voice 2", "it is free again");
    }
}
