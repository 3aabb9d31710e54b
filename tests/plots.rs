//! Charts, whole: nothing overlaps, everything stands where its axis says, and the files are what
//! their names promise.
#![cfg(feature = "plot-files")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::cell::RefCell;
use std::convert::Infallible;
use std::f64::consts::TAU;
use std::rc::Rc;

use overtone::audio::Waveform as Sound;
use overtone::features::{Features, chroma, mfcc};
use overtone::plot::{
    Analysis, Bar, Bars, Chart, Chroma, ConfidenceBin, Confusion, LearningCurves, Mfcc, Picture,
    Pitch, Reliability, Scale, Sheet, Size, Spectrogram, Theme, Waveform, disk, typeface,
};
use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters::style::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, DrawingErrorKind};

/// A line of text on a chart.
#[derive(Debug, Clone)]
struct Label {
    text: String,
    left: f64,
    right: f64,
    middle: f64,
    /// Half the height of its capitals.
    half: f64,
}

impl Label {
    fn touches(&self, other: &Self) -> bool {
        let across = self.left < other.right && other.left < self.right;
        across && (self.middle - other.middle).abs() < self.half + other.half
    }
}

/// A backend that keeps nothing but the text.
struct Reader {
    size: (u32, u32),
    labels: Rc<RefCell<Vec<Label>>>,
}

impl DrawingBackend for Reader {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        _: BackendCoord,
        _: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let width = typeface::width_of(text, style.size());
        let left = f64::from(x)
            - match style.anchor().h_pos {
                HPos::Left => 0.0,
                HPos::Center => width / 2.0,
                HPos::Right => width,
            };
        if !text.is_empty() {
            self.labels.borrow_mut().push(Label {
                text: text.to_owned(),
                left,
                right: left + width,
                middle: f64::from(y),
                half: style.size() * typeface::MIDDLE_TO_BASELINE_EM,
            });
        }
        Ok(())
    }
}

fn labels(chart: &impl Chart, (width, height): (u32, u32)) -> Vec<Label> {
    let labels = Rc::default();
    let reader = Reader { size: (width, height), labels: Rc::clone(&labels) };
    let area = reader.into_drawing_area();
    chart.draw(&Sheet::new(&area, &Theme::light(), 1.0)).unwrap();
    drop(area);
    labels.take()
}

fn tone(hz: f64, seconds: f64) -> Sound {
    let sample = |n: usize| 0.5 * (TAU * hz * n as f64 / 16_000.0).sin() as f32;
    Sound::new((0..(seconds * 16_000.0) as usize).map(sample).collect(), 16_000).unwrap()
}

/// Something done to a chart of whatever kind.
trait Visitor {
    fn visit(&mut self, name: &str, chart: &impl Chart);
}

/// Every chart of a sound.
fn visit_sound(sound: &Sound, visitor: &mut impl Visitor) {
    let title = || "A recording with quite a long name, 03-01-05-02-01-01-03.wav".to_owned();
    let (seconds, hop_s) = (sound.seconds(), 512.0 / f64::from(sound.rate_hz()));
    let waveform = Waveform {
        title: title(),
        samples: sound.samples(),
        rate_hz: sound.rate_hz(),
        labelled: true,
        gutter: None,
    };
    visitor.visit("waveform", &waveform);
    let stft = Analysis::stft(sound, 8_000.0).unwrap();
    for scale in [Scale::Linear, Scale::Log, Scale::Mel] {
        let name = format!("{scale:?} spectrogram");
        visitor.visit(&name, &stft.chart(title(), Some(scale), None));
    }
    visitor.visit("mel", &Analysis::mel(sound).unwrap().chart(title(), None, None));
    let values = &mfcc::mfcc(sound, 20).unwrap();
    visitor.visit("mfcc", &Mfcc { title: title(), values, hop_s, seconds });
    let values = &chroma::chroma(sound).unwrap();
    visitor.visit("chroma", &Chroma { title: title(), values, hop_s, seconds });
    let hz: Vec<f32> = (0..(seconds * 100.0) as usize)
        .map(|n| if n % 70 < 20 { 0.0 } else { 120.0 + 60.0 * (n as f32 / 20.0).sin() })
        .collect();
    visitor.visit("pitch", &Pitch { title: title(), hz: &hz, hop_s: 0.01, seconds, gutter: None });
}

