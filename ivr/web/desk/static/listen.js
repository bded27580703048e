// Reads words out in the browser's own voice, wherever a page has a button `listen` with its text and language.

import { utter, voiceFor } from "../../phone/static/voices.js";

let wanted = null; // the button pressed last: a voice that was waited for reads nothing else

async function listen(button) {
  wanted = button;
  window.speechSynthesis.cancel();
  const voice = await voiceFor(button.dataset.language);
  if (wanted !== button) return;
  if (voice) window.speechSynthesis.speak(utter(button.dataset.text, voice));
  else tellBeside(button);
}

function tellBeside(button) {
  if (button.nextElementSibling?.className === "voiceless") return;
  const told = document.createElement("span");
  told.className = "voiceless";
  told.setAttribute("role", "status");
  button.after(" ", told);
  told.textContent = button.dataset.voiceless;
}

// On the document, so that buttons of a piece that is loaded later are heard too; without speech they stay hidden.
if (window.speechSynthesis) {
  document.documentElement.classList.add("speaks");
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.listen");
    if (button) listen(button);
  });
}
