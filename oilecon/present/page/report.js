// What the reader moves, and what it changes. All arithmetic is in `compute`, which oilecon wrote.
const data = JSON.parse(document.getElementById("data").textContent);
const state = {};
const at = (id) => document.getElementById(id);
const shown = (value, digits) => Number.isFinite(value) ? value.toFixed(digits).replace("-", "\u2212") : "not defined";

function show(control, value) {
  for (const path of control.paths) state[path] = value;
  const text = String(Number((value * control.scale).toPrecision(10)));
  const [number, range] = [at(control.id), at(control.id + "-range")];
  if (Number(number.value) !== Number(text) || number.value === "") number.value = text;
  range.value = text;
  range.setAttribute("aria-valuetext", `${text} ${control.unit}`);
  number.closest(".control").classList.toggle("moved", value !== control.value);
}

function moved(control, input) {
  const value = Number(input.value);
  if (input.value === "" || !Number.isFinite(value) || !input.checkValidity()) return;
  show(control, value / control.scale);
  update();
}

function signed(figures, route, line) {
  const value = figures[`${route}.${line.name}`];
  if (value === undefined) return 0;
  return line.cost ? 0 - value : value;
}

function update() {
  const figures = compute(state);
  for (const cell of document.querySelectorAll("[data-loss]")) {
    const share = figures[cell.dataset.loss];
    cell.textContent = Number.isFinite(share) ? `${shown(100 * share, 1)} %` : "not defined";
  }
  for (const cell of document.querySelectorAll("[data-line]")) {
    const line = data.lines[Number(cell.dataset.line)];
    cell.textContent = shown(signed(figures, cell.dataset.route, line), 2);
  }
  // A line of zeros says nothing, until an input moves it.
  for (const row of document.querySelectorAll("#lines tbody tr:not(.subtotal)")) {
    const cells = [...row.querySelectorAll("[data-line]")];
    row.hidden = cells.every((cell) => signed(figures, cell.dataset.route, data.lines[Number(cell.dataset.line)]) === 0);
  }
  const changed = data.controls.filter((one) => state[one.path] !== one.value).length;
  at("changed").textContent = changed ? `${changed} moved from the scenario's value` : "";
  for (const button of document.querySelectorAll("[data-preset]")) {
    const values = data.presets[button.dataset.preset];
    const same = Object.entries(values).every(([path, value]) => state[path] === value);
    button.setAttribute("aria-pressed", String(same));
  }
  draw(figures);
}

function draw(figures) {
  const box = at("fall"), wide = Math.max(box.clientWidth, 280), narrow = wide < 560;
  const left = narrow ? 116 : 132, right = 52, size = narrow ? 10.5 : 12;
  const bar = 12, gap = 8, head = 20 * data.routes.length + 6;
  const falls = data.routes.map((route) => {
    let total = 0;
    return data.lines.map((line) => {
      const amount = signed(figures, route.name, line);
      const start = line.subtotal ? 0 : total;
      total = line.subtotal ? amount : total + amount;
      return { start, end: total, amount };
    });
  });
  const ends = falls.flat().flatMap((one) => [one.start, one.end]).filter(Number.isFinite);
  const low = Math.min(0, ...ends), high = Math.max(1, ...ends);
  const x = (value) => left + (wide - left - right) * (value - low) / (high - low);
  const parts = [`<defs>${hatches.map(hatched).join("")}</defs>`];
  data.routes.forEach((route, k) => {
    parts.push(`<rect x="${left}" y="${20 * k + 2}" width="24" height="12" fill="${looks[k % looks.length]}" stroke="var(--ink)" stroke-width="0.7"/>`);
    parts.push(`<text x="${left + 30}" y="${20 * k + 12}">${escaped(route.title)}</text>`);
  });
  let y = head;
  data.lines.forEach((line, i) => {
    if (!line.subtotal && falls.every((fall) => fall[i].amount === 0)) return;
    const weight = line.subtotal ? ' font-weight="700"' : "";
    const bars = falls.map((fall, k) => ({ ...fall[i], k }))
      .filter(({ end, amount }) => Number.isFinite(end) && (amount !== 0 || line.subtotal));
    const tall = bar * Math.max(bars.length, 1);
    parts.push(`<text x="${left - 6}" y="${y + tall / 2 + 3}" text-anchor="end"${weight}>${escaped(line.label)}</text>`);
    bars.forEach(({ start, end, amount, k }, at) => {
      const a = x(Math.min(start, end)), b = x(Math.max(start, end)), top = y + bar * at;
      parts.push(`<rect x="${a}" y="${top}" width="${Math.max(b - a, 0.5)}" height="${bar - 1}" fill="${looks[k % looks.length]}" stroke="var(--ink)" stroke-width="0.7"/>`);
      parts.push(`<text x="${b + 4}" y="${top + 9.5}" font-size="${size - 1.5}"${weight}>${shown(amount, 2)}</text>`);
    });
    y += tall + gap;
  });
  parts.push(`<path d="M${x(0)} ${head - 4}V${y}" stroke="var(--soft)"/>`);
  box.innerHTML = `<svg viewBox="0 0 ${wide} ${y + 4}" height="${y + 4}" font-size="${size}" fill="var(--ink)" aria-hidden="true">${parts.join("")}</svg>`;
}

// As many looks as the charts of the library have, told apart in print as well.
const hatches = [
  ["lines", "--other", "M0 0V6"], ["dots", "--paper", "M2 2h1.5v1.5h-1.5z"],
  ["cross", "--paper", "M0 0V6M0 0H6"], ["rules", "--fill", "M0 0H6"], ["more", "--other", "M1 1h3v3h-3z"],
];
const looks = ["var(--fill)", "url(#lines)", "var(--paper)", "var(--soft)", "url(#dots)", "url(#cross)", "url(#rules)", "url(#more)"];
const hatched = ([name, ground, path]) => `<pattern id="${name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="var(${ground})"/><path d="${path}" stroke="var(${ground === "--paper" ? "--ink" : "--hatch"})" stroke-width="1.2" fill="none"/></pattern>`;
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

// Each reading has a range of its own for an input, as it has a value.
function set(values, notes) {
  for (const control of data.controls) {
    at(control.id + "-note").textContent = notes[control.path] ?? control.note;
    show(control, Object.hasOwn(values, control.path) ? values[control.path] : control.value);
  }
  update();
}

for (const control of data.controls) {
  for (const id of [control.id, control.id + "-range"]) {
    at(id).addEventListener("input", (event) => moved(control, event.target));
  }
}
for (const button of document.querySelectorAll("[data-preset]")) {
  button.addEventListener("click", () => set(data.presets[button.dataset.preset], data.notes[button.dataset.preset]));
}
at("reset").addEventListener("click", () => set({}, {}));
at("controls").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("resize", update);
window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
set({}, {});
