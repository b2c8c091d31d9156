const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const body = one(".list tbody");
const rows = all("tr", body).map((row, order) => ({
  row, order, kind: row.dataset.kind, revised: "revised" in row.dataset, province: row.cells[1].textContent,
  name: row.cells[0].firstChild.textContent.trim(), begins: ` ${plain(row.cells[0].firstChild.textContent)}`,
  text: plain(`${row.cells[0].firstChild.textContent} ${one("small", row).textContent} ${row.cells[1].textContent}`),
  keys: [...row.cells].map((cell) => ({ text: (cell.tagName === "TH" ? cell.firstChild : cell).textContent, value: cell.dataset.v === undefined ? null : Number(cell.dataset.v) })),
  marks: [],
}));
const byCode = new Map(rows.map((each) => [each.row.id.slice(1), each]));
for (const mark of all(".map [data-code]")) byCode.get(mark.dataset.code)?.marks.push(mark);
const search = one("#cari"), province = one("#provinsi"), kind = one("#jenis"), found = one(".found"), revised = one("#direvisi");

/* The best matches stand below the field: first those whose name has parts that begin with every word */
const hits = one(".hits"), nowhere = one(".nowhere"), MOST = 8, NAMED = 4;
/* regions that the data know and that have no page here */
const absent = JSON.parse(one("#absent").textContent).map((name) => ({ name, text: plain(name) }));
const answer = (wanted) => {
  const known = absent.filter(({ text }) => wanted.every((word) => text.includes(word))).map(({ name }) => name);
  const names = known.slice(0, NAMED).join("; ") + (known.length > NAMED ? "; …" : "");
  return known.length ? nowhere.dataset.absent.replace("{names}", () => names) : nowhere.dataset.unknown.replace("{text}", () => search.value.trim());
};
const offer = (wanted) => {
  const fitting = wanted.length ? rows.filter((each) => each.fits) : [];
  const rank = (each) => wanted.filter((word) => !each.begins.includes(` ${word}`)).length;
  const best = fitting.map((each) => [rank(each), each]).sort((a, b) => a[0] - b[0] || a[1].order - b[1].order).slice(0, MOST);
  hits.replaceChildren(...best.map(([, each]) => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = one(".open a", each.row).getAttribute("href");
    link.textContent = [each.name, each.province].filter(Boolean).join(", ");
    item.append(link);
    return item;
  }));
  hits.hidden = !best.length;
  nowhere.textContent = wanted.length && !best.length ? answer(wanted) : "";
};
one(".find").addEventListener("submit", (event) => { event.preventDefault(); one("a", hits)?.click(); });
one(".find").addEventListener("keydown", (event) => {
  const stops = [search, ...all("a", hits)], at = stops.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (to !== undefined && stops[to]) { event.preventDefault(); stops[to].focus(); }
  if (event.key === "Escape" && at > 0) search.focus();
});

/* Columns keep their widths while rows come and go: to work them out anew for every letter takes longer than anything else */
const table = one("table.list"), heads = all("thead th", table);
let held = false;
const hold = (on) => {
  const widths = on && heads.map((head) => head.getBoundingClientRect().width);
  const letter = on && parseFloat(getComputedStyle(document.documentElement).fontSize); // themes differ in it
  held = on && widths.every(Boolean);
  table.style.tableLayout = held ? "fixed" : "";
  heads.forEach((head, number) => Object.assign(head.style, held ? { boxSizing: "border-box", width: `${widths[number] / letter}rem` } : { boxSizing: "", width: "" }));
};
addEventListener("resize", () => hold(false));

const set = (each) => {
  each.row.hidden = !each.fits;
  for (const mark of each.marks) mark.style.opacity = each.fits ? "" : ".15";
};
/* A letter is answered by the matches below the field; rows and map follow when the typing pauses, and rows return a screen or
   two at a time: to lay out hundreds at once takes longer than a letter is typed */
const AT_ONCE = 60, PAUSE = 120;
let later = 0, moving = 0, queue = [];
const busy = () => { if (queue.length || moving) table.setAttribute("aria-busy", "true"); else table.removeAttribute("aria-busy"); };
const reveal = () => {
  queue.splice(0, AT_ONCE).forEach(set);
  if (queue.length) later = setTimeout(reveal);
  busy();
};
const follow = () => {
  if (queue.length && !held) hold(true);
  queue.filter((each) => !each.fits).forEach(set);
  queue = queue.filter((each) => each.fits);
  reveal();
};
addEventListener("beforeprint", () => {
  clearTimeout(later);
  hold(false);
  queue.splice(0).forEach(set);
  clearTimeout(moving);
  moving = 0;
  body.append(...rows.map((each) => each.row));
  busy();
});

