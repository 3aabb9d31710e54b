//! What works without network: the rules, free of any browser.
//!
//! A service worker (`www/service-worker.js`) keeps the site's files in parts and reports how far
//! it has come. What it keeps goes on working; a new version waits until the visitor takes it.

use serde::Deserialize;

use super::words::Words;

/// Files that are kept together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Page, CPU engine and small model: kept at once.
    Base,
    /// The GPU engine.
    Gpu,
    /// The large model.
    Large,
    /// Where models are trained.
    Laboratory,
    /// Where they are trained on the GPU.
    LaboratoryGpu,
}

impl Part {
    /// All five, in the order of the panel.
    pub const ALL: [Self; 5] =
        [Self::Base, Self::Gpu, Self::Large, Self::Laboratory, Self::LaboratoryGpu];

    /// The name in the service worker's list.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Gpu => "gpu",
            Self::Large => "large",
            Self::Laboratory => "laboratory",
            Self::LaboratoryGpu => "laboratory-gpu",
        }
    }
}

/// Why a part could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Refusal {
    /// The browser has no room for it.
    Full,
    /// What came is not what the site lists.
    Damaged,
    /// It did not come.
    Network,
}

impl Refusal {
    const fn sentence(self, words: &Words) -> &'static str {
        match self {
            Self::Full => words.offline.full,
            Self::Damaged => words.offline.damaged,
            Self::Network => words.offline.network,
        }
    }
}

/// How far a part has come.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Standing {
    /// Bytes that are kept.
    pub kept: f64,
    /// Bytes in all.
    pub total: f64,
    /// Whether it is on its way.
    pub coming: bool,
    /// Why the last attempt came to nothing.
    pub refusal: Option<Refusal>,
}

impl Standing {
    /// Whether all of it is kept.
    pub fn is_kept(&self) -> bool {
        self.kept >= self.total && !self.coming
    }

    /// Whether all of it is kept, or will be without further ado.
    fn is_settled(&self) -> bool {
        self.coming || self.is_kept()
    }
}

/// What the service worker tells.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Report {
    parts: Parts,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Parts {
    base: Standing,
    gpu: Option<Standing>,
    large: Option<Standing>,
    laboratory: Option<Standing>,
    #[serde(rename = "laboratory-gpu")]
    laboratory_gpu: Option<Standing>,
}

impl Report {
    /// Reads what the service worker posts; nothing if it is no report.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// How far a part has come; none if the site does not carry it.
    pub const fn part(&self, part: Part) -> Option<Standing> {
        match part {
            Part::Base => Some(self.parts.base),
            Part::Gpu => self.parts.gpu,
            Part::Large => self.parts.large,
            Part::Laboratory => self.parts.laboratory,
            Part::LaboratoryGpu => self.parts.laboratory_gpu,
        }
    }
}

/// Why nothing can be kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The page did not come over HTTPS or from this machine.
    Insecure,
    /// The browser has no service workers, or gives none to a private window.
    NoWorker,
    /// The service worker could not be started; the reason is the browser's.
    Refused(String),
}

impl Obstacle {
    fn sentence(&self, words: &Words) -> String {
        match self {
            Self::Insecure => words.offline.insecure.to_owned(),
            Self::NoWorker => words.offline.no_worker.to_owned(),
            Self::Refused(why) => (words.offline.refused)(why),
        }
    }
}

/// A new version of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NewVersion {
    /// There is none.
    #[default]
    None,
    /// It waits.
    Offered,
    /// The visitor takes it; it is starting.
    Chosen,
    /// It works, behind a page that is still the old one.
    Here,
}

/// What is kept of the page, and what the visitor can do about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Offline {
    /// Why nothing can be kept, if so.
    pub obstacle: Option<Obstacle>,
    /// The last report of the service worker.
    pub report: Option<Report>,
    /// Whether the browser has promised not to throw anything away; none until it was asked.
    pub lasting: Option<bool>,
    /// Whether the visitor has asked for that promise.
    pub asked: bool,
    /// Whether the browser offers to install the page.
    pub installable: bool,
    /// The new version, if there is one.
    pub new_version: NewVersion,
}

impl Offline {
    /// How things stand, in a sentence.
    pub fn headline(&self, words: &Words) -> String {
        let (said, bytes) = (&words.offline, |count| words.numerals.bytes(count));
        if let Some(obstacle) = &self.obstacle {
            return obstacle.sentence(words);
        }
        match self.standing(Part::Base) {
            None => said.will_be_kept.to_owned(),
            Some(base) if base.is_kept() => said.ready.to_owned(),
            Some(Standing { kept, total, coming: true, .. }) => {
                (said.getting_ready)(&bytes(kept), &bytes(total))
            }
            Some(Standing { refusal, .. }) => {
                (said.needs_network)(refusal.unwrap_or(Refusal::Network).sentence(words))
            }
        }
    }

