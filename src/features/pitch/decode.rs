//! The likeliest way through the candidates of all frames.

use super::candidates::{Candidate, STEPS, bins};

/// The farthest that a pitch moves in a frame of 10 ms: two semitones, as in librosa 0.11.0.
const REACH: usize = 2 * STEPS;
/// The probability of a voice to begin or to end in a frame.
const SWITCH: f32 = 0.01;
/// The least score of a way, relative to the best: far below all that may still win.
const LEAST: f32 = -1e4;
/// Marks a step back that also changes between voiced and unvoiced; the rest is its distance.
const SWITCHED: u8 = 0x80;

/// Viterbi's algorithm over states of a pitch, voiced or unvoiced: a pitch moves by a triangular
/// distribution, a voice begins and ends now and then, and an unvoiced frame may have any pitch.
pub(super) struct Decoder {
    /// Logarithms of the triangle, from `REACH` steps down to `REACH` steps up.
    moves: Vec<f32>,
    voiced: Scores,
    unvoiced: Scores,
    /// The step back of every state of every frame but the first: voiced states, then unvoiced.
    steps_back: Vec<u8>,
    observed: Vec<f32>,
    frames: usize,
}

/// The likelihoods of the best ways to all pitches of one kind.
struct Scores {
    /// With `REACH` impossible pitches at both ends, so that every pitch has as many neighbours.
    now: Vec<f32>,
    /// The best after a move, not yet compared with the other kind, and the move that led there.
    moved: Vec<f32>,
    from: Vec<u32>,
}

impl Scores {
    fn new() -> Self {
        let now = vec![f32::NEG_INFINITY; bins() + 2 * REACH];
        let mut scores = Self { now, moved: vec![0.0; bins()], from: vec![0; bins()] };
        scores.pitches_mut().fill(0.0);
        scores
    }

    fn pitches(&self) -> &[f32] {
        &self.now[REACH..][..bins()]
    }

    fn pitches_mut(&mut self) -> &mut [f32] {
        &mut self.now[REACH..][..bins()]
    }

    /// Finds the best move to every pitch.
    fn advance(&mut self, moves: &[f32]) {
        self.moved.fill(f32::NEG_INFINITY);
        for (step, weight) in moves.iter().enumerate() {
            let before = &self.now[step..];
            let best = self.moved.iter_mut().zip(&mut self.from);
            for ((moved, from), before) in best.zip(before) {
                let score = before + weight;
                let better = score > *moved;
                *moved = if better { score } else { *moved };
                *from = if better { step as u32 } else { *from };
            }
        }
    }

    fn best(&self) -> f32 {
        self.pitches().iter().copied().fold(f32::NEG_INFINITY, f32::max)
    }

    fn lower(&mut self, by: f32) {
        self.pitches_mut().iter_mut().for_each(|score| *score = (*score - by).max(LEAST));
    }

    /// The likeliest pitch.
    fn bin(&self) -> usize {
        let scores = self.pitches();
        (0..bins()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
    }
}

impl Decoder {
    pub fn new() -> Self {
        let height = |step: usize| (REACH + 1 - step.abs_diff(REACH)) as f32;
        let area: f32 = (0..=2 * REACH).map(height).sum();
        Self {
            moves: (0..=2 * REACH).map(|step| (height(step) / area).ln()).collect(),
            voiced: Scores::new(),
            unvoiced: Scores::new(),
            steps_back: Vec::new(),
            observed: vec![0.0; bins()],
            frames: 0,
        }
    }

    /// Takes in the next frame.
    pub fn push(&mut self, candidates: &[Candidate]) {
        self.observed.fill(0.0);
        for candidate in candidates {
            self.observed[candidate.bin] += candidate.probability as f32;
        }
        let voiced: f32 = self.observed.iter().sum();
        let unvoiced = likelihood((1.0 - voiced) / bins() as f32);
        if self.frames > 0 {
            self.voiced.advance(&self.moves);
            self.unvoiced.advance(&self.moves);
            self.steps_back.extend(settle(&mut self.voiced, &self.unvoiced));
            self.steps_back.extend(settle(&mut self.unvoiced, &self.voiced));
        }
        let observed = self.observed.iter().map(|probability| likelihood(*probability));
        let scores = self.voiced.pitches_mut().iter_mut();
        scores.zip(observed).for_each(|(score, observed)| *score += observed);
        self.unvoiced.pitches_mut().iter_mut().for_each(|score| *score += unvoiced);
        // Only differences count; kept near 0 they keep their precision over an hour of frames.
        let best = self.voiced.best().max(self.unvoiced.best());
        self.voiced.lower(best);
        self.unvoiced.lower(best);
        self.frames += 1;
    }

