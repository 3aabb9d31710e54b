//! What the page reads of a model file without an engine: its card. The layout is that of
//! `model/checkpoint.rs`; the engine checks the rest.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::figures::TrainingRecord;

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

/// Whose a model is, and how it was trained.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct About {
    /// Its owner; none in a model for everybody.
    #[serde(default)]
    pub personal: Option<Owner>,
    /// How it was trained.
    pub training: TrainingRecord,
}

/// What a model file says of itself; nothing if it is no model file.
pub fn about(file: &[u8]) -> Option<About> {
    card(file)
}

/// A part of what stands in a model file's card; nothing if it is no model file.
pub fn card<T: DeserializeOwned>(file: &[u8]) -> Option<T> {
    let prefix = file.get(..PREFIX_BYTES).filter(|prefix| prefix.starts_with(MAGIC))?;
    let length = u32::from_le_bytes([prefix[10], prefix[11], prefix[12], prefix[13]]) as usize;
    let card = file.get(PREFIX_BYTES..PREFIX_BYTES.checked_add(length)?)?;
    serde_json::from_slice(card).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_is_everybodys_and_another_file_is_no_model() {
        let shipped = include_bytes!("../../www/model/small.overtone");
        let shipped_card = about(shipped).unwrap();
        assert_eq!(shipped_card.personal, None);
        assert!(shipped_card.training.training_clips > 1_000, "{shipped_card:?}");
        assert_eq!(about(&shipped[..200]), None);
        assert_eq!(about(b"RIFF"), None);
    }

    #[test]
    fn an_own_model_says_whose_it_is() {
        let personal = r#"{"name":"me","uar_before":0.5,"uar_after":0.75,"takes":[]}"#;
        let training = serde_json::to_string(&TrainingRecord::default()).unwrap();
        let card = format!(r#"{{"personal":{personal},"training":{training}}}"#);
        let mut file = b"OVERTONE\x02\x00".to_vec();
        file.extend((card.len() as u32).to_le_bytes());
        file.extend(card.as_bytes());
        let owner = about(&file).unwrap().personal.unwrap();
        assert_eq!((owner.name.as_str(), owner.uar_after), ("me", 0.75));
    }
}
