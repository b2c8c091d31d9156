const { regions, words } = JSON.parse(document.querySelector("#data").textContent);
const one = (selector, within = document) => within.querySelector(selector);
const language = document.documentElement.lang;
const byCode = new Map(regions.map((region) => [region.c, region]));
const label = (region) => `${region.n} (${region.c})`;
for (const region of regions) region.text = plain(`${region.n} ${region.c} ${region.u}`);
const number = (value, digits, signed) => value === null || value === undefined ? words.nothing
  : new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: signed ? "exceptZero" : "auto" }).format(value).replace("-", "−");
/* it comes with the decimals that pages print: one, or more just below the base level */
const index = (value) => number(value, Math.max(1, `${value}`.split(".")[1]?.length ?? 0));
const NATION = "0000";
/* the nation has a product of its own name */
const ofProduct = (text, pair) => {
  const nations = pair.filter((region) => region.c === NATION).length;
  return say(text, { product: words.products[nations === pair.length ? 1 : nations ? 2 : 0] });
};
const say = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const make = (tag, text = "", attributes = {}) => {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const draw = (tag, attributes, text = "") => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
};
const at = (region, year, list) => region[list]?.[year - region.y] ?? null;
const mark = (year, ...pair) => pair.map((region) => region.m?.[year] || "").sort((x, y) => y.length - x.length)[0];
const lastYear = (region) => region.y + region.i.findLastIndex((value) => value !== null);

/* What was typed: a code, a whole name, or the first region in which every word is found */
const find = (text) => {
  const wanted = wordsOf(text), code = wanted.find((word) => byCode.has(word));
  if (!wanted.length) return null;
  return byCode.get(code) || regions.find((region) => plain(region.n) === wanted.join(" ")) || regions.find((region) => wanted.every((word) => region.text.includes(word))) || null;
};

/* Lines of the index: they end where a series has no figure, and cross no break */
const LEFT = 40, TOP = 16, BOTTOM = 40, GAP = 9, PER_YEAR = 58, PER_LETTER = 9;
const chart = (pair, years) => {
  const svg = one("figure svg"), WIDE = Math.max(280, svg.parentElement.clientWidth), HIGH = Math.max(340, WIDE / 3);
  const short = (region) => region.n.replace(/^(Kabupaten|Kota) /, (kind) => kind[2] === "b" ? "Kab. " : "");
  const ended = (region) => index(at(region, lastYear(region), "i"));
  /* a name stands at its line's end where there is room; the cards above name the lines in any case */
  const named = pair.map((region) => `${short(region)} ${ended(region)}`);
  const labels = Math.max(...named.map((text) => text.length)) * PER_LETTER < .28 * WIDE ? named : pair.map(ended);
  const RIGHT = Math.max(...labels.map((text) => text.length)) * PER_LETTER + GAP + 8;
  const values = pair.flatMap((region) => years.map((year) => at(region, year, "i"))).filter((value) => value !== null);
  const low = Math.floor(Math.min(100, ...values) / 10) * 10, high = Math.ceil(Math.max(100, ...values) / 10) * 10;
  const x = (year) => LEFT + (year - years[0]) / Math.max(1, years.length - 1) * (WIDE - LEFT - RIGHT);
  const y = (value) => TOP + (high - value) / Math.max(1, high - low) * (HIGH - TOP - BOTTOM);
  const parts = [];
  if (years[0] <= 2020 && years.at(-1) >= 2021) {
    parts.push(draw("rect", { class: "band", x: x(2020) - 8, y: TOP, width: x(2021) - x(2020) + 16, height: HIGH - TOP - BOTTOM }));
    parts.push(draw("text", { x: (x(2020) + x(2021)) / 2, y: HIGH - BOTTOM - 6, "text-anchor": "middle" }, words.pandemic));
  }
  const step = Math.max(10, Math.ceil((high - low) / 50) * 10);
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) {
    parts.push(draw("path", { class: value === 100 ? "base" : "grid", d: `M${LEFT} ${y(value)}H${WIDE - RIGHT}` }));
    parts.push(draw("text", { x: LEFT - 8, y: y(value) + 5, "text-anchor": "end" }, number(value, 0)));
  }
  const every = Math.ceil(years.length * PER_YEAR / (WIDE - LEFT - RIGHT));
  for (const year of years) if ((years.at(-1) - year) % every === 0) parts.push(draw("text", { x: x(year), y: HIGH - BOTTOM + 24, "text-anchor": "middle" }, `${year}${mark(year, ...pair)}`));
  const ends = pair.map((region) => y(at(region, lastYear(region), "i")));
  if (Math.abs(ends[0] - ends[1]) < 24) {
    const middle = (ends[0] + ends[1]) / 2, down = ends[0] > ends[1] ? 12 : -12;
    ends[0] = middle + down;
    ends[1] = middle - down;
  }
  pair.forEach((region, side) => {
    let path = "", pen = "M";
    for (const year of years) {
      const value = at(region, year, "i");
      if (value === null || region.k?.includes(year)) pen = "M";
      if (value !== null) { path += `${pen}${x(year).toFixed(1)} ${y(value).toFixed(1)}`; pen = "L"; }
    }
    const year = lastYear(region), name = "ab"[side];
    parts.push(draw("path", { class: name, d: path }));
    parts.push(draw("circle", { class: `dot ${name}`, cx: x(year), cy: y(at(region, year, "i")), r: 5 }));
    parts.push(draw("text", { class: name, x: x(year) + GAP, y: ends[side] + 5 }, labels[side]));
  });
  svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
  svg.replaceChildren(...parts);
  svg.setAttribute("aria-label", say(ofProduct(words.alt, pair), { a: pair[0].n, b: pair[1].n }));
};

