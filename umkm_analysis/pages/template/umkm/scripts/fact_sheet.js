/* Take away: the report on one sheet of paper, put together from its own parts */
const copyOf = (element) => {
  const box = document.createElement("div");
  box.innerHTML = element.outerHTML.replace(/(\bid="|url\(#|href="#|labelledby=")/g, "$1sheet-").replace(/data-points="[^"]*"/g, "");
  for (const extra of all(".how, .take, details, .notes", box)) extra.remove();
  return box.firstElementChild;
};
/* letters of a chart on paper, the least; widths in millimetres; a chart no higher than a third of the sheet */
const POINT = 25.4 / 72, LEAST = 6.6, SHEET = 180, LEAD = 122, HALF = 87, TALL = 95;
/* of a figure's forms the lowest whose letters can be read in a column, as narrow as they allow; null without one */
const formFor = (figure, column) => all(".drawing > svg", figure).map((svg) => {
  const { width, height } = svg.viewBox.baseVal, letters = lettersOf(svg), least = LEAST / Math.min(...letters) * width * POINT;
  return { svg, least, ratio: height / width };
}).filter(({ svg, least, ratio }) => svg.closest(".drawing").checkVisibility() && least <= column && least * ratio <= TALL).sort((a, b) => a.least * a.ratio - b.least * b.ratio)[0] || null;
const charted = (figure, { svg, least, ratio }, column) => {
  const copy = copyOf(figure), drawing = document.createElement("div"), own = copyOf(svg);
  drawing.className = "drawing";
  own.removeAttribute("class");
  own.style.width = `${least}mm`;
  Object.assign(own.dataset, { least, most: Math.min(column, TALL / ratio) });
  drawing.append(own);
  const [first, ...more] = all(".forms-of, .drawing", copy);
  first.replaceWith(drawing);
  for (const old of more) if (!old.contains(drawing)) old.remove();
  return copy;
};
const claimsTable = (claims) => {
  const line = (tag, cells) => build("tr", "", ...cells.map((cell) => build(tag, "", cell)));
  const table = build("table", "", build("thead", "", line("th", ["", "", ...all("dt", claims[0]).map((head) => head.textContent)])), build("tbody", "", ...claims.map((claim) => {
    const row = line("td", [copyOf(one(".badge", claim)), one("h3", claim).textContent, ...all("dd", claim).map((value) => value.textContent)]);
    row.className = claim.className.replace("claim", "").trim();
    return row;
  })));
  for (const blank of all("th:empty", table)) blank.replaceWith(document.createElement("td"));
  return table;
};
const factSheet = () => {
  const front = one("#ringkasan"), sheet = build("div", "sheet umkm"), add = (css, ...inner) => sheet.append(build("div", css, ...inner.filter(Boolean)));
  const hero = one(".first figure", front), others = all(".on-sheet figure").sort((a, b) => a.closest(".on-sheet").dataset.order - b.closest(".on-sheet").dataset.order);
  const figures = [hero, ...others].filter(Boolean), take = (column) => {
    const found = figures.find((figure) => formFor(figure, column));
    if (!found) return null;
    figures.splice(figures.indexOf(found), 1);
    const chart = charted(found, formFor(found, column), column);
    if (found === hero) chart.classList.add("verdict");
    return chart;
  };
  add("head", copyOf(one(".masthead", front)));
  add("lead", take(LEAD), copyOf(one(".key", front)));
  const halves = figures.filter((figure) => formFor(figure, HALF));
  if (halves.length > 1) add("pair", take(HALF), take(HALF));
  add("says");
  const claims = all("article.claim").slice(0, 6);
  if (claims.length) add("wall", claimsTable(claims));
  add("foot", copyOf(one("footer")));
  for (const away of all(".together", sheet)) away.remove();
  const rest = [];
  for (let chart = take(SHEET); chart; chart = take(SHEET)) rest.push(chart);
  return [sheet, rest];
};
/* fill what room there is: charts first, then sentences of the summary, then charts once more */
const fillSheet = (sheet, rest) => {
  const fits = () => sheet.scrollHeight <= sheet.clientHeight;
  const grow = (most) => {
    for (const svg of all(".drawing svg", sheet)) {
      const from = parseFloat(svg.style.width), to = Math.min(svg.dataset.most, svg.dataset.least * most);
      for (let width = to; width > from; width -= 2) { svg.style.width = `${width}mm`; if (fits()) break; svg.style.width = `${from}mm`; }
    }
  };
  if (!fits()) one(".pair", sheet)?.remove();
  for (const row of all(".wall tbody tr", sheet).reverse()) if (!fits()) row.remove();
  for (const chart of rest) {
    const row = build("div", "pair", chart);
    one(".says", sheet).before(row);
    /* a chart more is worth some claims, which stand on the page; three stay */
    const claims = all(".wall tbody tr", sheet).slice(3).reverse(), gone = [];
    while (!fits() && claims.length) { gone.push(claims.shift()); gone.at(-1).remove(); }
    if (!fits()) { row.remove(); one(".wall tbody", sheet)?.append(...gone.reverse()); }
  }
  grow(1.25);
  for (const sentence of all("#ringkasan .summary p")) {
    const copy = sentence.cloneNode(true);
    one(".says", sheet).append(copy);
    if (!fits()) { copy.remove(); break; }
  }
  grow(3);
};
const printSheet = (show = print) => {
  const theme = root.dataset.theme, [sheet, rest] = factSheet();
  document.body.append(sheet);
  root.classList.add("factsheet");
  fillSheet(sheet, rest);
  const away = () => { sheet.remove(); root.classList.remove("factsheet"); if (theme) root.dataset.theme = theme; };
  addEventListener("afterprint", away, { once: true });
  show();
};
const printTables = () => {
  const closed = all("details:not([open])");
  root.classList.add("with-tables");
  for (const each of closed) each.open = true;
  addEventListener("afterprint", () => { root.classList.remove("with-tables"); for (const each of closed) each.open = false; }, { once: true });
  print();
};
