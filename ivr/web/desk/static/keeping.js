// What is typed is kept in this window until it is saved, offered back, and never left behind unasked.

const editor = document.getElementById("editor");
const text = editor.elements.content;
const offer = document.getElementById("kept");
const NAME = `menu ${editor.dataset.file}`;
const HIDDEN = ["base", "over"]; // the versions that it was begun from, so that a clash with another is noticed
let sent = false;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME));
  } catch {
    return null;
  }
}

// An offer that nobody has answered yet is not written over.
function keep() {
  if (offer && !offer.hidden) return;
  const versions = HIDDEN.map((name) => [name, editor.elements[name].value]);
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ content: text.value, ...Object.fromEntries(versions) }));
  } catch {
    // a browser that keeps nothing still asks before one leaves
  }
}

function unsaved() {
  return "unsaved" in editor.dataset || text.value !== text.defaultValue;
}

function answer() {
  offer.hidden = true;
  text.focus();
}

function putBack() {
  const found = kept();
  for (const name of ["content", ...HIDDEN]) editor.elements[name].value = found[name];
  answer();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function letGo() {
  sessionStorage.removeItem(NAME);
  answer();
}

text.addEventListener("input", keep);
editor.addEventListener("submit", (event) => {
  sent = event.submitter?.formTarget !== "telephone";
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved() && !sent) event.preventDefault();
  sent = false;
});
document.getElementById("put-back")?.addEventListener("click", putBack);
document.getElementById("let-go")?.addEventListener("click", letGo);

const found = kept();
if ("unsaved" in editor.dataset) keep();
else if (found && found.content !== text.value) offer.hidden = false;
else sessionStorage.removeItem(NAME);
