// Sounds for the tests, made here so that what is in them is known.

export const RATE_HZ = 16_000;

/** A 16 bit mono WAV file of samples between -1 and 1. */
export function wav(samples, rateHz = RATE_HZ) {
  const dataBytes = 2 * samples.length;
  const file = Buffer.alloc(44 + dataBytes);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + dataBytes, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rateHz, 24);
  file.writeUInt32LE(2 * rateHz, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(dataBytes, 40);
  samples.forEach((sample, i) => {
    file.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, sample))), 44 + 2 * i);
  });
  return file;
}

export function silence(seconds, rateHz = RATE_HZ) {
  return new Float32Array(Math.round(seconds * rateHz));
}

export function tone(hz, seconds, amplitude = 0.5, rateHz = RATE_HZ) {
  return silence(seconds, rateHz).map((_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rateHz));
}

// Formants of [a], [i] and [u] in Hz, after Peterson and Barney's men (1952).
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
];
const FORMANT_WIDTHS_HZ = [80, 100, 140];
const SYLLABLE_S = 0.28;

/**
 * A synthetic voice: a pulse train whose pitch rises and falls, through the formants of vowels
 * that change with every syllable.
 */
export function voice(seconds, rateHz = RATE_HZ) {
  const samples = silence(seconds, rateHz);
  const resonators = VOWELS[0].map(() => ({ y1: 0, y2: 0 }));
  let phase = 0;
  let last = 0;
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const time = i / rateHz;
    phase += (150 + 40 * Math.sin(2 * Math.PI * 0.7 * time)) / rateHz;
    let sample = phase >= 1 ? 1 : 0;
    if (phase >= 1) phase -= 1;
    const vowel = VOWELS[Math.floor(time / SYLLABLE_S) % VOWELS.length];
    resonators.forEach((resonator, k) => {
      const radius = Math.exp((-Math.PI * FORMANT_WIDTHS_HZ[k]) / rateHz);
      const turn = 2 * radius * Math.cos((2 * Math.PI * vowel[k]) / rateHz);
      const y = sample + turn * resonator.y1 - radius * radius * resonator.y2;
      resonator.y2 = resonator.y1;
      resonator.y1 = y;
      sample = y;
    });
    // Each syllable swells and fades; the mouth is never quite shut, and its lips radiate change.
    const swell = Math.sin((Math.PI * (time % SYLLABLE_S)) / SYLLABLE_S);
    samples[i] = (sample - last) * (0.02 + swell * swell);
    last = sample;
    peak = Math.max(peak, Math.abs(samples[i]));
  }
  return samples.map((sample) => (0.6 * sample) / peak);
}
