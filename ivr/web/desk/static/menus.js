// Line numbers that keep up with the text of a menu, and the telephone beside it. Everything else works without.

const content = document.getElementById("content");
const SPARE = 12;

// As many numbers as lines, and some to spare, so that the text never scrolls by itself beside them.
function number() {
  const numbers = document.querySelector(".numbers");
  const wanted = content.value.split("\n").length + SPARE;
  for (let line = numbers.children.length + 1; line <= wanted; line += 1) {
    const shown = document.createElement("span");
    shown.id = `line-${line}`;
    shown.textContent = line;
    numbers.append(shown);
  }
  while (numbers.children.length > wanted) numbers.lastElementChild.remove();
  content.rows = wanted;
}

// The line of a problem is selected in the text, not only marked beside it.
function select(line) {
  const lines = content.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  content.focus({ preventScroll: true });
  content.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
}

if (content) {
  content.addEventListener("input", number);
  document.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "telephone") return;
    const telephone = document.getElementById("telephone");
    telephone.hidden = false;
    telephone.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    const found = /^#line-(\d+)$/.exec(event.target.closest?.("a")?.getAttribute("href") ?? "");
    if (found) select(Number(found[1]));
  });
}
