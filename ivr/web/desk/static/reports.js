// Draws the charts of a report, each from the figures of its own table. Without this the tables stand alone.

const ROW_HEIGHT = 30; // pixels of a bar from the left, and around all of them
const MOST_BARS = 12; // of a chart of the most
const WITHOUT_YEAR = /^\d{4}-(?=\d\d-\d\d \S+$)/; // of a day, to be short
const charts = [];

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// What a table holds: the first cell of each row, and the number in one column. The sum in the last row is no bar.
function figuresOf(canvas) {
  const table = document.querySelector(`#table-${canvas.dataset.table} table`);
  const column = Number(canvas.dataset.column);
  const value = (row) => Number(row.cells[column].dataset.value);
  const all = [...table.tBodies[0].rows].filter((row) => !row.matches(".sum"));
  const rows = canvas.dataset.chart === "most" ? all.filter(value).slice(0, MOST_BARS) : all;
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim().replace(WITHOUT_YEAR, "")),
    label: table.tHead.rows[0].cells[column].textContent.trim(),
    data: rows.map(value),
  };
}

function options(rows) {
  const text = style("--bs-body-color");
  const line = style("--bs-border-color");
  const axis = (numbers) => ({ ticks: { color: text, precision: 0, autoSkip: numbers || !rows }, grid: { color: line, display: numbers }, beginAtZero: true });
  return {
    animation: false,
    maintainAspectRatio: false,
    indexAxis: rows ? "y" : "x",
    scales: { x: axis(rows), y: axis(!rows) },
    plugins: { legend: { display: false } },
  };
}

function draw(canvas) {
  const { labels, label, data } = figuresOf(canvas);
  if (!labels.length) return;
  const rows = canvas.dataset.chart !== "bars";
  const place = canvas.parentElement;
  place.hidden = false;
  if (rows) place.style.height = `${(labels.length + 2) * ROW_HEIGHT}px`;
  const colour = style("--chart");
  charts.push(new Chart(canvas, {
    type: "bar",
    data: { labels, datasets: [{ label, data, backgroundColor: colour, maxBarThickness: 40 }] },
    options: options(rows),
  }));
}

function colourAgain() {
  for (const chart of charts) {
    chart.options = options(chart.options.indexAxis === "y");
    for (const set of chart.data.datasets) set.backgroundColor = style("--chart");
    chart.update("none");
  }
}

for (const canvas of document.querySelectorAll("canvas[data-table]")) draw(canvas);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colourAgain);
addEventListener("beforeprint", colourAgain);
addEventListener("afterprint", colourAgain);
