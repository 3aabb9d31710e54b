// Takes every frame of the microphone, silence included, and posts it in blocks.
// A browser that starts its sound may let the clock jump; the recording begins with the first whole
// block without a jump, and from there on every jump is told as a loss.
// Out: {frame, samples, last}: the number of the block's first frame as the audio clock counts,
//      the frames, mono, and whether the block is the last one. In: anything means "stop".

const BLOCK_FRAMES = 1024;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.running = false;
    this.begin(currentFrame);
    this.port.onmessage = () => {
      this.post(true);
      this.stopped = true;
    };
  }

  begin(frame) {
    this.frame = frame;
    this.filled = 0;
    this.block = new Float32Array(BLOCK_FRAMES);
  }

  post(last) {
    const samples = this.block.slice(0, this.filled);
    this.port.postMessage({ frame: this.frame, samples, last }, [samples.buffer]);
  }

  process([channels], [output]) {
    if (this.stopped) return false;
    // A gap in the clock ends the block, so that the page sees what was lost.
    if (currentFrame !== this.frame + this.filled) {
      if (this.running && this.filled > 0) this.post(false);
      this.begin(currentFrame);
    }
    const frames = output[0].length;
    for (let i = 0; i < frames; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i];
      this.block[this.filled++] = channels.length > 0 ? sum / channels.length : 0;
      if (this.filled === BLOCK_FRAMES) {
        this.post(false);
        this.running = true;
        this.begin(this.frame + BLOCK_FRAMES);
      }
    }
    return true;
  }
}

registerProcessor("capture", Capture);