    /// The pitch of every frame, in steps; none where it is unvoiced.
    pub fn finish(self) -> Vec<Option<usize>> {
        let mut is_voiced = self.voiced.best() > self.unvoiced.best();
        let mut bin = if is_voiced { self.voiced.bin() } else { self.unvoiced.bin() };
        let mut way = vec![None; self.frames];
        for (t, place) in way.iter_mut().enumerate().rev() {
            *place = is_voiced.then_some(bin);
            let Some(before) = t.checked_sub(1) else { break };
            let kind = if is_voiced { 0 } else { bins() };
            let step = self.steps_back[before * 2 * bins() + kind + bin];
            is_voiced ^= step & SWITCHED != 0;
            bin = bin + usize::from(step & !SWITCHED) - REACH;
        }
        way
    }
}

/// Chooses for every pitch of one kind whether it was of the same kind before; gives the steps
/// back.
fn settle<'a>(same: &'a mut Scores, other: &'a Scores) -> impl Iterator<Item = u8> + 'a {
    let (stay, switch) = ((1.0 - SWITCH).ln(), SWITCH.ln());
    let Scores { now, moved, from } = same;
    let now = now[REACH..].iter_mut();
    let ways = moved.iter().zip(from.iter()).zip(other.moved.iter().zip(&other.from));
    now.zip(ways).map(move |(now, ((same, from), (other, other_from)))| {
        let (stayed, switched) = (same + stay, other + switch);
        *now = stayed.max(switched);
        if stayed >= switched { *from as u8 } else { *other_from as u8 | SWITCHED }
    })
}

fn likelihood(probability: f32) -> f32 {
    probability.max(f32::MIN_POSITIVE).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(frames: &[&[(usize, f64)]]) -> Vec<Option<usize>> {
        let mut decoder = Decoder::new();
        for frame in frames {
            let candidate = |(bin, probability): &(usize, f64)| Candidate {
                hz: 0.0,
                bin: *bin,
                probability: *probability,
            };
            decoder.push(&frame.iter().map(candidate).collect::<Vec<_>>());
        }
        decoder.finish()
    }

    #[test]
    fn no_frames_have_no_way() {
        assert!(decode(&[]).is_empty());
    }

    #[test]
    fn frames_without_candidates_are_unvoiced() {
        assert_eq!(decode(&[[].as_slice(); 5]), [None; 5]);
    }

    #[test]
    fn a_likelier_octave_for_one_frame_does_not_break_the_way() {
        let steady: &[(usize, f64)] = &[(100, 0.9)];
        let octave: &[(usize, f64)] = &[(100, 0.3), (220, 0.6)];
        let way = decode(&[steady, steady, octave, steady, steady]);
        assert_eq!(way, [Some(100); 5]);
    }

    #[test]
    fn a_voice_begins_and_ends() {
        let voice: &[(usize, f64)] = &[(300, 0.95)];
        let noise: &[(usize, f64)] = &[(17, 0.01)];
        let frames = [noise, noise, voice, voice, voice, voice, noise, noise];
        let voiced: Vec<bool> = decode(&frames).iter().map(Option::is_some).collect();
        assert_eq!(voiced, [false, false, true, true, true, true, false, false]);
    }

    #[test]
    fn a_glide_is_followed_step_by_step() {
        let frames: Vec<[(usize, f64); 1]> = (0..20).map(|t| [(50 + 15 * t, 0.8)]).collect();
        let frames: Vec<&[(usize, f64)]> = frames.iter().map(|frame| &frame[..]).collect();
        let way = decode(&frames);
        assert!(way.iter().enumerate().all(|(t, bin)| *bin == Some(50 + 15 * t)));
    }
}
