//! Features as CSV: names in the first line, numbers with a point, as programs read them.

use super::session::SharedSound;
use crate::engine::protocol::{Judgement, Table, Traces};
use crate::meaning::Meaning;

/// A row of averages under their names.
///
/// # Errors
/// Those of the writer, which has none in memory.
pub fn averages(title: &str, table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(std::iter::once("sound").chain(table.columns.iter().map(String::as_str)))?;
    let values = table.values.iter().map(f32::to_string);
    writer.write_record(std::iter::once(title.to_owned()).chain(values))?;
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// The answers over time: a row for every window that was judged, with a probability for each label.
///
/// # Errors
/// Those of the writer, which has none in memory.
pub fn answers(judgement: &Judgement) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = judgement.labels.iter().map(Meaning::name);
    writer.write_record(["from_s", "to_s"].into_iter().chain(names))?;
    for window in &judgement.windows {
        let span = [window.start_s, window.end_s].map(|at_s| format!("{at_s:.3}"));
        let shares = window.probabilities.iter().map(|share| format!("{share:.4}"));
        writer.write_record(span.into_iter().chain(shares))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Tracks over time, a row every `hop_s` of the traces; F0 is that of the nearest moment, empty
/// where there is no voice.
///
/// # Errors
/// Those of the writer, which has none in memory.
pub fn tracks(traces: &Traces, sound: &SharedSound) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let numbered =
        |name: &'static str, count: usize| (1..=count).map(move |n| format!("{name}_{n}"));
    let header = ["time_s", "f0_hz", "energy_db", "zcr"].map(str::to_owned).into_iter();
    let header = header.chain(numbered("mfcc", Traces::COEFFICIENTS));
    writer.write_record(header.chain(numbered("chroma", Traces::CLASSES)))?;
    for (frame, energy_db) in traces.energy_db.iter().enumerate() {
        let at_s = frame as f64 * traces.hop_s;
        let hz = sound.pitch_hz.get((at_s / sound.pitch_hop_s).round() as usize);
        let hz = hz.filter(|hz| **hz > 0.0).map(f32::to_string).unwrap_or_default();
        let zcr = traces.zcr.get(frame).map(f32::to_string).unwrap_or_default();
        let row = [format!("{at_s:.4}"), hz, energy_db.to_string(), zcr].into_iter();
        let column = |values: &[f32], width: usize| -> Vec<String> {
            values.iter().skip(frame * width).take(width).map(f32::to_string).collect()
        };
        let row = row.chain(column(&traces.mfcc, Traces::COEFFICIENTS));
        writer.write_record(row.chain(column(&traces.chroma, Traces::CLASSES)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::protocol::{SoundView, Verdict, WindowView};

    #[test]
    fn averages_stand_under_their_names() {
        let table = Table { columns: vec!["zcr".into(), "mfcc1".into()], values: vec![0.25, -3.0] };
        let csv = String::from_utf8(averages("a, b.wav", &table).unwrap()).unwrap();
        assert_eq!(csv, "sound,zcr,mfcc1\n\"a, b.wav\",0.25,-3\n");
    }

    #[test]
    fn answers_have_a_row_for_every_window() {
        let probabilities = vec![0.125; 8];
        let window = |start_s: f64| WindowView {
            start_s,
            end_s: start_s + 3.0,
            probabilities: probabilities.clone(),
        };
        let windows = vec![window(0.0), window(1.5)];
        let judgement = Judgement { verdict: Verdict::NotSure, windows, ..Judgement::no_speech() };
        let csv = String::from_utf8(answers(&judgement).unwrap()).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], "from_s,to_s,neutral,calm,happy,sad,angry,fear,disgust,surprise");
        assert_eq!(lines[2], format!("1.500,4.500{}", ",0.1250".repeat(8)));
    }

    #[test]
    fn tracks_have_a_row_for_every_moment() {
        let traces = Traces {
            hop_s: 0.02,
            energy_db: vec![-20.0, -30.0],
            zcr: vec![0.1, 0.2],
            mfcc: vec![1.0; 24],
            chroma: vec![0.5; 24],
        };
        let pitch_hz = vec![0.0, 0.0, 220.0];
        let sound =
            SharedSound::new(SoundView { pitch_hz, ..SoundView::unseen(vec![0.0; 16], 400) });
        let csv = String::from_utf8(tracks(&traces, &sound).unwrap()).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].split(',').count(), 4 + 12 + 12);
        assert!(lines[1].starts_with("0.0000,,-20,0.1,1,"), "{}", lines[1]);
        assert!(lines[2].starts_with("0.0200,220,-30,0.2,"), "{}", lines[2]);
    }
}
