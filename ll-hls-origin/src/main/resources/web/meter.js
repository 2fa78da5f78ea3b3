// Counts stalls of a media element the way a viewer sees them. Time hidden in a background tab is nobody's stall.

const FROZEN_MS = 1000;
// players nudge the position while they wait: a twitch of the picture does not make it two stalls
const TWITCH_MS = 500;

export class PlaybackMeter {
  stalls = 0;
  startupMs = null;
  #stalledMs = 0;
  #stalledSince = null;
  #resumedAt = -Infinity;
  #openedAt;
  #lastTime = -1;
  #lastAdvance;

  constructor(video, now = () => performance.now()) {
    this.video = video;
    this.now = now;
    this.#openedAt = now();
    this.#lastAdvance = now();
    video.addEventListener('waiting', () => this.#waiting());
    video.addEventListener('playing', () => this.#playing());
    for (const interruption of ['pause', 'ended', 'emptied']) {
      video.addEventListener(interruption, () => this.forgive());
    }
  }

  get stalled() {
    return this.#stalledSince !== null;
  }

  get stallSeconds() {
    const running = this.stalled ? this.now() - this.#stalledSince : 0;
    return (this.#stalledMs + running) / 1000;
  }

  /** Call a few times a second: ends stalls when the picture moves and finds freezes that raise no event. */
  sample() {
    const time = this.video.currentTime;
    if (time !== this.#lastTime || !this.#shouldMove()) {
      if (time !== this.#lastTime) {
        this.#end();
      }
      this.#lastTime = time;
      this.#lastAdvance = this.now();
    } else if (this.now() - this.#lastAdvance > FROZEN_MS) {
      this.#begin(this.#lastAdvance);
    }
  }

  /** What follows is an interruption somebody asked for: a seek, a pause, a hidden tab. */
  forgive() {
    this.#end();
    this.#lastAdvance = this.now();
  }

  #waiting() {
    if (this.#shouldMove()) {
      this.#begin(this.now());
    }
  }

  #playing() {
    this.startupMs ??= this.now() - this.#openedAt;
    this.#end();
  }

  #shouldMove() {
    const { paused, ended, seeking } = this.video;
    return this.startupMs !== null && !paused && !ended && !seeking && !document.hidden;
  }

  #begin(at) {
    if (!this.stalled) {
      this.stalls += at - this.#resumedAt > TWITCH_MS ? 1 : 0;
      this.#stalledSince = at;
    }
  }

  #end() {
    if (this.stalled) {
      this.#stalledMs += this.now() - this.#stalledSince;
      this.#stalledSince = null;
      this.#resumedAt = this.now();
    }
  }
}