    /// How far a part has come; none if that is not known.
    pub fn standing(&self, part: Part) -> Option<Standing> {
        self.report.as_ref().and_then(|report| report.part(part))
    }

    /// A part in words, as a row of the panel.
    pub fn row(&self, part: Part, words: &Words) -> Option<String> {
        let standing = self.standing(part)?;
        let (said, bytes) = (&words.offline, |count| words.numerals.bytes(count));
        let (title, total) = (words.part(part), bytes(standing.total));
        Some(match standing {
            Standing { coming: true, kept, .. } => (said.coming)(title, &bytes(kept), &total),
            _ if standing.is_kept() => (said.kept)(title, &total),
            // The headline says it of the base.
            Standing { refusal: Some(refusal), .. } if part != Part::Base => {
                (said.not_kept_because)(title, &total, refusal.sentence(words))
            }
            _ => (said.not_kept)(title, &total),
        })
    }

    /// How safe what is kept is, once something is.
    pub fn promise(&self, words: &Words) -> Option<&'static str> {
        self.standing(Part::Base).filter(Standing::is_kept)?;
        Some(match self.lasting? {
            true => words.offline.promised,
            false => words.offline.not_promised,
        })
    }

    /// The share that is kept of what is on its way, 0 to 1.
    pub fn share(&self) -> Option<f64> {
        let coming = Part::ALL.into_iter().filter_map(|part| self.standing(part));
        let (kept, total) = coming
            .filter(|standing| standing.coming)
            .fold((0.0, 0.0), |(kept, total), s| (kept + s.kept, total + s.total));
        (total > 0.0).then(|| (kept / total).clamp(0.0, 1.0))
    }

    /// Whether a part is there to be asked for with a button of its own, in a browser that can use it.
    pub fn offers_alone(&self, part: Part, has_gpu: bool) -> bool {
        let is_alone = match part {
            Part::Base | Part::Gpu => false,
            Part::Large | Part::Laboratory => true,
            Part::LaboratoryGpu => has_gpu,
        };
        is_alone && self.offers(part)
    }

    /// Whether a part is there to be asked for.
    pub fn offers(&self, part: Part) -> bool {
        self.standing(part).is_some_and(|standing| !standing.is_settled())
    }

    /// The parts that the visitor's one button still has to keep: all that this browser can use, but
    /// those that have a button of their own, since few want them.
    pub fn missing(&self, has_gpu: bool) -> Vec<Part> {
        let wanted = [Some(Part::Base), has_gpu.then_some(Part::Gpu)];
        wanted.into_iter().flatten().filter(|part| self.offers(*part)).collect()
    }

    /// The words on that button; none if there is nothing left for it to do.
    pub fn wish(&self, has_gpu: bool, words: &Words) -> Option<&'static str> {
        match self.missing(has_gpu)[..] {
            [Part::Base, ..] => Some(words.offline.make),
            [..] if self.report.is_none() => None,
            [_, ..] => Some(words.offline.keep_gpu),
            [] => {
                (self.lasting == Some(false) && !self.asked).then_some(words.offline.keep_for_good)
            }
        }
    }

    /// What should be kept now without being asked for: the base, and then what the visitor uses.
    pub fn due(&self, used: &[Part]) -> Vec<Part> {
        let is_due = |part: &Part| {
            self.offers(*part) && self.standing(*part).is_some_and(|s| s.refusal.is_none())
        };
        if !self.standing(Part::Base).is_some_and(|base| base.is_kept()) {
            return [Part::Base].into_iter().filter(is_due).collect();
        }
        used.iter().copied().filter(is_due).collect()
    }

    /// Another version has begun to work. Returns whether the page must start anew now: only if its
    /// visitor has just said so, and is not speaking.
    pub fn change_version(&mut self, busy: bool) -> bool {
        let chosen = self.new_version == NewVersion::Chosen && !busy;
        if matches!(self.new_version, NewVersion::Offered | NewVersion::Chosen) {
            self.new_version = NewVersion::Here;
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    const ENGLISH: &Words = Language::English.words();

    const NOTHING: &str = r#"{"kept": 0, "total": 21000000, "coming": false, "refusal": null}"#;

    fn report(base: &str, gpu: &str) -> Report {
        let text = format!(
            r#"{{"parts": {{"base": {base}, "gpu": {gpu}, "large": {NOTHING}, "laboratory-gpu": {NOTHING}}}}}"#
        );
        Report::parse(&text).unwrap()
    }

    fn base(kept: u32, coming: bool, refusal: &str) -> Offline {
        let base = format!(
            r#"{{"kept": {kept}, "total": 5800000, "coming": {coming}, "refusal": {refusal}}}"#
        );
        Offline { report: Some(report(&base, NOTHING)), ..Offline::default() }
    }

    #[test]
    fn the_way_to_a_page_without_network() {
        assert!(Offline::default().headline(ENGLISH).starts_with("The page will be kept"));
        let coming = base(3_100_000, true, "null");
        assert!(coming.headline(ENGLISH).ends_with("without network: 3.1 MB of 5.8 MB."));
        assert!((coming.share().unwrap() - 3.1 / 5.8).abs() < 1e-9);
        let kept = base(5_800_000, false, "null");
        assert_eq!(kept.headline(ENGLISH), "Ready to work without network.");
        assert_eq!(kept.share(), None);
        let row = kept.row(Part::Base, ENGLISH).unwrap();
        assert_eq!(row, "The page, the CPU engine and the small model: 5.8 MB, kept.");
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let full = base(0, false, r#""full""#);
        assert!(full.headline(ENGLISH).contains("no room"), "{}", full.headline(ENGLISH));
        let refused = r#"{"kept": 0, "total": 1, "coming": false, "refusal": "damaged"}"#;
        let whole = r#"{"kept": 1, "total": 1, "coming": false, "refusal": null}"#;
        let offline = Offline { report: Some(report(whole, refused)), ..Offline::default() };
        assert!(offline.row(Part::Gpu, ENGLISH).unwrap().contains("damaged"));
        assert_eq!(offline.headline(ENGLISH), "Ready to work without network.");
        let obstacle = Offline { obstacle: Some(Obstacle::Insecure), ..Offline::default() };
        assert!(obstacle.headline(ENGLISH).contains("https"));
    }

    #[test]
    fn what_this_browser_cannot_use_need_not_be_kept() {
        let kept = base(5_800_000, false, "null");
        assert_eq!(kept.missing(true), [Part::Gpu]);
        assert!(kept.missing(false).is_empty());
        let large = |has_gpu| kept.offers_alone(Part::Large, has_gpu);
        let training = |has_gpu| kept.offers_alone(Part::LaboratoryGpu, has_gpu);
        assert_eq!([large(false), training(false), training(true)], [true, false, true]);
        assert_eq!(kept.wish(true, ENGLISH), Some("Keep the GPU engine too"));
        assert_eq!(kept.wish(false, ENGLISH), None);
        let unpromised = Offline { lasting: Some(false), ..kept };
        assert_eq!(unpromised.wish(false, ENGLISH), Some("Keep it for good"));
        let refused = Offline { asked: true, ..unpromised };
        assert_eq!(refused.wish(false, ENGLISH), None, "to ask twice is no use");
        assert_eq!(base(0, false, r#""full""#).wish(false, ENGLISH), Some("Make it work offline"));
        assert!(refused.promise(ENGLISH).unwrap().contains("may throw"));
    }

    #[test]
    fn what_is_used_is_kept_once_the_base_is() {
        let kept = base(5_800_000, false, "null");
        assert_eq!(kept.due(&[Part::Gpu]), [Part::Gpu]);
        assert!(kept.due(&[]).is_empty());
        let coming = base(5_000_000, true, "null");
        assert!(coming.due(&[Part::Gpu]).is_empty());
        let thrown_away = base(5_000_000, false, "null");
        assert_eq!(thrown_away.due(&[Part::Gpu]), [Part::Base]);
        let refused = base(5_000_000, false, r#""full""#);
        assert!(refused.due(&[Part::Gpu]).is_empty(), "what has failed waits for the visitor");
    }

    #[test]
    fn a_new_version_waits_for_the_visitor() {
        let mut offline = Offline::default();
        assert!(!offline.change_version(false), "the first version needs no new start");
        assert_eq!(offline.new_version, NewVersion::None);
        offline.new_version = NewVersion::Offered;
        assert!(!offline.clone().change_version(false), "another tab took it");
        offline.new_version = NewVersion::Chosen;
        assert!(offline.clone().change_version(false));
        assert!(!offline.change_version(true), "nothing reloads under a recording");
        assert_eq!(offline.new_version, NewVersion::Here);
    }

    #[test]
    fn other_messages_are_no_reports() {
        assert_eq!(Report::parse("{}"), None);
        assert_eq!(Report::parse("hello"), None);
    }

    #[test]
    fn a_site_may_lack_the_larger_parts() {
        let text =
            r#"{"parts": {"base": {"kept": 1, "total": 1, "coming": false, "refusal": null}}}"#;
        let offline = Offline { report: Report::parse(text), ..Offline::default() };
        assert_eq!(offline.row(Part::Gpu, ENGLISH), None);
        assert!(offline.missing(true).is_empty());
    }
}
