// The test telephone: sends what the caller does, shows and speaks what is heard. All rules of a call are the server's.

import { recordingAddress, silence, speak } from "./voice.js";

const page = document.body;
const words = JSON.parse(page.dataset.words);
const found = (id) => document.getElementById(id);
const [said, log, typed] = ["said", "log", "typed"].map(found);

let state = null;
let waits = { for: "ended" };
let clock = 0;
let patience = 0;
let walk = []; // the acts of this call, for the link that replays it
let line = Promise.resolve(); // acts go one after another, however fast the keys

function send(address, body) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).then((answer) => answer.json());
}

function inTurn(address, body) {
  window.clearTimeout(patience);
  silence();
  line = line.then(() => send(address, body())).then(take, () => fail(words.away));
}

const CHOSEN = ["hotline", "origin", "at", "fails", "closure"];

function ring() {
  log.replaceChildren();
  said.replaceChildren();
  walk = [];
  const chosen = Object.fromEntries(CHOSEN.map((id) => [id, found(id).value]));
  chosen.edition = page.dataset.edition;
  inTurn(page.dataset.ring, () => chosen);
  line = line.then(showKeys);
}

// In a frame there is less room: the keys come into view by themselves.
function showKeys() {
  const first = document.querySelector("[data-key]");
  first.focus({ preventScroll: true });
  if (window.top !== window) first.parentElement.scrollIntoView({ block: "nearest" });
}

function act(written, told) {
  if (waits.for === "ended") return;
  if (told) note(told, "done");
  walk.push(written);
  showWalk();
  inTurn(page.dataset.act, () => ({ state, act: written }));
}

function press(key) {
  if (waits.for === "ended" || waits.for === "officers") return;
  typed.textContent += key;
  act(`tap:${key}`, words["you press"].replace("{key}", key));
}

function take(answer) {
  if (answer.state) {
    ({ state, waits, clock } = answer);
    typed.textContent = waits.typed ?? "";
    hear(answer.heard);
    if (waits.for === "ended" && !answer.fault) note(words[`ended by ${answer.ended_by}`] ?? "", "done", clock);
  }
  if (answer.fault) fail(words.fault.replace("{fault}", answer.fault));
  show();
}

function hear(heard) {
  const mine = heard.filter((one) => !one.officer);
  if (mine.length) said.replaceChildren(...mine.map((one) => spoken("p", one)));
  for (const one of heard) note(one.officer ? `${one.text} (${words["to officer"]})` : one, "heard", one.at);
  if (found("aloud").checked) speak(mine, waitPatiently, tellVoiceless);
  else waitPatiently();
}

function tellVoiceless(tongue) {
  found("voiceless").textContent = words[`no voice ${tongue}`] ?? words["no voice"];
}

// Half a number is handed over, as a carrier does, when the caller types no further; silence only when asked for.
function waitPatiently() {
  window.clearTimeout(patience);
  if (waits.for === "keys" && (waits.typed || found("patience").checked)) {
    patience = window.setTimeout(() => act("wait"), waits.seconds * 1000);
  }
}

function spoken(element, one) {
  const shown = document.createElement(element);
  if (one.language) shown.lang = one.language;
  shown.textContent = one.text;
  if (one.url) {
    const audio = document.createElement("audio");
    audio.controls = true;
    audio.preload = "none";
    audio.src = recordingAddress(one.url);
    audio.setAttribute("aria-label", words.recording);
    shown.append(audio);
  }
  return shown;
}

function note(what, kind, at = clock) {
  const time = document.createElement("time");
  time.textContent = `${Math.floor(at / 60)}:${String(Math.floor(at % 60)).padStart(2, "0")}`;
  const text = document.createElement("span");
  text.textContent = typeof what === "string" ? what : what.text || words.recording;
  if (what.language) text.lang = what.language;
  const row = document.createElement("li");
  row.className = kind;
  row.append(time, text);
  log.append(row);
  log.scrollTop = log.scrollHeight;
}

function fail(message) {
  const told = document.createElement("p");
  told.className = "fault";
  told.textContent = message;
  said.append(told);
  note(message, "fault");
}

// What is behind # stays in the browser: keys pressed are in no server's log.
function showWalk() {
  if (window.location.hash.startsWith("#call=")) return; // the address is the link already
  const kept = new URLSearchParams(CHOSEN.map((id) => [id, found(id).value]));
  for (const written of walk) kept.append("act", written);
  found("walk").href = `#${kept}`;
  found("walk").hidden = false;
}

// A closure that is only typed at the desk comes sealed, and is one choice more.
function choose(id, value) {
  if (id === "closure" && value) {
    found(id).value = value;
    if (found(id).value !== value) found(id).add(new Option(words.drafted, value));
  }
  found(id).value = value;
}

// What the address holds; or what a caller did, which stands in no address and is asked of the desk.
async function wanted() {
  const kept = new URLSearchParams(window.location.hash.slice(1));
  if (!kept.has("call")) return kept;
  const answer = await fetch(`../desk/calls/${encodeURIComponent(kept.get("call"))}/walk`);
  return new URLSearchParams(await answer.json());
}

async function replay() {
  let kept;
  try {
    kept = await wanted();
  } catch {
    fail(words["no walk"]);
    return;
  }
  if (!kept.has("hotline")) return;
  for (const id of CHOSEN) choose(id, kept.get(id) ?? "");
  found("pretend").open = ["at", "fails", "closure"].some((id) => found(id).value);
  if (!kept.has("act") && !kept.has("ring")) return;
  ring();
  for (const written of kept.getAll("act")) {
    await line;
    act(written, replayed(written));
  }
}

function replayed(written) {
  const [kind, value] = [written.split(":", 1)[0], written.slice(written.indexOf(":") + 1)];
  if (kind === "tap") return words["you press"].replace("{key}", value);
  if (kind === "say" || kind === "mumble") return words["you say"].replace("{words}", value);
  return document.querySelector(`[data-act="${CSS.escape(written)}"]`)?.textContent.trim() ?? "";
}

function show() {
  const over = waits.for === "ended";
  found("call").disabled = !over;
  for (const id of CHOSEN) found(id).disabled = !over;
  found("hang-up").disabled = found("silent").disabled = over;
  for (const key of document.querySelectorAll("[data-key]")) key.disabled = over || waits.for === "officers";
  found("speech").hidden = !waits.speech;
  found("recording").hidden = waits.for !== "recording";
  found("officers").hidden = waits.for !== "officers";
  found("numbers").textContent = (waits.numbers ?? []).join(", ");
  page.dataset.waits = waits.for;
}

found("dial").addEventListener("submit", (event) => {
  event.preventDefault();
  ring();
});
found("speech").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = found("words");
  if (field.value.trim()) act(`say:${field.value.trim()}`, words["you say"].replace("{words}", field.value.trim()));
  field.value = "";
});
found("aloud").addEventListener("change", () => {
  silence();
  found("voiceless").textContent = "";
});
for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", () => press(button.dataset.key));
}
for (const button of document.querySelectorAll("button[data-act]")) {
  button.addEventListener("click", () => act(button.dataset.act, button.textContent.trim()));
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea");
  if (/^[0-9*#]$/.test(event.key) && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) press(event.key);
});
window.addEventListener("hashchange", replay);
replay();