const fill = (table, heads, rows) => {
  const head = make("thead"), line = make("tr"), body = make("tbody");
  line.append(...heads.map((text, place) => make("th", text, { scope: "col", ...(place ? { class: "number" } : {}) })));
  head.append(line);
  body.append(...rows.map(([name, ...cells]) => {
    const row = make("tr");
    row.append(make("th", name, { scope: "row" }), ...cells.map((text) => make("td", text, { class: "number" })));
    return row;
  }));
  table.replaceChildren(head, body);
};

const compare = (pair) => {
  const [a, b] = pair, sameBase = a.b === b.b;
  const first = Math.min(a.y, b.y), last = Math.max(...pair.map((region) => region.y + region.i.length - 1));
  const years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  const shared = years.findLast((year) => pair.every((region) => at(region, year, "i") !== null));
  const followed = pair.every((region) => region.i.some((value) => value !== null));
  one("#hasil h2").textContent = !sameBase ? say(words.bases, { a: a.b, b: b.b }) : shared === undefined ? say(words.apart, { a: a.n, b: b.n })
    : say(words.title, { year: `${shared}${mark(shared, a, b)}`, a: a.n, b: b.n, x: index(at(a, shared, "i")), y: index(at(b, shared, "i")), base: a.b });
  one(".sides").replaceChildren(...pair.map((region) => {
    const item = make("li");
    item.append(make("h3", region.n), make("p", region.u), make("p", region.v, { class: "verdict" }), make("a", words.report, { href: `${region.h}/${words.page}`, "aria-label": `${words.report}: ${region.n}` }));
    return item;
  }));
  one("figure").hidden = !sameBase || !followed;
  one("#hasil").hidden = false;
  if (sameBase && followed) chart(pair, years.filter((year) => pair.some((region) => at(region, year, "i") !== null)));
  const broken = pair.filter((region) => region.k?.length).map((region) => say(words.breaks, { name: region.n, years: region.k.join(", ") }));
  one(".note").textContent = [...broken, ...(pair.some((region) => region.m) ? [words.marks] : [])].join(" ");
  const newest = (region) => region.i.some((value) => value !== null) ? lastYear(region) : null;
  const dated = (region, text) => newest(region) === null ? words.nothing : `${text} (${newest(region)}${mark(newest(region), region)})`;
  fill(one(".keys"), [words.keys, a.n, b.n], [
    [ofProduct(words.last, pair), ...pair.map((region) => dated(region, index(at(region, newest(region), "i"))))],
    [words.growth, ...pair.map((region) => dated(region, number(at(region, newest(region), "g"), 2, true)))],
    [ofProduct(words.grdp, pair), ...pair.map((region) => region.p === undefined ? words.nothing : number(region.p, 1))],
    [words.rank, ...pair.map((region) => region.r ? say(words.ranked, { rank: number(region.r[0], region.r[0] % 1 ? 1 : 0), count: region.r[1], year: `${region.r[2]}${mark(region.r[2], region)}` }) : words.nothing)],
  ]);
  const heads = [words.year, ...[words.index, words.growth].flatMap((what) => pair.map((region) => `${what}: ${region.n}`))];
  fill(one(".years"), heads, years.toReversed().map((year) => [
    `${year}${mark(year, a, b)}`, ...pair.map((region) => index(at(region, year, "i"))), ...pair.map((region) => number(at(region, year, "g"), 2, true)),
  ]));
  one(".sectors").hidden = !pair.some((region) => region.s);
  const codes = Object.keys(words.names).filter((code) => pair.some((region) => region.s && code in region.s[1]));
  fill(one(".sectors table"), [words.sector, ...pair.map((region) => region.s ? `${region.n}, ${region.s[0]}${mark(region.s[0], region)}` : region.n)],
    codes.map((code) => [words.names[code], ...pair.map((region) => number(region.s?.[1][code], 2, true))]));
};

const fields = { a: one("#a"), b: one("#b") }, said = one(".said");
const chosen = () => Object.values(fields).map((field) => find(field.value));
const update = () => {
  const pair = chosen();
  const lost = Object.values(fields).find((field, side) => field.value.trim() && !pair[side]);
  const alone = pair.find(Boolean);
  said.textContent = lost ? say(words.unknown, { text: lost.value }) : alone && !pair.every(Boolean) ? say(words.alone, { name: alone.n }) : "";
  Object.values(fields).forEach((field, side) => { if (pair[side]) field.value = label(pair[side]); });
  const codes = ["a", "b"].flatMap((name, side) => pair[side] ? [`${name}=${pair[side].c}`] : []).join("&");
  history.replaceState(null, "", codes ? `#${codes}` : location.pathname);
  for (const link of document.querySelectorAll("[data-keep]")) link.href = `${link.href.split("#")[0]}#${codes}`;
  if (pair.every(Boolean)) compare(pair); else one("#hasil").hidden = true;
};
const follow = () => {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const [name, field] of Object.entries(fields)) {
    const code = asked.get(name);
    if (code) field.value = byCode.has(code) ? label(byCode.get(code)) : code;
  }
  update();
};
one("#daerah").append(...regions.map((region) => make("option", "", { value: label(region) })));
for (const field of Object.values(fields)) field.addEventListener("change", update);
one(".pair").addEventListener("submit", (event) => { event.preventDefault(); update(); });
addEventListener("hashchange", follow);
addEventListener("resize", () => { const pair = chosen(); if (pair.every(Boolean)) compare(pair); });
one(".pair").hidden = false;
follow();
