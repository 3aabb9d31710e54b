//! An engine and its page, without a browser.

use std::cell::RefCell;
use std::rc::Rc;

use burn::tensor::Device;
use futures::executor::block_on;
use overtone::engine::protocol::{Reply, Request, VERSION};
use overtone::engine::session::{NamedDevice, Session, Wire};

/// A page that writes down what it is told.
#[derive(Clone, Default)]
pub struct Page {
    replies: Rc<RefCell<Vec<Reply>>>,
    /// Jobs that it has given up.
    pub cancelled: Rc<RefCell<Vec<u32>>>,
}

impl Wire<Reply> for Page {
    fn send(&self, reply: Reply) {
        self.replies.borrow_mut().push(reply);
    }

    fn is_cancelled(&self, job: u32) -> bool {
        self.cancelled.borrow().contains(&job)
    }

    async fn breathe(&self) {}

    fn now_ms(&self) -> f64 {
        self.replies.borrow().len() as f64
    }
}

impl Page {
    /// What came since the last look.
    pub fn take(&self) -> Vec<Reply> {
        self.replies.take()
    }
}

pub fn shipped_model() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/model/small.overtone")).unwrap()
}

/// A session that has its model, and its page.
pub fn opened() -> (Session<Page>, Page) {
    opened_on("test")
}

/// The same on a device of this name.
pub fn opened_on(name: &str) -> (Session<Page>, Page) {
    let page = Page::default();
    let device = NamedDevice { device: Device::flex(), name: name.to_owned() };
    let mut session = Session::new(device, page.clone());
    block_on(session.answer(Request::Open { version: VERSION, model: shipped_model() }));
    (session, page)
}

/// Seconds of a hummed vowel.
pub fn hum(seconds: f64, rate_hz: u32) -> Vec<f32> {
    let sample = |i: u32| {
        let phase = std::f64::consts::TAU * 180.0 * f64::from(i) / f64::from(rate_hz);
        (1..10).map(|k| (phase * f64::from(k)).sin() / f64::from(k)).sum::<f64>() as f32 * 0.2
    };
    (0..(seconds * f64::from(rate_hz)) as u32).map(sample).collect()
}
