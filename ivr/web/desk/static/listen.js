// Reads words out in the browser's own voice, wherever a page has a button `listen` with its text and language.

const TONGUES = { "yue-HK": "zh-HK", "yue-CN": "zh-HK", "cmn-CN": "zh-CN", "cmn-TW": "zh-TW" };

function say(text, language) {
  window.speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = TONGUES[language] ?? language;
  const voice = window.speechSynthesis.getVoices().find((one) => one.lang.replace("_", "-") === spoken.lang);
  if (voice) spoken.voice = voice;
  window.speechSynthesis.speak(spoken);
}

// On the document, so that buttons of a piece that is loaded later are heard too; without a voice they stay hidden.
if (window.speechSynthesis) {
  document.documentElement.classList.add("speaks");
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.listen");
    if (button) say(button.dataset.text, button.dataset.language);
  });
}