/// Every chart of a model's papers, on made-up figures.
fn visit_papers(visitor: &mut impl Visitor) {
    let classes = ["neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise"];
    let title = || "Speakers never heard in training".to_owned();
    let counts: Vec<Vec<u64>> =
        (0..8).map(|i| (0..8).map(|j| if i == j { 9_876 } else { 3 * i + j }).collect()).collect();
    visitor.visit("confusion", &Confusion { title: title(), classes: &classes, counts: &counts });
    let falling: Vec<f32> = (0..60).map(|n| 0.4 + 1.7 * (-0.1 * n as f32).exp()).collect();
    let curves = LearningCurves {
        title: title(),
        training_loss: &falling,
        validation_loss: &falling[..50],
        training_accuracy: &falling,
        validation_accuracy: &falling[10..],
        accuracy_label: "Unweighted average recall (%)".to_owned(),
        best_epoch: Some(42),
    };
    visitor.visit("curves", &curves);
    let bin = |n: u64| ConfidenceBin {
        from: n as f64 / 10.0,
        to: (n + 1) as f64 / 10.0,
        confidence: (n as f64 + 0.5) / 10.0,
        accuracy: n as f64 / 11.0,
        count: 37 * n,
    };
    let bins: Vec<ConfidenceBin> = (0..10).map(bin).collect();
    visitor.visit("reliability", &Reliability { title: title(), bins: &bins });
    let bars: Vec<Bar> = (0..8)
        .map(|n| Bar { name: classes[n].to_owned(), share: n as f64 / 7.0, colour: None })
        .collect();
    let label = "Recall (%)".to_owned();
    visitor.visit("bars", &Bars { title: title(), label, bars: &bars, mark: Some(0.125) });
}

#[test]
fn no_text_touches_another_or_leaves_the_sheet_at_any_width() {
    struct Layout;
    impl Visitor for Layout {
        fn visit(&mut self, name: &str, chart: &impl Chart) {
            for width in [340, 390, 500, 639, 768, 1_024, 1_440, 2_400] {
                for height in [240, 360, 600] {
                    let labels = labels(chart, (width, height));
                    let place = |l: &Label| format!("{name} at {width} × {height}: {l:?}");
                    for (i, label) in labels.iter().enumerate() {
                        let inside = label.left >= 0.0 && label.right <= f64::from(width);
                        assert!(inside, "{}", place(label));
                        let below = f64::from(height) - label.middle;
                        assert!(
                            label.middle >= label.half && below >= label.half,
                            "{}",
                            place(label)
                        );
                        for other in &labels[i + 1..] {
                            assert!(!label.touches(other), "{} and {other:?}", place(label));
                        }
                    }
                }
            }
        }
    }
    for seconds in [0.01, 0.7, 4.4, 80.0] {
        visit_sound(&tone(300.0, seconds), &mut Layout);
    }
    visit_papers(&mut Layout);
}

/// The row of a picture, from the sheet's top in CSS pixels, with the strongest colour at `x`.
fn darkest_row(picture: &Picture, x: f64) -> f64 {
    let column = x as usize - picture.left as usize;
    let red = |row: usize| picture.rgba[4 * (row * picture.width as usize + column)];
    let darkest = (0..picture.height as usize).min_by_key(|row| red(*row)).unwrap();
    f64::from(picture.top) + darkest as f64 + 0.5
}

