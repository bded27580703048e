// Speaks what was heard, one piece after another: a recording where there is one, else the browser's own voice.

import { tongueOf, utter, voiceFor } from "./voices.js";

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

// Speaks all pieces and then calls `done`, unless silenced before. A language no voice speaks is told to `voiceless`.
export function speak(pieces, done, voiceless) {
  silence();
  waiting = [...pieces];
  next(turn, done, voiceless);
}

function next(mine, done, voiceless) {
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
      next(mine, done, voiceless);
    }
  };
  if (piece.url) play(piece, go);
  else say(piece, mine, go, voiceless);
}

function play(piece, go) {
  audio = new Audio(recordingAddress(piece.url));
  audio.addEventListener("ended", go);
  audio.addEventListener("error", go);
  audio.play().catch(go);
}

async function say(piece, mine, go, voiceless) {
  const voice = await voiceFor(piece.language);
  if (mine !== turn) return;
  if (!voice) {
    voiceless(tongueOf(piece.language));
    go();
    return;
  }
  // Some browsers never tell that they have finished: time ends it for them.
  window.setTimeout(go, 3000 + ((piece.text.length * 1000) / LETTERS_A_SECOND) * 3);
  const utterance = utter(piece.text, voice);
  utterance.addEventListener("end", go);
  utterance.addEventListener("error", go);
  window.speechSynthesis.speak(utterance);
}
