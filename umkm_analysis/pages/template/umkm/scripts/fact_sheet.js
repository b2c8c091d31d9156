/* Take away: the report on one sheet of paper, put together from its own parts */
const copyOf = (element) => {
  const box = document.createElement("div");
  box.innerHTML = element.outerHTML.replace(/(\bid="|url\(#|href="#|labelledby=")/g, "$1sheet-").replace(/data-points="[^"]*"/g, "");
  for (const extra of all(".how, .take, details, .notes", box)) extra.remove();
  return box.firstElementChild;
};
const factSheet = () => {
  const front = one("#ringkasan"), sheet = document.createElement("div"), add = (css, ...inner) => {
    const box = document.createElement("div");
    box.className = css;
    box.append(...inner.filter(Boolean));
    sheet.append(box);
  };
  sheet.className = "sheet umkm";
  add("head", copyOf(one(".masthead", front)));
  add("lead", one(".first figure", front) && copyOf(one(".first figure", front)), copyOf(one(".key", front)));
  add("pair", ...all(".on-sheet").filter((box) => one("figure", box)).sort((a, b) => a.dataset.order - b.dataset.order).slice(0, 2).map((box) => copyOf(one("figure", box))));
  const claims = all("article.claim").slice(0, 6).map((claim) => {
    const line = document.createElement("p");
    line.className = claim.className;
    line.append(copyOf(one(".badge", claim)), ` ${one("h3", claim).textContent}: ${all("dd", claim).map((each) => each.textContent).join(" | ")}`);
    return line;
  });
  if (claims.length) add("claims-found wall", ...claims);
  add("foot", copyOf(one("footer")));
  return sheet;
};
const printSheet = (show = print) => {
  const sheet = factSheet(), theme = root.dataset.theme;
  document.body.append(sheet);
  root.classList.add("factsheet");
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