fn tick<'a>(labels: &'a [Label], text: &str) -> &'a Label {
    labels.iter().find(|label| label.text == text).unwrap_or_else(|| panic!("no tick {text}"))
}

#[test]
fn a_tone_stands_at_the_tick_of_its_frequency() {
    let (size, theme) = ((900, 500), Theme::light());
    let sheet = Size { width: 900.0, height: 500.0 };
    for (hz, text) in [(1_000.0, "1k"), (2_000.0, "2k")] {
        let sound = tone(hz, 1.0);
        let (stft, mel) =
            (Analysis::stft(&sound, 8_000.0).unwrap(), Analysis::mel(&sound).unwrap());
        let charts = [
            (stft.chart(String::new(), Some(Scale::Linear), None), 1.5),
            (stft.chart(String::new(), Some(Scale::Log), None), 1.5),
            (stft.chart(String::new(), Some(Scale::Mel), None), 1.5),
            // Half a band of 64 is three pixels and a half.
            (mel.chart(String::new(), None, None), 4.5),
        ];
        for (chart, tolerance) in charts {
            let row = darkest_row(&chart.picture(sheet, &theme, 1.0).unwrap(), 450.0);
            let tick = tick(&labels(&chart, size), text).middle;
            let scale = &chart.scale;
            assert!((row - tick).abs() <= tolerance, "{scale:?}: tone {row}, tick {tick}");
            let frame = chart.frame(sheet, &theme);
            assert!((frame.y_of(hz) - tick).abs() <= 1.0, "{scale:?}");
        }
    }
}

#[test]
fn a_click_stands_at_the_tick_of_its_moment_in_waveform_and_spectrogram() {
    let mut samples = vec![0.0; 16_000];
    samples[8_000] = 1.0;
    let sound = Sound::new(samples, 16_000).unwrap();
    let size = Size { width: 900.0, height: 400.0 };
    let analysis = Analysis::stft(&sound, 8_000.0).unwrap();
    let chart = Spectrogram {
        gutter: Some(60.0),
        ..analysis.chart(String::new(), Some(Scale::Linear), None)
    };
    let picture = chart.picture(size, &Theme::light(), 1.0).unwrap();
    // The window smears the click over 40 ms; its middle is the click's moment.
    let middle_row = picture.height as usize / 2;
    let dark: Vec<usize> = (0..picture.width as usize)
        .filter(|x| picture.rgba[4 * (middle_row * picture.width as usize + x)] < 128)
        .collect();
    let centre = (dark[0] + dark[dark.len() - 1] + 1) as f64 / 2.0 + f64::from(picture.left);
    let spectrogram = chart.frame(size, &Theme::light());
    assert!((centre - spectrogram.x_of(0.5)).abs() <= 1.0);
    assert!((tick(&labels(&chart, (900, 400)), "0.5").left + 9.0 - centre).abs() <= 3.0);
    let waveform = Waveform {
        title: String::new(),
        samples: sound.samples(),
        rate_hz: 16_000,
        labelled: false,
        gutter: Some(60.0),
    };
    // One cursor serves both.
    assert_eq!(waveform.frame(size).x_of(0.5), spectrogram.x_of(0.5));
}

/// Draws into files of both kinds and looks at them.
struct Files;

