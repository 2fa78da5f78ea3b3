// The words of both pages. Elements with data-text="key" are translated when the page starts.

const en = {
  streams: 'Live streams', loading: 'Loading…', offline: 'The server does not answer. Trying again…',
  count: (n) => (n === 1 ? '1 stream' : `${n} streams`),
  emptyTitle: 'Nothing is on air yet',
  emptyText: 'Push a stream with one of the recipes below. It appears here by itself.',
  pushTitle: 'How to push a stream', pushFfmpegTest: 'ffmpeg: a test picture',
  pushFfmpegFile: 'ffmpeg: a file, encoded for low latency',
  pushObsServer: 'Settings → Stream → Service “Custom…”, this as Server, Stream Key empty:',
  pushObsOutput: 'Settings → Output → Output Mode “Advanced”:',
  obsKeyframe: 'Keyframe Interval', obsTune: 'Tune', obsBframes: 'B-frames', obsRate: 'Rate Control',
  pushPort: "9000 is the default SRT port; the start of the server's log names the real one. Allow UDP to it in the firewall.",
  copy: 'Copy', copied: 'Copied', watch: 'Watch', watchStream: (name) => `Watch ${name}`,
  publisher: (protocol, remote) => `${protocol} from ${remote}`, noPublisher: 'no encoder connected',
  onAir: (time) => `for ${time}`, fix: (text) => `Fix: ${text}`,
  state_live: 'live', state_gap: 'encoder away', state_ended: 'ended',
  state_connecting: 'connecting', state_waiting: 'waiting for the stream', state_playing: 'live',
  state_behind: 'behind live', state_stalled: 'stalled', state_paused: 'paused', state_failed: 'not playable',
  notice_waiting: 'This stream is not on air yet. It starts here by itself.',
  notice_gap: 'The encoder is away. Waiting for it to come back…', notice_ended: 'The stream has ended.',
  notice_failed: 'This browser cannot play the stream.',
  goLive: 'Go live', mute: 'Mute', unmute: 'Unmute', play: 'Play', playlistUrl: 'Playlist URL',
  playback: 'Playback', latency: 'latency', target: 'target', sinceIngest: 'Since it reached the server',
  buffer: 'Buffer ahead', stalls: 'Stalls', rate: 'Playback rate', resolution: 'Resolution',
  dropped: 'Dropped frames', startup: 'First picture after', player: 'Player', errors: 'Errors',
  nativePlayer: 'built into the browser',
  background: 'The tab was in the background; that time is not counted, and playback went back to live.',
  chart: (now, target) => `Latency over the last minute, now ${now}, target ${target}`,
};

const ko = {
  streams: '라이브 스트림', loading: '불러오는 중…', offline: '서버가 응답하지 않습니다. 다시 시도하는 중…',
  count: (n) => `스트림 ${n}개`,
  emptyTitle: '아직 방송 중인 스트림이 없습니다',
  emptyText: '아래 방법 중 하나로 스트림을 보내면 여기에 자동으로 나타납니다.',
  pushTitle: '스트림 보내는 방법', pushFfmpegTest: 'ffmpeg: 테스트 화면',
  pushFfmpegFile: 'ffmpeg: 파일을 저지연으로 인코딩',
  pushObsServer: '설정 → 방송 → 서비스 “사용자 지정…”, 서버에 아래 주소를 넣고 스트림 키는 비워 둡니다:',
  pushObsOutput: '설정 → 출력 → 출력 방식 “고급”:',
  obsKeyframe: '키프레임 간격', obsTune: 'Tune', obsBframes: 'B-프레임', obsRate: '비율 제어',
  pushPort: '기본 SRT 포트는 9000이며 실제 포트는 서버 로그 첫머리에 나옵니다. 방화벽에서 이 UDP 포트를 열어 주세요.',
  copy: '복사', copied: '복사됨', watch: '보기', watchStream: (name) => `${name} 보기`,
  publisher: (protocol, remote) => `${protocol}, ${remote}에서 송출`, noPublisher: '연결된 인코더 없음',
  onAir: (time) => `${time}째`, fix: (text) => `해결: ${text}`,
  state_live: '방송 중', state_gap: '인코더 끊김', state_ended: '종료됨',
  state_connecting: '연결 중', state_waiting: '스트림 대기 중', state_playing: '라이브',
  state_behind: '라이브보다 늦음', state_stalled: '멈춤', state_paused: '일시 정지', state_failed: '재생할 수 없음',
  notice_waiting: '아직 방송이 시작되지 않았습니다. 시작되면 자동으로 재생됩니다.',
  notice_gap: '인코더 연결이 끊겼습니다. 다시 연결되기를 기다리는 중…', notice_ended: '방송이 종료되었습니다.',
  notice_failed: '이 브라우저에서는 재생할 수 없는 스트림입니다.',
  goLive: '라이브로 이동', mute: '음소거', unmute: '음소거 해제', play: '재생', playlistUrl: '재생목록 URL',
  playback: '재생 상태', latency: '지연', target: '목표', sinceIngest: '서버 도착 이후',
  buffer: '남은 버퍼', stalls: '끊김', rate: '재생 속도', resolution: '해상도',
  dropped: '손실 프레임', startup: '첫 화면까지', player: '플레이어', errors: '오류',
  nativePlayer: '브라우저 내장',
  background: '탭이 백그라운드에 있던 시간은 집계하지 않으며, 돌아오면 라이브 위치로 이동합니다.',
  chart: (now, target) => `최근 1분의 지연, 현재 ${now}, 목표 ${target}`,
};

const words = (navigator.language || 'en').toLowerCase().startsWith('ko') ? ko : en;

/** The text for a key; some take arguments. */
export function text(key, ...args) {
  const found = words[key] ?? en[key] ?? key;
  return typeof found === 'function' ? found(...args) : found;
}

export function translatePage() {
  document.documentElement.lang = words === ko ? 'ko' : 'en';
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
}

/** Makes every data-copy="id" button copy the text or value of that element. */
export function wireCopyButtons() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', async () => {
      if (await copy(document.getElementById(button.dataset.copy))) {
        button.textContent = text('copied');
        setTimeout(() => { button.textContent = text('copy'); }, 1500);
      }
    });
  }
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    return true;
  } catch {
    // The clipboard API exists on https and localhost only; elsewhere the selection still can be copied.
    select(source);
    return document.execCommand('copy');
  }
}

function select(source) {
  if (typeof source.select === 'function') {
    source.select();
  } else {
    getSelection().selectAllChildren(source);
  }
}
