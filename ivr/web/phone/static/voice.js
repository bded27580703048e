// Speaks what was heard, one piece after another: a recording where there is one, else the browser's own voice.

const VOICES = { "yue-HK": "zh-HK", "yue-CN": "zh-HK", "cmn-CN": "zh-CN", "cmn-TW": "zh-TW" };
const LETTERS_A_SECOND = 9;

let waiting = [];
let audio = null;
let turn = 0;

// The address of a recording on this site, whatever name the site has outside.
export function recordingAddress(url) {
  const address = new URL(url);
  return address.pathname + address.search;
}

// Stops at once; what was not yet spoken is forgotten.
export function silence() {
  turn += 1;
  waiting = [];
  audio?.pause();
  audio = null;
  window.speechSynthesis?.cancel();
}

// Speaks all pieces and then calls `done`, unless silenced before.
export function speak(pieces, done) {
  silence();
  waiting = [...pieces];
  next(turn, done);
}

function next(mine, done) {
  if (mine !== turn) return;
  const piece = waiting.shift();
  if (!piece) {
    done();
    return;
  }
  let left = false;
  const go = () => {
    if (!left) {
      left = true;
      next(mine, done);
    }
  };
  if (piece.url) play(piece, go);
  else say(piece, go);
}

function play(piece, go) {
  audio = new Audio(recordingAddress(piece.url));
  audio.addEventListener("ended", go);
  audio.addEventListener("error", go);
  audio.play().catch(go);
}

function say(piece, go) {
  // Some browsers have no voice and never tell that they have finished: time ends it for them.
  window.setTimeout(go, 3000 + (piece.text.length * 1000) / LETTERS_A_SECOND * 3);
  if (!window.speechSynthesis) {
    go();
    return;
  }
  const utterance = new SpeechSynthesisUtterance(piece.text);
  utterance.lang = VOICES[piece.language] ?? piece.language;
  const voice = window.speechSynthesis.getVoices().find((one) => one.lang.replace("_", "-") === utterance.lang);
  if (voice) utterance.voice = voice;
  utterance.addEventListener("end", go);
  utterance.addEventListener("error", go);
  window.speechSynthesis.speak(utterance);
}
