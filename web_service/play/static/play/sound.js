// Sentences of sound, one after the other without a gap: each is decoded as it comes and scheduled behind the last.

const LEAD_S = 0.005; // a start that is past by then begins at once and loses nothing

function bytesOf(base64) {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i); // far quicker than a call a letter
  return bytes;
}

export class Sound {
  constructor({ onSentence, onSilence }) {
    this.onSentence = onSentence;
    this.onSilence = onSilence;
    this.context = null;
    this.gain = null;
    this.endsAt = 0;
    this.playing = new Set();
    this.volume = 0.9;
    this.isMuted = false;
    this.round = 0;
  }

  isBlocked() {
    return !this.context || this.context.state !== "running";
  }

  async unlock() {
    if (!this.context) {
      this.context = new AudioContext();
      this.gain = this.context.createGain();
      this.gain.connect(this.context.destination);
      this.setVolume(this.volume);
    }
    // Where sound is blocked until a gesture, resume() may wait for ever: ask, but do not wait for it.
    await Promise.race([this.context.resume(), new Promise((done) => setTimeout(done, 300))]);
    return !this.isBlocked();
  }

  setVolume(volume) {
    this.volume = volume;
    if (this.gain) this.gain.gain.value = this.isMuted ? 0 : volume;
  }

  setMuted(isMuted) {
    this.isMuted = isMuted;
    this.setVolume(this.volume);
  }

  async add(base64, sentence) {
    const round = this.round;
    const buffer = await this.context.decodeAudioData(bytesOf(base64).buffer);
    if (round !== this.round) return;
    const node = this.context.createBufferSource();
    node.buffer = buffer;
    node.connect(this.gain);
    const startsAt = Math.max(this.context.currentTime + LEAD_S, this.endsAt);
    this.endsAt = startsAt + buffer.duration;
    this.playing.add(node);
    const wait = Math.max(0, (startsAt - this.context.currentTime) * 1000);
    const caption = setTimeout(() => this.onSentence(sentence), wait);
    node.onended = () => {
      clearTimeout(caption);
      this.playing.delete(node);
      if (!this.playing.size) this.onSilence();
    };
    node.start(startsAt);
  }

  stop() {
    this.round += 1;
    this.endsAt = 0;
    for (const node of [...this.playing]) {
      node.onended = null;
      node.stop();
    }
    this.playing.clear();
    this.onSilence();
  }
}