impl Visitor for Files {
    fn visit(&mut self, name: &str, chart: &impl Chart) {
        for theme in [Theme::light(), Theme::dark()] {
            let svg = disk::svg(chart, (500, 240), &theme).unwrap();
            let document = roxmltree::Document::parse(&svg).unwrap();
            let root = document.root_element();
            assert_eq!(root.attribute("viewBox"), Some("0 0 500 240"), "{name}");
            assert!(root.descendants().any(|node| node.has_tag_name("text")), "{name}");
            let numbers = ["x", "y", "width", "height", "points", "cx", "cy", "r"];
            for node in root.descendants() {
                for number in numbers.iter().filter_map(|n| node.attribute(*n)) {
                    let finite = |n: &str| n.parse::<f64>().is_ok_and(f64::is_finite);
                    assert!(number.split([' ', ',']).all(finite), "{name}: {number}");
                }
            }
            assert_eq!(svg, disk::svg(chart, (500, 240), &theme).unwrap(), "{name}");
            let png = disk::png(chart, (500, 240), &theme).unwrap();
            let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut pixels).unwrap();
            assert_eq!((info.width, info.height), (1_000, 480), "{name}");
            let ground = [theme.ground.0, theme.ground.1, theme.ground.2];
            assert_eq!(pixels[..3], ground, "{name}");
            assert!(pixels.chunks_exact(3).any(|pixel| pixel != ground), "{name}");
            assert_eq!(png, disk::png(chart, (500, 240), &theme).unwrap(), "{name}");
        }
    }
}

#[test]
fn every_chart_is_a_well_formed_file_with_the_same_bytes_each_time() {
    visit_sound(&tone(440.0, 1.3), &mut Files);
    visit_papers(&mut Files);
}

#[test]
fn sounds_at_the_edge_are_drawn() {
    let edge = |samples: Vec<f32>| Sound::new(samples, 16_000).unwrap();
    for sound in [
        edge(vec![0.0; 16_000]),
        edge(vec![0.3]),
        edge(vec![-1.0, 1.0]),
        edge(vec![1e-30; 500]),
        edge(vec![1e30; 500]),
    ] {
        visit_sound(&sound, &mut Files);
    }
}

#[test]
fn an_hour_is_drawn_too() {
    let buzz = (0..8_000 * 3_600).map(|n| (n % 80) as f32 / 80.0 - 0.5).collect();
    let sound = Sound::new(buzz, 8_000).unwrap();
    let analysis = Analysis::stft(&sound, 4_000.0).unwrap();
    Files.visit("spectrogram", &analysis.chart(String::new(), None, None));
    let waveform = Waveform {
        title: String::new(),
        samples: sound.samples(),
        rate_hz: 8_000,
        labelled: true,
        gutter: None,
    };
    Files.visit("waveform", &waveform);
}

#[test]
fn charts_of_nothing_have_axes_and_no_data() {
    let title = || "Nothing".to_owned();
    let values = &Features { values: vec![], rows: 0, frames: 0 };
    Files.visit("mfcc", &Mfcc { title: title(), values, hop_s: 0.01, seconds: 0.0 });
    Files.visit("chroma", &Chroma { title: title(), values, hop_s: 0.01, seconds: 0.0 });
    Files.visit(
        "pitch",
        &Pitch { title: title(), hz: &[], hop_s: 0.01, seconds: 0.0, gutter: None },
    );
    let hz = &[f32::NAN, 0.0, 150.0, f32::INFINITY];
    Files.visit("pitch", &Pitch { title: title(), hz, hop_s: 0.01, seconds: 0.04, gutter: None });
    Files.visit("confusion", &Confusion { title: title(), classes: &[], counts: &[] });
    let classes = &["sad", "happy"];
    Files.visit("confusion", &Confusion { title: title(), classes, counts: &[vec![3]] });
    Files.visit("curves", &LearningCurves { title: title(), ..LearningCurves::default() });
    let loss = &[f32::NAN, 2.0, f32::INFINITY, 1.0, 0.9];
    let curves = LearningCurves {
        title: title(),
        training_loss: loss,
        validation_loss: loss,
        best_epoch: Some(3),
        ..LearningCurves::default()
    };
    Files.visit("curves", &curves);
    Files.visit("reliability", &Reliability { title: title(), bins: &[] });
    let label = "Recall (%)".to_owned();
    Files.visit("bars", &Bars { title: title(), label: label.clone(), bars: &[], mark: None });
    let bars = &[Bar { name: "sad".to_owned(), share: f64::NAN, colour: None }];
    Files.visit("bars", &Bars { title: title(), label, bars, mark: None });
}
