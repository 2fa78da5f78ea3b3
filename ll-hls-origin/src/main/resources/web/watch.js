// The watch page: picks a player, keeps it at the live edge and shows what the viewer gets.
import { LatencyChart } from './chart.js';
import { showFindings } from './doctor.js';
import { PlaybackMeter } from './meter.js';
import { choosePlayer } from './players.js';
import { ServerClock } from './server-clock.js';
import { text, translatePage, wireCopyButtons } from './text.js';

const TICK_MS = 250;
const STREAM_POLL_MS = 3000;
const CLOCK_POLL_MS = 30000;
const MAX_ERRORS = 50;
/** This far behind the target the catch-up rate gives up, and a viewer who only watches is put back to live. */
const LOST_SECONDS = 4;
const BEHIND_SECONDS = 1.5;
const QUIET_MS = 60000;

const $ = (id) => document.getElementById(id);
const video = $('video');
const path = location.pathname.replace(/^\/watch\//, '').replace(/\/+$/, '');
const url = `/${path}/index.m3u8`;
const name = decoded(path);
const errors = [];
const serverClock = new ServerClock();
const meter = new PlaybackMeter(video);
const chart = new LatencyChart($('chart'));

let player = null;
let state = 'connecting';
let stream = null; // the entry of /api/streams
let following = true; // false while the viewer chose to look back
let missing = false;
let unplayable = false;
let lostSince = null;
let lastStallAt = performance.now();
let tick = 0;
let hiddenWhilePlaying = false;
let lastTime = 0;

start();

function start() {
  translatePage();
  wireCopyButtons();
  document.title = `${name} · ll-hls`;
  $('name').textContent = name;
  $('url').value = new URL(url, location.href).href;
  $('live').addEventListener('click', goLive);
  $('play').addEventListener('click', play);
  $('mute').addEventListener('click', () => { video.muted = !video.muted; });
  video.addEventListener('volumechange', showMute);
  video.addEventListener('canplay', play, { once: true });
  video.addEventListener('pause', () => { following &&= document.hidden || video.ended; });
  video.addEventListener('seeking', noteSeek);
  document.addEventListener('visibilitychange', onVisibility);
  showMute();

  const Player = choosePlayer(video);
  if (Player) {
    player = new Player(video, url, {
      onFound: () => { missing = false; },
      onMissing: () => { missing = true; },
      onError: record,
      onUnplayable: () => { unplayable = true; },
    });
  } else {
    unplayable = true;
  }
  $('player').textContent = player ? (player.label ?? text('nativePlayer')) : '–';
  repeat(onTick, TICK_MS);
  repeat(pollStream, STREAM_POLL_MS);
  repeat(() => serverClock.measure(), CLOCK_POLL_MS);
  serverClock.measure();
}

function repeat(action, everyMs) {
  const run = async () => {
    try {
      await action();
    } finally {
      setTimeout(run, everyMs);
    }
  };
  run();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function play() {
  try {
    await video.play();
    following = true;
    $('play').hidden = true;
  } catch (refused) {
    // AbortError only says that the player loaded something else in the meantime
    $('play').hidden = refused.name !== 'NotAllowedError';
  }
}

function goLive() {
  meter.forgive();
  following = true;
  lostSince = null;
  player?.goLive();
  play();
}

function noteSeek() {
  // hls.js itself only ever jumps forward; a jump back is the viewer's wish
  if (meter.startupMs !== null && video.currentTime < lastTime - 1) {
    following = false;
  }
}

function onVisibility() {
  meter.forgive();
  if (document.hidden) {
    hiddenWhilePlaying = following && !video.paused;
  } else if (hiddenWhilePlaying) {
    hiddenWhilePlaying = false;
    if (video.paused || behindBy() > BEHIND_SECONDS) {
      $('background').hidden = false;
      goLive();
    }
  }
}

async function pollStream() {
  if (document.hidden) {
    return;
  }
  try {
    const response = await fetch('/api/streams', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    stream = (await response.json()).streams.find((candidate) => candidate.name === name) ?? null;
    showFindings($('doctor'), stream?.doctor);
    // a playlist with ENDLIST is never loaded again: a new publisher on the same name needs a new start
    if (state === 'ended' && stream?.state === 'live') {
      player?.open();
    }
  } catch {
    stream = null;
  }
}

function onTick() {
  meter.sample();
  lastTime = video.currentTime;
  const now = performance.now();
  if (meter.stalled) {
    lastStallAt = now;
  } else if (now - lastStallAt > QUIET_MS) {
    lastStallAt = now;
    player?.relax();
  }
  returnWhenLost(now);
  const before = state;
  state = currentState();
  if (before === 'gap' && state !== 'gap') {
    player?.relax(); // the encoder's absence says nothing about the viewer's line
  }
  tick += 1;
  if (!document.hidden && tick % 2 === 0) {
    show();
  }
}

/**
 * After a long outage the catch-up rate would need minutes, and a player that waits in front of a hole longer still;
 * someone who never looked back wants to be live.
 */
function returnWhenLost(now) {
  const lost = following && !video.paused && !document.hidden && behindBy() > LOST_SECONDS;
  lostSince = lost ? (lostSince ?? now) : null;
  if (lost && now - lostSince > 2000) {
    goLive();
  }
}

function behindBy() {
  const latency = player?.latency;
  return latency ? latency - (player.targetLatency ?? 0) : 0;
}

function currentState() {
  if (unplayable) return 'failed';
  if (player?.ended) return 'ended';
  if (missing) return 'waiting';
  if (meter.startupMs === null) return 'connecting';
  if (stream?.state === 'gap' && (meter.stalled || player.bufferAhead < 0.2)) return 'gap';
  if (meter.stalled) return 'stalled';
  if (video.paused) return 'paused';
  return behindBy() > BEHIND_SECONDS ? 'behind' : 'playing';
}

function stats() {
  const quality = video.getVideoPlaybackQuality?.();
  const playing = meter.startupMs !== null && !video.ended;
  const playingAtMs = playing ? player?.playingAtMs : null;
  const serverNow = serverClock.now();
  return {
    player: player?.label ?? 'native',
    state,
    latency: playing ? (player?.latency ?? null) : null,
    pdtLatency: playingAtMs && serverNow ? (serverNow - playingAtMs) / 1000 : null,
    targetLatency: player?.targetLatency ?? null,
    buffer: player?.bufferAhead ?? 0,
    stalls: meter.stalls,
    stallSeconds: meter.stallSeconds,
    startupSeconds: meter.startupMs === null ? null : meter.startupMs / 1000,
    currentTime: video.currentTime,
    paused: video.paused,
    muted: video.muted,
    playbackRate: video.playbackRate,
    width: video.videoWidth,
    height: video.videoHeight,
    totalFrames: quality?.totalVideoFrames ?? null,
    droppedFrames: quality?.droppedVideoFrames ?? null,
    errors: errors.map((error) => ({ ...error })),
  };
}

window.llhlsStats = stats;

function show() {
  const now = stats();
  const latency = now.latency ?? now.pdtLatency;
  const seconds = (value) => (value === null ? '–' : `${value.toFixed(2)} s`);
  setText('latency', seconds(latency));
  setText('target', seconds(now.targetLatency));
  setText('pdt-latency', seconds(now.pdtLatency));
  setText('buffer', seconds(now.buffer));
  setText('stalls', `${now.stalls} (${now.stallSeconds.toFixed(1)} s)`);
  setText('rate', `${now.playbackRate.toFixed(2)}×`);
  setText('resolution', now.width ? `${now.width} × ${now.height}` : '–');
  setText('dropped', now.totalFrames ? `${now.droppedFrames} / ${now.totalFrames}` : '–');
  setText('startup', seconds(now.startupSeconds));
  chart.add(latency, now.targetLatency);
  $('chart').setAttribute('aria-label', text('chart', seconds(latency), seconds(now.targetLatency)));
  $('live').classList.toggle('wanted', state === 'behind' || state === 'paused');
  $('live').disabled = state === 'playing';
  $('state').dataset.state = state;
  setText('state', text(`state_${state}`));
  showNotice();
}

function showNotice() {
  const told = ['waiting', 'gap', 'ended', 'failed'].includes(state);
  $('notice').hidden = !told;
  setText('notice', told ? text(`notice_${state}`) : '');
}

function showMute() {
  setText('mute', text(video.muted ? 'unmute' : 'mute'));
  $('mute').setAttribute('aria-pressed', String(video.muted));
}

function record(error) {
  const at = new Date();
  errors.push({ at: at.toISOString(), ...error });
  errors.splice(0, errors.length - MAX_ERRORS);
  const item = document.createElement('li');
  item.textContent = `${at.toLocaleTimeString()} ${error.details}${error.status ? ` ${error.status}` : ''} ${error.message}`;
  $('error-list').prepend(item);
  if ($('error-list').children.length > MAX_ERRORS) {
    $('error-list').lastElementChild.remove();
  }
  setText('error-count', String(errors.length));
  $('errors').hidden = false;
}

function setText(id, value) {
  if ($(id).textContent !== value) {
    $(id).textContent = value;
  }
}
