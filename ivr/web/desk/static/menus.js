// Line numbers that keep up with the text of a menu, and the telephone beside it. Everything else works without.

const content = document.getElementById("content");
const TAB = 2;

// As many numbers as lines, and as much room as the text takes, so that it never scrolls by itself beside them.
function number() {
  const numbers = document.querySelector(".numbers");
  const lines = content.value.split("\n");
  for (let line = numbers.children.length + 1; line <= lines.length; line += 1) {
    const shown = document.createElement("span");
    shown.id = `line-${line}`;
    shown.textContent = line;
    numbers.append(shown);
  }
  while (numbers.children.length > lines.length) numbers.lastElementChild.remove();
  content.rows = lines.length;
  content.cols = Math.max(...lines.map(columns)) + 2;
}

// How wide a line stands: Chinese letters take two columns.
function columns(line) {
  return line.length + (line.match(/[\u1100-\uffef]/g) ?? []).length + (line.match(/\t/g) ?? []).length * TAB;
}

// The line of a problem is marked beside the text and selected in it, in the middle of what one sees.
function select(line) {
  const lines = content.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const shown = document.getElementById(`line-${line}`);
  unmark();
  shown?.classList.add("marked");
  content.focus({ preventScroll: true });
  content.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  shown?.scrollIntoView({ block: "center", inline: "nearest" });
}

function unmark() {
  for (const shown of document.querySelectorAll(".numbers .marked")) shown.classList.remove("marked");
}

// A mark stays as long as a problem leads to its line.
function unmarkMended() {
  const marked = document.querySelector(".numbers .marked");
  if (marked && !document.querySelector(`#findings a[href="#${marked.id}"]`)) unmark();
}

let rung = null; // the text as the telephone rang it

function tellWhetherRung() {
  document.getElementById("changed-since").hidden = rung === null || rung === content.value;
}

if (content) {
  number();
  content.addEventListener("input", number);
  content.addEventListener("input", tellWhetherRung);
  document.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "telephone") return;
    const telephone = document.getElementById("telephone");
    telephone.hidden = false;
    rung = content.value;
    tellWhetherRung();
    telephone.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    const found = /^#line-(\d+)$/.exec(event.target.closest?.("a")?.getAttribute("href") ?? "");
    if (!found) return;
    event.preventDefault(); // following the link would take the focus away again
    select(Number(found[1]));
  });
  new MutationObserver(unmarkMended).observe(document.getElementById("findings"), { childList: true });
  // Whoever is signed out, or asks too often, is told in the place of the problems.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([400, 401, 429].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });
}