const filter = (pause) => {
  const wanted = wordsOf(search.value);
  for (const each of rows) {
    each.fits = wanted.every((word) => each.text.includes(word))
      && (!province.value || each.province === province.value || each.keys[0].text.startsWith(`${province.value} `) && each.kind === "province")
      && (!kind.value || each.kind === kind.value)
      && (!revised?.checked || each.revised);
  }
  const shown = rows.filter((each) => each.fits).length;
  offer(wanted);
  found.textContent = found.dataset.found.replace("{shown}", shown);
  one("p.none").hidden = shown > 0;
  clearTimeout(later);
  queue = rows.filter((each) => each.row.hidden === each.fits);
  busy();
  if (pause && queue.length) later = setTimeout(follow, pause); else follow();
};

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
/* Rows come to their new places from the top, likewise */
const arrange = (from = 0) => {
  const part = rows.slice(from, from + AT_ONCE).map((each) => each.row);
  if (from) rows[from - 1].row.after(...part); else body.prepend(...part);
  moving = from + AT_ONCE < rows.length ? setTimeout(arrange, 0, from + AT_ONCE) : 0;
  busy();
};
const sort = (column, numeric, head) => {
  const down = head.getAttribute("aria-sort") === (numeric ? "descending" : "ascending") ? !numeric : numeric;
  for (const other of all("th[aria-sort]")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const sign = down ? -1 : 1;
  rows.sort((a, b) => {
    const [x, y] = [a.keys[column], b.keys[column]];
    if (numeric) {
      if (x.value === null || y.value === null) return (x.value === null) - (y.value === null) || a.order - b.order;
      return sign * (x.value - y.value) || a.order - b.order;
    }
    return sign * collator.compare(x.text, y.text) || a.order - b.order;
  });
  if (!held) hold(true);
  clearTimeout(moving);
  arrange();
};

all(".list th[data-sort]").forEach((head) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => sort(head.cellIndex, head.dataset.sort === "number", head));
});
search.addEventListener("input", () => filter(PAUSE));
for (const field of [province, kind, revised].filter(Boolean)) field.addEventListener("input", () => filter(0));

/* The map answers to mouse, finger and arrow keys; a finger's first tap shows, its second opens */
const maps = all(".map .maps svg"), said = one("p.pointed");
const links = new Map(all(".map a[data-code]").map((link) => [link.dataset.code, link]));
const tip = Object.assign(document.createElement("p"), { className: "tip", hidden: true });
const REACH = 22;
const circles = new Map(maps.map((map) => [map, all("circle", map).map((circle) => (
  { x: circle.cx.baseVal.value, y: circle.cy.baseVal.value, mark: circle.closest("[data-code]") }))]));
let current = null;
const middle = (mark) => {
  const box = mark.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
};
const place = () => {
  const { x, y } = middle(current), tall = current.getBoundingClientRect().height;
  tip.style.left = `${Math.max(4, Math.min(innerWidth - tip.offsetWidth - 4, x - tip.offsetWidth / 2))}px`;
  tip.style.top = `${Math.max(4, y - tip.offsetHeight - Math.min(28, tall / 2 + 8))}px`;
};
const point = (mark) => {
  if (mark === current) return;
  for (const other of all(".map .pointed")) if (other !== said) other.classList.remove("pointed");
  current = mark;
  tip.hidden = !mark;
  const label = mark && links.get(mark.dataset.code).getAttribute("aria-label");
  said.textContent = label || "";
  if (!mark) return;
  for (const same of byCode.get(mark.dataset.code).marks) same.classList.add("pointed");
  tip.textContent = label;
  place();
};
const marked = (event) => {
  const own = event.target.closest("[data-code]");
  if (own) return own;
  const map = event.currentTarget, to = map.getScreenCTM(), at = new DOMPoint(event.clientX, event.clientY).matrixTransform(to.inverse());
  let best = null, least = REACH / to.a;
  for (const { x, y, mark } of circles.get(map)) {
    const away = Math.hypot(x - at.x, y - at.y);
    if (away < least) { least = away; best = mark; }
  }
  return best;
};
const open = (mark) => location.assign(links.get(mark.dataset.code).getAttribute("href"));
const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const next = (map, [across, down]) => {
  const marks = all(".marks [data-code]", map);
  if (!current || !map.contains(current)) return marks[0];
  const from = middle(current);
  let best = current, least = Infinity;
  for (const mark of marks) {
    const at = middle(mark), ahead = (at.x - from.x) * across + (at.y - from.y) * down;
    const beside = Math.abs((at.x - from.x) * down) + Math.abs((at.y - from.y) * across);
    if (ahead > .5 && ahead + 2 * beside < least) { least = ahead + 2 * beside; best = mark; }
  }
  return best;
};
let shown = null;
for (const map of maps) {
  map.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") point(marked(event)); });
  map.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") point(null); });
  map.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") { shown = current; point(marked(event)); } });
  map.addEventListener("click", (event) => {
    const mark = marked(event);
    if (event.pointerType === "touch" && mark !== shown) { event.preventDefault(); return; }
    if (mark && !event.target.closest("a")) open(mark);
  });
  map.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (steps[event.key]) { event.preventDefault(); point(next(map, steps[event.key])); }
    else if (event.key === "Escape") point(null);
    else if (event.key === "Enter" && current && map.contains(current)) open(current);
  });
  map.addEventListener("blur", () => point(null));
}
if (maps.length) {
  one(".map").append(tip);
  addEventListener("scroll", () => { if (current) place(); }, { passive: true });
}

one(".finder").hidden = one(".find").hidden = false;
filter(0);
