// The browser's own voices, and which of them speaks a language of callers; for the test telephone and the desk.

const NAMES = { yue: ["yue", "zh-hk", "zh-yue"], cmn: ["cmn", "zh-cn", "zh-tw", "zh-sg"] }; // as browsers name them
const PATIENCE_MS = 2000; // browsers that have no voice at all never tell that their list is complete

const named = (language) => language.replaceAll("_", "-").toLowerCase();

// The language alone: "yue" of "yue-HK".
export const tongueOf = (language) => named(language).split("-")[0];

// The voice for a language such as "yue-HK", of its region if there is one; undefined where the browser has none.
export async function voiceFor(language) {
  const region = named(language).split("-").at(-1);
  const tongue = tongueOf(language);
  const names = NAMES[tongue] ?? [tongue];
  const mine = (await voices()).filter(({ lang }) =>
    names.some((name) => named(lang) === name || named(lang).startsWith(`${name}-`)),
  );
  return mine.find(({ lang }) => named(lang).split("-").includes(region)) ?? mine[0];
}

// A text to be spoken by a voice.
export function utter(text, voice) {
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.voice = voice;
  spoken.lang = voice.lang;
  return spoken;
}

function voices() {
  const speech = window.speechSynthesis;
  if (!speech) return Promise.resolve([]);
  if (speech.getVoices().length) return Promise.resolve(speech.getVoices());
  return new Promise((resolve) => {
    const known = () => resolve(speech.getVoices());
    speech.addEventListener("voiceschanged", known, { once: true });
    window.setTimeout(known, PATIENCE_MS);
  });
}
