//! What the page reads of a model file without an engine: whose it is. The layout is that of
//! `model/checkpoint.rs`; the engine checks the rest.

use serde::Deserialize;

const MAGIC: &[u8] = b"OVERTONE";
/// Magic, version and the length of the card.
const PREFIX_BYTES: usize = 14;

/// Whose a model is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Owner {
    /// What its owner calls it.
    pub name: String,
    /// Recall on takes kept aside before it learned, 0 to 1.
    pub uar_before: f64,
    /// And after.
    pub uar_after: f64,
}

#[derive(Deserialize)]
struct Card {
    personal: Option<Owner>,
}

/// The owner of a model file, if it has one; nothing if it is no model file.
pub fn owner(file: &[u8]) -> Option<Option<Owner>> {
    let prefix = file.get(..PREFIX_BYTES).filter(|prefix| prefix.starts_with(MAGIC))?;
    let length = u32::from_le_bytes([prefix[10], prefix[11], prefix[12], prefix[13]]) as usize;
    let card = file.get(PREFIX_BYTES..PREFIX_BYTES.checked_add(length)?)?;
    let card: Card = serde_json::from_slice(card).ok()?;
    Some(card.personal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_is_everybodys_and_another_file_is_no_model() {
        let shipped = include_bytes!("../../../www/model/small.overtone");
        assert_eq!(owner(shipped), Some(None));
        assert_eq!(owner(&shipped[..200]), None);
        assert_eq!(owner(b"RIFF"), None);
    }

    #[test]
    fn an_own_model_says_whose_it_is() {
        let card = br#"{"personal":{"name":"me","uar_before":0.5,"uar_after":0.75,"takes":[]}}"#;
        let mut file = b"OVERTONE\x02\x00".to_vec();
        file.extend((card.len() as u32).to_le_bytes());
        file.extend(card);
        let owner = owner(&file).unwrap().unwrap();
        assert_eq!((owner.name.as_str(), owner.uar_after), ("me", 0.75));
    }
}
