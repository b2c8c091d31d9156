/* Charts that answer: a pointer, a finger or an arrow key asks for the figures of a point (see charts/points.py) */
const MOST_LINES = 6, REACH = 30;
const tip = document.body.appendChild(Object.assign(document.createElement("div"), { className: "tip", hidden: true }));
const spoken = document.body.appendChild(Object.assign(document.createElement("p"), { className: "spoken" }));
tip.setAttribute("aria-hidden", "true");
spoken.setAttribute("role", "status");
const asked = new WeakMap();
let answering = null, byKey = false;
const answersOf = (svg) => {
  const known = asked.get(svg);
  if (known && known.text === svg.dataset.points) return known;
  const record = pointsOf(svg);
  const pages = record.codes ? JSON.parse(document.body.dataset.regions || "{}") : {};
  const points = record.points.map(([name, column, colour, x, y, value, radius = 0]) => ({
    page: record.codes && pages[record.codes[name]],
    name: record.names[name], column: record.columns[column], colour: `var(--${record.colours[colour]})`,
    x: x / 10, y: y / 10, value, radius: radius / 10,
  }));
  const together = record.read === "column" && record.names.length <= MOST_LINES;
  const columns = new Map();
  for (const point of points) columns.set(point.x, [...(columns.get(point.x) || []), point]);
  for (const column of columns.values()) column.sort((a, b) => a.y - b.y);
  const stops = together ? [...columns.values()].sort((a, b) => a[0].x - b[0].x) : points.map((point) => [point]);
  if (record.read === "row") stops.sort(([a], [b]) => a.y - b.y || a.x - b.x);
  const made = { text: svg.dataset.points, read: record.read, points, columns, together, stops, at: -1 };
  asked.set(svg, made);
  return made;
};
/* From the window's places to the drawing's and back; it may stand in the middle of more room than it fills */
const frameOf = (svg) => {
  const box = svg.getBoundingClientRect(), [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const scale = Math.min(box.width / width, box.height / height) || 1;
  return { left: box.left + (box.width - width * scale) / 2 - left * scale, top: box.top + (box.height - height * scale) / 2 - top * scale, scale };
};
const nearest = (svg, clientX, clientY) => {
  const { read, stops, together } = answersOf(svg), { left, top, scale } = frameOf(svg);
  const x = (clientX - left) / scale, y = (clientY - top) / scale;
  const far = together ? ([point]) => Math.abs(point.x - x)
    : read === "row" ? ([point]) => Math.abs(point.y - y) * 1e3 + Math.abs(point.x - x)
      : ([point]) => Math.max(0, Math.hypot(point.x - x, point.y - y) - point.radius) + point.radius / 1e3;
  let best = -1, least = together || read === "row" ? Infinity : REACH;
  stops.forEach((stop, number) => { const away = far(stop); if (away < least) { least = away; best = number; } });
  return best;
};
const drawn = (svg, name, values) => {
  const element = document.createElementNS(svg.namespaceURI, name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  return element;
};
const silence = () => {
  if (!answering) return;
  for (const cross of all(".cross", answering)) cross.remove();
  asked.get(answering).at = -1;
  answering = null;
  tip.hidden = true;
};
const word = (tag, text, css = "") => Object.assign(document.createElement(tag), { textContent: text, className: css });
const phrase = (point, head) => [point.name, point.column && point.column !== head ? point.column : "", point.value].filter(Boolean);
const place = () => {
  const { stops, at } = asked.get(answering), stop = stops[at], frame = frameOf(answering), x = frame.left + stop[0].x * frame.scale;
  const y = frame.top + Math.min(...stop.map((point) => point.y)) * frame.scale, { offsetWidth: wide, offsetHeight: tall } = tip;
  tip.style.left = `${Math.max(4, x + 14 + wide < innerWidth ? x + 14 : x - 14 - wide)}px`;
  tip.style.top = `${Math.max(4, Math.min(innerHeight - tall - 4, y - tall - 8))}px`;
};
const answer = (svg, number, aloud = false) => {
  const answers = answersOf(svg);
  if (number < 0) { silence(); return; }
  if (answering === svg && answers.at === number && !aloud) return;
  if (answering !== svg) silence();
  for (const cross of all(".cross", svg)) cross.remove();
  answering = svg;
  byKey = aloud;
  answers.at = number;
  const stop = answers.stops[number], [first] = stop, head = answers.together ? first.column : first.name;
  const cross = drawn(svg, "g", { class: "cross", "aria-hidden": "true" });
  const [, top, , height] = svg.getAttribute("viewBox").split(" ");
  if (answers.together) cross.append(drawn(svg, "path", { d: `M${first.x} ${top}v${height}`, class: "rule" }));
  else if (answers.read === "column") {
    const line = answers.points.filter((point) => point.name === first.name);
    cross.append(drawn(svg, "path", { d: `M${line.map((point) => `${point.x} ${point.y}`).join("L")}`, class: "followed" }));
  }
  for (const point of stop) cross.append(drawn(svg, "circle", { cx: point.x, cy: point.y, r: point.radius || 5, style: `stroke:${point.colour}` }));
  svg.append(cross);
  const rows = stop.map((point) => {
    const row = word("p", "");
    if (answers.together) {
      const mark = word("i", "");
      mark.style.background = point.colour;
      row.append(mark, word("span", point.name + (point.column === head ? "" : ` (${point.column})`)), word("b", point.value));
    } else row.append(...(point.column ? [word("span", point.column)] : []), word("b", point.value));
    return row;
  });
  tip.replaceChildren(word("p", head, "head"), ...rows);
  tip.hidden = false;
  place();
  if (aloud) spoken.textContent = answers.together ? `${head}: ${stop.map((point) => phrase(point, head).join(" ")).join("; ")}` : phrase(first, "").join(", ");
};
const step = (svg, key) => {
  const answers = answersOf(svg), { at: from, stops, columns, together, read } = answers, last = stops.length - 1;
  if (key === "Home" || key === "End") return key === "Home" ? 0 : last;
  if (from < 0) return together && key === "ArrowLeft" ? last : 0;
  if (read === "column" && !together && (key === "ArrowUp" || key === "ArrowDown")) {
    const [point] = stops[from], column = columns.get(point.x);
    const next = column[column.indexOf(point) + (key === "ArrowUp" ? -1 : 1)] || point;
    return stops.findIndex(([other]) => other === next);
  }
  return Math.max(0, Math.min(last, from + (key === "ArrowRight" || key === "ArrowDown" ? 1 : -1)));
};
/* The point that an event means: the mark itself where it says which, as an area of a map does, else the nearest */
const pointOf = (svg, event) => {
  const own = event.target.closest("[data-point]");
  return own ? Number(own.dataset.point) : nearest(svg, event.clientX, event.clientY);
};
const askedBy = (event) => event.target.closest && event.target.closest("svg[data-points]");
/* A click opens the region's page; a finger's first tap only shows what it would open */
let touched = false;
const open = (page, event) => {
  if (!page) return;
  if (event.ctrlKey || event.metaKey) window.open(page); else location.assign(page);
};
document.addEventListener("click", (event) => {
  const svg = askedBy(event), number = svg ? pointOf(svg, event) : -1;
  if (number >= 0 && !touched) open(answersOf(svg).stops[number][0].page, event);
});
for (const kind of ["pointermove", "pointerdown"]) document.addEventListener(kind, (event) => {
  const svg = askedBy(event);
  if (kind === "pointerdown") touched = svg && event.pointerType === "touch" && answersOf(svg).at !== pointOf(svg, event);
  if (svg && (kind === "pointerdown" || event.pointerType !== "touch")) answer(svg, pointOf(svg, event));
  else if (!svg) silence();
}, { passive: true });
document.addEventListener("scroll", () => { if (answering && byKey) place(); else silence(); }, { passive: true, capture: true });
document.addEventListener("focusout", silence);
document.addEventListener("keydown", (event) => {
  if (!event.target.matches(".drawing:focus-visible") || event.ctrlKey || event.metaKey || event.altKey) return;
  const svg = all("svg[data-points]", event.target).find((drawn) => drawn.clientWidth); // of a wide and a narrow one
  if (!svg) return;
  if (event.key === "Escape" && answering) { event.preventDefault(); silence(); return; }
  if (event.key === "Enter" && answering === svg) { open(asked.get(svg).stops[asked.get(svg).at][0].page, event); return; }
  if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key)) return;
  event.preventDefault();
  answer(svg, step(svg, event.key), true);
});
for (const svg of all(".drawing svg[data-points]")) svg.parentNode.setAttribute("aria-describedby", "cara-titik");
