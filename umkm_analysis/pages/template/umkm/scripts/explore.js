/* Charts that readers change; formulas are those of metrics/level.py, growth.py and recovery.py */
const decimal = root.lang === "id" ? "," : ".";
const rounded = (value, digits) => Number((Math.abs(value) + 1e-9).toFixed(digits)) * Math.sign(value);
const inWords = (value, digits, signed = false) => {
  const known = rounded(value, digits), sign = known < 0 ? "−" : signed && known > 0 ? "+" : "";
  return sign + Math.abs(known).toFixed(digits).replace(".", decimal);
};
/* More decimals where one would write an index below 100 as 100 */
const indexDigits = (values) => Math.max(1, ...values.map((value) => {
  let digits = 1;
  while (digits < 4 && value < 100 - 1e-9 && rounded(value, digits) === 100) digits += 1;
  return digits;
}));
const levelIndex = (series, base) => series.map((value) => (value === null || !series[base] ? null : (value / series[base]) * 100));
const onTrend = (rate, years) => 100 * (1 + rate / 100) ** years;
const breakEven = (growth) => (growth >= 0 ? 0 : (1 / (1 + growth / 100) - 1) * 100);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
/* Lines through columns, each labelled at its own end; the points answer as those of any other chart */
const drawLines = (svg, { columns, lines, least = 0, base = 100, band = null, bandName = "", digits }) => {
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const frame = { left: 38, right: width - 132, top: 18, bottom: height - 24 };
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null)).concat(base);
  const span = Math.max(Math.max(...values) - Math.min(...values), least), low = Math.min(...values) - span * 0.08, high = Math.max(...values) + span * 0.08;
  const x = (at) => frame.left + ((at + 0.4) / (columns.length - 0.2)) * (frame.right - frame.left);
  const y = (value) => frame.bottom - ((value - low) / (high - low)) * (frame.bottom - frame.top);
  const text = (content, values) => { const made = drawn(svg, "text", { "font-size": 10, style: `fill:var(--first)`, ...values }); made.textContent = content; return made; };
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find((size) => (high - low) / size <= 6) || 200;
  const parts = [], points = [];
  if (band) parts.push(drawn(svg, "rect", { x: x(band[0] - 0.5), y: frame.top, width: x(band[1] + 0.5) - x(band[0] - 0.5), height: frame.bottom - frame.top, style: "fill:var(--grid);opacity:.55" }),
    text(bandName, { x: x((band[0] + band[1]) / 2), y: frame.top - 3, "font-size": 8, "text-anchor": "middle" }));
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
    parts.push(drawn(svg, "path", { d: `M${frame.left} ${y(tick)}H${x(columns.length - 1) + 4}`, style: `fill:none;stroke:var(--${Math.abs(tick - base) < 1e-6 ? "second" : "grid"});stroke-width:.8` }),
      text(inWords(tick, step < 1 ? 1 : 0), { x: frame.left - 7, y: y(tick) + 3.5, "text-anchor": "end" }));
  }
  const every = Math.ceil((columns.length * 38) / (frame.right - frame.left));
  const unfinal = (column) => lines.reduce((found, line) => { const mark = (line.marks || {})[column] || ""; return mark.length > found.length ? mark : found; }, "");
  columns.forEach((column, at) => { if ((columns.length - 1 - at) % every === 0) parts.push(text(column + unfinal(column), { x: x(at), y: height - 8, "text-anchor": "middle" })); });
  const names = [], ends = [];
  for (const line of lines) {
    const marks = line.values.map((value, at) => [at, value]).filter(([, value]) => value !== null);
    if (!marks.length) continue;
    const colour = `var(--${line.colour})`;
    parts.push(drawn(svg, "path", { d: marks.map(([at, value], number) => `${number && marks[number - 1][0] === at - 1 ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join(""), style: `fill:none;stroke:${colour};stroke-width:${line.own ? 2.6 : 1.5};stroke-dasharray:${line.dash || "none"}` }));
    for (const [at, value] of marks) {
      if (!line.bare) parts.push(drawn(svg, "circle", { cx: x(at).toFixed(1), cy: y(value).toFixed(1), r: line.own ? 3 : 1.8, style: `fill:${colour}` }));
      points.push([names.length, line, at, value]);
    }
    names.push(line.name);
    const [at, value] = marks[marks.length - 1];
    ends.push({ line, at, value, height: y(value) });
  }
  ends.sort((a, b) => a.height - b.height);
  ends.forEach((end, number) => {
    const early = end.at < columns.length - 1 ? ` (${columns[end.at]})` : "";
    const label = (end.line.own ? `${end.line.name} ${inWords(end.value, digits)}` : end.line.name) + early;
    const [first, second] = label.length > 21 && label.includes(" ") ? [label.slice(0, label.lastIndexOf(" ", 21)), label.slice(label.lastIndexOf(" ", 21) + 1)] : [label, ""];
    end.tall = second ? 23 : 12;
    if (number) end.height = Math.max(end.height, ends[number - 1].height + ends[number - 1].tall);
    const style = { x: x(columns.length - 1) + 8, "font-size": 9.5, style: `fill:var(--${end.line.colour});font-weight:${end.line.own ? 700 : 400}` };
    parts.push(text(first, { ...style, y: end.height + 3.5 }), ...(second ? [text(second, { ...style, y: end.height + 14.5 })] : []));
  });
  const colours = [...new Set(lines.map((line) => line.colour))], marked = points.map(([, line, at]) => columns[at] + ((line.marks || {})[columns[at]] || "")), heads = [...new Set(marked)];
  silence();
  svg.replaceChildren(...parts);
  svg.dataset.points = JSON.stringify({
    read: "column", names, columns: heads, colours,
    points: points.map(([name, line, at, value], number) => [name, heads.indexOf(marked[number]), colours.indexOf(line.colour), Math.round(x(at) * 10), Math.round(y(value) * 10), inWords(value, digits)]),
  });
};
/* a term in what is measured stays one that opens its meaning */
const writeMeasure = (measure, text) => {
  const term = measure.term || (measure.term = one(".term", measure)), at = term ? text.indexOf(term.textContent) : -1;
  measure.replaceChildren(...(at < 0 ? [text] : [text.slice(0, at), term, text.slice(at + term.textContent.length)]));
};
const exploring = {
  level(box, record, chosen) {
    const { words, years } = record, base = years.indexOf(chosen.base), from = years.slice(base);
    const shown = [{ ...record.own, own: true, colour: "own" }, ...record.above.map((above, number) => ({ ...above, colour: number ? "second" : "first", dash: number ? "3 1.6" : "" }))];
    const peer = record.peers[chosen.peer];
    if (peer) shown.push({ ...peer, colour: "low" });
    const lines = shown.map((series) => ({ ...series, values: levelIndex(series.index, base) }));
    const [own] = lines, last = own.values.reduce((found, value, at) => (value === null ? found : at), 0);
    const rate = chosen.at.rate ? record.rate : chosen.rate;
    if (rate > 0) lines.push({ name: filled(words.trend, { rate: inWords(rate, 2) }), colour: "soft", dash: "1.5 2.5", bare: true, values: years.map((year, at) => (at < base || at > last ? null : onTrend(rate, at - base))) });
    const then = lines.filter((line) => !line.bare && line.values[last] !== null), digits = indexDigits(then.map((line) => line.values[last]));
    drawLines(one("svg", box), { columns: years.map(String), lines, digits, band: years.includes(2020) && years.includes(2021) ? [years.indexOf(2020), years.indexOf(2021)] : null, bandName: words.pandemic });
    const year = years[last] + ((own.marks || {})[years[last]] || ""), values = { year, base: chosen.base, name: own.name };
    writeMeasure(one(".measure", box), filled(words.measure, values));
    const said = [filled(words.index, { ...values, names: then.map((line) => `${line.name} ${inWords(line.values[last], digits)}`).join("; ") })];
    const absent = lines.filter((line) => line.values.every((value) => value === null));
    if (absent.length) said.push(filled(words.absent, { base: chosen.base, names: absent.map((line) => line.name).join(", ") }));
    if (rate > 0) said.push(filled(words.gap, { ...values, rate: inWords(rate, 2), gap: inWords((own.values[last] / onTrend(rate, from.indexOf(years[last])) - 1) * 100, 1, true) }));
    const other = peer && lines.find((line) => line.colour === "low");
    if (other && other.values[last] !== null) {
      const apart = rounded(own.values[last], digits) - rounded(other.values[last], digits);
      said.push(filled(words[apart > 0 ? "higher" : apart < 0 ? "lower" : "similar"], { name: own.name, other: other.name }));
    }
    return said.join(" ");
  },
  story(box, { words }, chosen) {
    const svg = one("svg", box), measure = one(".measure", box);
    const kept = box.kept || (box.kept = { children: [...svg.childNodes], points: svg.dataset.points, measure: measure.textContent });
    writeMeasure(measure, chosen.at.fall ? kept.measure : words.measure);
    if (chosen.at.fall) {
      silence();
      svg.replaceChildren(...kept.children);
      svg.dataset.points = kept.points;
      return "";
    }
    const low = 100 - chosen.fall, level = low * (1 + chosen.fall / 100), needed = breakEven(-chosen.fall), digits = indexDigits([level]);
    drawLines(svg, { columns: words.columns, digits, least: 1, lines: [
      { name: filled(words.need, { needed: inWords(needed, 2) }), colour: "low", dash: "4 3", values: [null, low, 100] },
      { name: "", colour: "own", own: true, values: [100, low, level] },
    ] });
    return filled(words.said, { fall: inWords(chosen.fall, 1), rise: inWords(chosen.fall, 1), level: inWords(level, digits), needed: inWords(needed, 2) });
  },
};
for (const box of all("[data-explore]")) {
  const room = one(".drawing", box);
  if (!one("svg", room)) {
    const { firstChild: svg } = Object.assign(document.createElement("template"), { innerHTML: "<svg>" }).content;
    for (const [key, value] of Object.entries({ role: "img", viewBox: `0 0 ${SLIM.matches ? Math.round(slimWidth() - 34) : 504} 260`, "aria-label": room.getAttribute("aria-label") })) svg.setAttribute(key, value);
    room.append(svg);
    room.setAttribute("aria-describedby", "cara-titik");
  }
  const record = JSON.parse(one('script[type="application/json"]', box).textContent), inputs = all("[data-name]", box), defaults = {};
  for (const input of inputs) defaults[input.dataset.name] = input.value;
  const work = () => {
    const chosen = { at: {} };
    for (const input of inputs) {
      const { name } = input.dataset, start = input.value === defaults[name], output = one(`output[data-of="${name}"]`, box);
      chosen[name] = input.type === "range" ? Number(input.value) : input.value;
      chosen.at[name] = start;
      if (output) output.textContent = inWords(Number(input.value), (input.step.split(".")[1] || "").length) + (start ? ` (${document.body.dataset.default})` : "");
    }
    one("[data-reset]", box).disabled = inputs.every((input) => chosen.at[input.dataset.name]);
    one(".said", box).textContent = exploring[box.dataset.explore](box, record, chosen);
  };
  box.addEventListener("input", work);
  one("[data-reset]", box).addEventListener("click", () => {
    for (const input of inputs) input.value = defaults[input.dataset.name];
    work();
    inputs[0].focus();
  });
  work();
}
/* A story draws itself when it first comes into sight; whoever wants no motion sees it whole */
if ("IntersectionObserver" in window) {
  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) { target.classList.add("told"); watch.unobserve(target); }
  }, { threshold: 0.6 });
  for (const svg of all(".story .drawing svg")) watch.observe(svg);
}
