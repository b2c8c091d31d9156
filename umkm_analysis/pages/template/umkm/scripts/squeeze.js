/* Charts on a telephone: the plots become narrower as a whole, so that their scales stay even; words keep their size and their place beside
   their marks. Panels with names of their own stand below each other. One drawing serves both, or pages would carry each twice */
const SLIM = matchMedia("(max-width: 40rem)"), LETTERS_KEPT = 0.92, MIN_SPAN = 60, OWN_NAMES = 60;
const slimWidth = () => (Math.min(innerWidth, screen.width || innerWidth) - 36) / LETTERS_KEPT;
const squeeze = (svg) => {
  const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number), record = pointsOf(svg);
  if (!record.points || !record.points.length || svg.matches(".map, .narrow") || one(".narrow", svg.parentElement)) return;
  const plots = [...new Set(all("clipPath rect", svg).map((rect) => `${rect.getAttribute("x")} ${rect.getAttribute("width")}`))]
    .map((text) => text.split(" ").map(Number)).map(([x, wide]) => ({ from: x, to: x + wide })).sort((a, b) => a.from - b.from);
  if (!plots.length) return;
  const stacked = plots.length > 1 && plots[1].from - plots[0].to > OWN_NAMES;
  plots.forEach((plot, at) => {
    plot.before = plot.after = 0;
    plot.begins = stacked && at ? plots[at - 1].to + 4 : left;
    plot.ends = stacked && at + 1 < plots.length ? plot.to + 4 : left + width;
  });
  const rows = stacked ? plots.map((plot) => [plot]) : [plots];
  const spanOf = (row) => row.reduce((sum, plot) => sum + plot.to - plot.from, 0);
  const restOf = (row) => row.reduce((sum, plot) => sum + plot.before + plot.after, row[row.length - 1].ends - row[0].begins) - spanOf(row);
  const beside = (x, y) => record.points.map((point) => [point[3] / 10, point[4] / 10]).find((point) => Math.abs(point[1] - y) < 8 && Math.abs(point[0] - x) < 14);
  const words = all("text[x]", svg).map((text) => {
    const x = Number(text.getAttribute("x")), y = Number(text.getAttribute("y")), { textAnchor: anchor, fontSize } = getComputedStyle(text);
    return { text, x, y, anchor, long: text.textContent.length * parseFloat(fontSize) * 0.57, mark: anchor === "middle" ? undefined : beside(x, y - 3.5) };
  });
  /* a key is a row of words of its own, with its marks; it stands at the left edge */
  const keyed = words.find((word) => word.anchor === "start" && !word.mark && words.filter((other) => other.y === word.y && other.anchor === "start" && !other.mark && other.x > plots[0].from).length > 2);
  const inKey = (y) => keyed && Math.abs(y - keyed.y + 3) < 8;
  let wide = 0, factors = [];
  const rowAt = (x) => Math.max(0, rows.findIndex((row) => x <= row[row.length - 1].ends + 0.01));
  const across = (x, at = rowAt(x)) => rows[at].reduce((sum, plot) => sum - (Math.min(Math.max(x, plot.from), plot.to) - plot.from) * (1 - factors[at])
    + (x >= plot.from - 0.01 ? plot.before : 0) + (x > plot.to + 0.01 ? plot.after : 0), x - rows[at][0].begins);
  const fitted = () => {
    wide = Math.max(slimWidth(), ...rows.map((row) => restOf(row) + Math.min(spanOf(row), MIN_SPAN * row.length)));
    factors = rows.map((row) => (wide - restOf(row)) / (spanOf(row) || 1));
    factors = factors.map(() => Math.min(...factors, stacked ? Infinity : 1)); // one scale for all
  };
  fitted();
  if (wide >= width && !stacked) return;
  for (const { x, anchor, long, mark } of words) {
    const at = rowAt(x), number = mark ? rows[at].findIndex((plot) => mark[0] >= plot.from - 1 && mark[0] <= plot.to + 1) : -1, plot = rows[at][number];
    if (!plot) continue;
    const moved = across(mark[0], at) + x - mark[0], next = rows[at][number + 1];
    if (anchor === "end" && x > plot.from) plot.before = Math.max(plot.before, across(plot.from, at) - moved + long);
    if (anchor === "start") plot.after = Math.max(plot.after, moved + long - across(plot.to, at) - (next ? next.from : plot.ends) + plot.to);
  }
  const begins = Math.max(...rows.map(([plot]) => plot.from - plot.begins + plot.before));
  for (const [plot] of rows) plot.before = begins - plot.from + plot.begins;
  fitted();
  const down = (y, at) => y + at * height;
  const path = (d) => {
    const [, first, height_] = /(-?[\d.]+) (-?[\d.]+)/.exec(d) || [0, 0, 0], at = rowAt(Number(first));
    if (inKey(Number(height_)) && Number(first) > plots[0].from) return d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x, y) => `${(Number(x) - plots[0].from + 8).toFixed(2)} ${y}`);
    return d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x, y) => `${across(Number(x), at).toFixed(2)} ${down(Number(y), at).toFixed(2)}`);
  };
  for (const drawn of all("path, use, rect, text", svg)) {
    if (drawn.tagName === "path") { if (!drawn.closest("defs")) drawn.setAttribute("d", path(drawn.getAttribute("d"))); continue; }
    const turned = /^translate\((-?[\d.]+)[ ,](-?[\d.]+)\)/.exec(drawn.getAttribute("transform") || "");
    if (turned) {
      const at = rowAt(Number(turned[1]));
      drawn.setAttribute("transform", drawn.getAttribute("transform").replace(turned[0], `translate(${across(Number(turned[1]), at)} ${down(Number(turned[2]), at)})`));
      continue;
    }
    const x = Number(drawn.getAttribute("x")), y = Number(drawn.getAttribute("y")), at = rowAt(x);
    if (drawn.tagName === "rect") drawn.setAttribute("width", across(x + Number(drawn.getAttribute("width")), at) - across(x, at));
    const mark = drawn.tagName === "text" && (words.find((word) => word.text === drawn) || {}).mark;
    drawn.setAttribute("x", (inKey(y) && drawn.tagName !== "rect" && x > plots[0].from && !mark ? x - plots[0].from + 8 : mark ? across(mark[0], at) + x - mark[0] : across(x, at)).toFixed(2));
    drawn.setAttribute("y", down(y, at).toFixed(2));
  }
  for (const drawn of all("path, use", svg)) {
    const y = drawn.tagName === "use" ? drawn.getAttribute("y") : (/^M\S+ (\S+)/.exec(drawn.getAttribute("d")) || [])[1];
    if (keyed && !drawn.closest("defs, clipPath") && inKey(Number(String(y).replace(/[A-Z].*/, "")))) for (let held = drawn.closest("[clip-path]"); held; held = drawn.closest("[clip-path]")) held.removeAttribute("clip-path");
  }
  for (const point of record.points) {
    const at = rowAt(point[3] / 10);
    point[3] = Math.round(across(point[3] / 10, at) * 10);
    point[4] = Math.round(down(point[4] / 10, at) * 10);
  }
  svg.dataset.points = JSON.stringify(record);
  svg.setAttribute("viewBox", `0 ${top} ${wide.toFixed(0)} ${height * rows.length}`);
  thinOut(svg);
};
/* Years and numbers of a scale give way to the last one */
const thinOut = (svg) => {
  const scales = new Map(), crowded = [];
  for (const text of all("text", svg)) if (getComputedStyle(text).textAnchor === "middle") scales.set(text.getAttribute("y"), [...(scales.get(text.getAttribute("y")) || []), text]);
  for (const texts of scales.values()) {
    let edge = Infinity;
    for (const text of texts.sort((a, b) => b.getAttribute("x") - a.getAttribute("x"))) {
      const half = text.textContent.length * parseFloat(getComputedStyle(text).fontSize) * 0.29, x = Number(text.getAttribute("x"));
      if (x + half > edge) crowded.push(text); else edge = x - half - 2;
    }
  }
  for (const text of crowded) text.remove(); // at last: each would make the browser work out its styles anew
};
const originals = new Map();
const slim = () => {
  for (const svg of all("figure.chart .drawing > svg[data-points]")) {
    if (SLIM.matches && !originals.has(svg)) {
      originals.set(svg, [svg.innerHTML, svg.getAttribute("viewBox"), svg.dataset.points]);
      squeeze(svg);
      svg.classList.add("slim");
    } else if (!SLIM.matches && originals.has(svg)) widen(svg);
  }
};
const widen = (svg) => {
  const [inside, viewBox, points] = originals.get(svg);
  originals.delete(svg);
  svg.innerHTML = inside;
  svg.setAttribute("viewBox", viewBox);
  svg.dataset.points = points;
  svg.classList.remove("slim");
};
slim();
SLIM.addEventListener("change", slim);
addEventListener("beforeprint", () => [...originals.keys()].forEach(widen));
addEventListener("afterprint", slim);
