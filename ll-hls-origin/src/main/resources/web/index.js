// The list of streams: asks /api/streams every two seconds while the page is visible.
import { showFindings, showItems } from './doctor.js';
import { text, translatePage, wireCopyButtons } from './text.js';

const REFRESH_MS = 2000;
const SRT_PORT = 9000;

const list = document.getElementById('streams');
const cards = new Map(); // stream name -> { item, show }

translatePage();
wireCopyButtons();
showRecipes();
refresh();

async function refresh() {
  if (!document.hidden) {
    try {
      const response = await fetch('/api/streams', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
      if (!response.ok) {
        throw new Error(`HTTP ${response.status}`);
      }
      showStreams((await response.json()).streams ?? []);
      document.getElementById('connection').textContent = '';
    } catch {
      document.getElementById('connection').textContent = text('offline');
    }
  }
  setTimeout(refresh, REFRESH_MS);
}

function showStreams(streams) {
  const names = new Set(streams.map((stream) => stream.name));
  for (const [name, card] of cards) {
    if (!names.has(name)) {
      card.item.remove();
      cards.delete(name);
    }
  }
  for (const stream of streams) {
    const card = cards.get(stream.name) ?? addCard(stream.name);
    card.show(stream);
  }
  setText(document.getElementById('summary'), streams.length ? text('count', streams.length) : '');
  const empty = document.getElementById('empty');
  if (empty.hidden === (streams.length === 0)) {
    empty.hidden = streams.length > 0;
    document.getElementById('push').open = streams.length === 0;
  }
}

/** A card is built once and then only its texts change, so that keyboard focus and selections stay. */
function addCard(name) {
  const state = element('span', 'pill');
  const publisher = element('p', 'note');
  const renditions = element('ul', 'chips wide');
  const doctor = element('ul', 'doctor wide');
  const watch = element('a', 'button', text('watch'));
  watch.href = `/watch/${name.split('/').map(encodeURIComponent).join('/')}`;
  watch.setAttribute('aria-label', text('watchStream', name));
  const title = element('h2', '', name);
  title.append(state);
  const head = element('div');
  head.append(title, publisher);
  const item = element('li', 'card stream');
  item.append(head, watch, renditions, doctor);
  list.append(item);

  const card = {
    item,
    show(stream) {
      state.dataset.state = stream.state;
      setText(state, text(`state_${stream.state}`));
      setText(publisher, publisherLine(stream.publisher));
      showItems(renditions, (stream.renditions ?? []).map((r) => [`${r.id} · ${r.msn}.${r.part}`]));
      showFindings(doctor, stream.doctor);
    },
  };
  cards.set(name, card);
  return card;
}

function publisherLine(publisher) {
  if (!publisher) {
    return text('noPublisher');
  }
  const from = text('publisher', String(publisher.protocol).toUpperCase(), publisher.remote);
  return Number.isFinite(publisher.sinceMs) ? `${from} · ${text('onAir', duration(publisher.sinceMs))}` : from;
}

/** sinceMs is a Unix time; a small number can only be a duration. */
function duration(sinceMs) {
  const seconds = Math.max(0, Math.floor((sinceMs > 1e11 ? Date.now() - sinceMs : sinceMs) / 1000));
  const two = (n) => String(n).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function showRecipes() {
  const host = `${location.hostname}:${SRT_PORT}`;
  setText(document.getElementById('ffmpeg-test'), [
    'ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30',
    '-f lavfi -i sine=frequency=440:sample_rate=48000',
    '-c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p',
    '-g 60 -sc_threshold 0 -b:v 3M -c:a aac -b:a 128k',
    '-f mpegts -pes_payload_size 0 -flush_packets 1',
    `"srt://${host}?streamid=live/test&pkt_size=1316"`,
  ].join(' \\\n  '));
  setText(document.getElementById('ffmpeg-file'), [
    'ffmpeg -re -stream_loop -1 -i input.mp4',
    '-c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p',
    '-force_key_frames "expr:gte(t,n_forced*2)" -sc_threshold 0 -b:v 3M',
    '-c:a aac -b:a 128k -ar 48000',
    '-f mpegts -pes_payload_size 0 -flush_packets 1',
    `"srt://${host}?streamid=live/file&pkt_size=1316"`,
  ].join(' \\\n  '));
  setText(document.getElementById('obs-server'), `srt://${host}?streamid=live/obs&latency=120000`);
}

function element(name, className = '', content = '') {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = content;
  return created;
}

function setText(target, value) {
  if (target.textContent !== value) {
    target.textContent = value;
  }
}
