/** One of the eight emotions that a voice performs. */
export type Emotion =
  | "neutral"
  | "calm"
  | "happy"
  | "sad"
  | "angry"
  | "fear"
  | "disgust"
  | "surprise";

/** An emotion, or a label of its owner's that a personal model was taught. */
export type Label = Emotion | (string & {});

/** The answer in a word: a label, a voice in which none stands out, or no voice at all. */
export type Verdict = Label | "not sure" | "no speech";

/** A probability for every emotion, and for every label of the model's own; they sum to 1. */
export type Probabilities = Readonly<Record<Emotion, number> & Record<string, number>>;

/** What a model makes of a sound. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Calibrated, pooled over the windows; all alike where there is no speech. */
  readonly probabilities: Probabilities;
  /** The windows in which somebody speaks. */
  readonly windows: readonly JudgedWindow[];
}

/** A window of a sound and what was heard in it alone. */
export interface JudgedWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly probabilities: Probabilities;
}

/** A sound in one channel, full scale at ±1. */
export interface Sound {
  readonly samples: Float32Array;
  /** Samples a second. */
  readonly sampleRate: number;
}

/** Features of a sound: named rows over time. */
export interface Features {
  /** The names of the rows. */
  readonly names: readonly string[];
  /** Row after row: row `r` at frame `f` is `values[r * frames + f]`. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly frames: number;
  /** From one frame to the next; frame `f` is centred at `f * hopSeconds`. None in a summary. */
  readonly hopSeconds?: number;
}

/** 162 averages over a stretch of 2.5 s, or 80 mel bands in decibels a hundred times a second, as the model hears. */
export type FeaturePreset = "seed" | "overtone";

/** Time averages of zero crossings, chroma, MFCC, RMS and mel powers; what is left out is as in "seed". */
export interface SummaryOptions {
  kind: "summary";
  /** The rate at which the sound is heard, in Hz; 22050. */
  sampleRate?: number;
  /** Where the stretch begins; 0.6. */
  offsetSeconds?: number;
  /** The longest stretch; 2.5. */
  longestSeconds?: number;
  /** Samples of a frame, of its window and of its transform; 2048. */
  fftSamples?: number;
  /** Samples from one frame to the next; 512. */
  hopSamples?: number;
  /** Cepstral coefficients; 20. */
  coefficients?: number;
  /** Mel bands, from 0 Hz to half the rate; 128. */
  bands?: number;
}

/** Mel bands in decibels, frame by frame; what is left out is as in "overtone". */
export interface FrameOptions {
  kind: "frames";
  /** The rate at which the sound is heard, in Hz; 16000. */
  sampleRate?: number;
  /** Samples under the Hann window; 400. */
  windowSamples?: number;
  /** Samples of the transform; 400. */
  fftSamples?: number;
  /** Samples from one frame to the next; 160. */
  hopSamples?: number;
  /** Mel bands; 80. */
  bands?: number;
  /** Where the lowest band begins; 0. */
  lowHz?: number;
  /** Where the highest band ends; 8000. */
  highHz?: number;
  /** The least value; -100. */
  floorDb?: number;
}

/** Which features. */
export type FeatureOptions = FeaturePreset | SummaryOptions | FrameOptions;

/** How a stream is cut into windows, and who speaks in it. */
export interface StreamOptions {
  /** Length of a window, 0.5 to 60; 3. */
  windowSeconds?: number;
  /** From one window to the next, 0.05 to the length of a window; 0.5. */
  hopSeconds?: number;
  /**
   * Whether one person speaks: then the model gets used to their voice, without being told what they
   * mean; false. It remembers two minutes of speech, and keeps nothing once the stream is freed.
   */
  oneVoice?: boolean;
}

/** What a model says of itself. */
export interface Model {
  /** The kind of network. */
  readonly network: "seed" | "frames" | "statistics" | "encoded";
  /** What it hears; `extractFeatures` takes it. */
  readonly features: Required<SummaryOptions> | Required<FrameOptions>;
  /** The corpora that it was trained on. */
  readonly corpora: readonly string[];
  /** How clips were kept apart from training: by "speaker", "clip" or "row". */
  readonly split: string;
  readonly trainingClips: number;
  readonly trainingSpeakers: readonly string[];
  /** Speakers on whom epoch, temperature and threshold were chosen. */
  readonly validationSpeakers: readonly string[];
  /** Speakers that it never heard. */
  readonly testSpeakers: readonly string[];
  /** Unweighted average recall on the validation speakers, 0 to 1. */
  readonly validationUar: number;
  /** What logits are divided by. */
  readonly temperature: number;
  /** The largest probability from which an emotion is named; below it, the verdict is "not sure". */
  readonly sureFrom: number;
  /** Whether a stream of it can have `oneVoice`: not if it is somebody's own. */
  readonly getsUsedToVoices: boolean;
}

/** What every call throws, or rejects its promise with. */
export interface OvertoneError extends Error {
  readonly name: "OvertoneError";
  readonly code: ErrorCode;
}

/** The kinds of errors; these names stay. */
export type ErrorCode =
  | "argument/type"
  | "audio/damaged"
  | "audio/empty"
  | "audio/none"
  | "audio/not-audio"
  | "audio/not-finite"
  | "audio/rate"
  | "audio/too-long"
  | "audio/truncated"
  | "audio/unsupported"
  | "device/failed"
  | "model/damaged"
  | "model/foreign"
  | "model/inconsistent"
  | "model/version"
  | "options/invalid"
  | "options/range"
  | "stream/finished";
