// Two players with one face: hls.js on Media Source Extensions, and the browser's own player on Apple devices.
//
// listener: onFound() the playlist is there, onMissing() it is not there yet, onError(entry), onUnplayable()

const HLS_OPTIONS = {
  lowLatencyMode: true,
  maxLiveSyncPlaybackRate: 1.5, // without it hls.js never makes up for a stall
  backBufferLength: 30, // a page left open all day must not keep all day in memory
  maxBufferHole: 0.3,
};

const UNPLAYABLE = new Set(['manifestIncompatibleCodecsError', 'bufferAddCodecError', 'bufferIncompatibleCodecsError']);
const RETRY_MS = [500, 1000, 2000, 3000];
const REOPEN_AFTER = 3;

/** Apple's own player speaks low latency itself; hls.js is for everybody else. */
export function choosePlayer(video) {
  const native = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  if (native && /apple/i.test(navigator.vendor)) {
    return NativePlayer;
  }
  if (window.Hls?.isSupported()) {
    return HlsPlayer;
  }
  return native ? NativePlayer : null;
}

export class HlsPlayer {
  #hls = null;
  #failures = 0;
  #mediaErrorAt = -Infinity;
  #timer;

  constructor(video, url, listener) {
    this.video = video;
    this.url = url;
    this.listener = listener;
    this.open();
  }

  get label() {
    return `hls.js ${window.Hls.version}`;
  }

  get latency() {
    return this.#hls?.latency || null;
  }

  get targetLatency() {
    return this.#hls?.targetLatency ?? null;
  }

  /** The program date-time of the picture on screen, in Unix milliseconds. */
  get playingAtMs() {
    return this.#hls?.playingDate?.getTime() ?? null;
  }

  get ended() {
    const details = this.#hls?.latestLevelDetails;
    return Boolean(details && !details.live) && (this.video.ended || this.bufferAhead < 0.1);
  }

  get bufferAhead() {
    return this.#hls?.mainForwardBufferInfo?.len ?? 0;
  }

  /** Starts anew: another stream may stand behind the same address. */
  open() {
    this.close();
    const hls = new window.Hls(HLS_OPTIONS);
    hls.on(window.Hls.Events.MANIFEST_PARSED, () => this.listener.onFound());
    hls.on(window.Hls.Events.FRAG_BUFFERED, () => { this.#failures = 0; });
    hls.on(window.Hls.Events.ERROR, (_, data) => this.#onError(hls, data));
    this.#hls = hls;
    hls.loadSource(this.url);
    hls.attachMedia(this.video);
  }

  close() {
    clearTimeout(this.#timer);
    this.#hls?.destroy();
    this.#hls = null;
  }

  goLive() {
    const position = this.#hls?.liveSyncPosition;
    if (Number.isFinite(position)) {
      this.video.currentTime = position;
    }
  }

  /** hls.js raises its target by a second per stall and keeps it; after a quiet minute the viewer gets it back. */
  relax() {
    const normal = this.#hls?.latestLevelDetails?.partHoldBack;
    if (normal && this.targetLatency > normal) {
      this.#hls.targetLatency = normal;
    }
  }

  #onError(hls, data) {
    const { ErrorTypes } = window.Hls;
    const missing = data.details === 'manifestLoadError' && data.response?.code === 404;
    if (!missing) {
      this.listener.onError({
        type: data.type, details: data.details, fatal: data.fatal, status: data.response?.code ?? null,
        message: data.error?.message ?? data.reason ?? '',
      });
    }
    if (!data.fatal) {
      return;
    }
    if (UNPLAYABLE.has(data.details)) {
      this.listener.onUnplayable();
    } else if (data.type === ErrorTypes.MEDIA_ERROR && performance.now() - this.#mediaErrorAt > 5000) {
      this.#mediaErrorAt = performance.now();
      hls.recoverMediaError();
    } else if (data.details.startsWith('manifest')) {
      this.listener.onMissing();
      this.#retry(() => hls.loadSource(this.url));
    } else if (data.type === ErrorTypes.NETWORK_ERROR && this.#failures < REOPEN_AFTER) {
      this.#retry(() => hls.startLoad());
    } else {
      this.#retry(() => this.open());
    }
  }

  #retry(action) {
    const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, delay);
  }
}

export class NativePlayer {
  #timer;

  constructor(video, url, listener) {
    this.video = video;
    this.url = url;
    video.addEventListener('loadedmetadata', () => listener.onFound());
    video.addEventListener('error', () => {
      const code = video.error?.code;
      // 4 is also what a playlist that is not there yet looks like
      if (code === 4) {
        listener.onMissing();
      } else {
        listener.onError({ type: 'media', details: `MediaError ${code}`, fatal: true, status: null, message: video.error?.message ?? '' });
      }
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.open(), 3000);
    });
    this.open();
  }

  get label() {
    return null;
  }

  get latency() {
    return null;
  }

  get targetLatency() {
    return null;
  }

  get playingAtMs() {
    const start = this.video.getStartDate?.().getTime();
    return Number.isFinite(start) ? start + this.video.currentTime * 1000 : null;
  }

  get ended() {
    return this.video.ended;
  }

  get bufferAhead() {
    const { buffered, currentTime } = this.video;
    return buffered.length ? Math.max(0, buffered.end(buffered.length - 1) - currentTime) : 0;
  }

  open() {
    clearTimeout(this.#timer);
    this.video.src = this.url;
    this.video.load();
  }

  goLive() {
    const { seekable } = this.video;
    if (seekable.length) {
      this.video.currentTime = seekable.end(seekable.length - 1);
    }
  }

  relax() {}
}
