"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const body = one(".list tbody");
  const rows = all("tr", body).map((row, order) => ({
    row, order, kind: row.dataset.kind, revised: "revised" in row.dataset, province: row.cells[1].textContent,
    text: plain(`${row.cells[0].textContent} ${row.cells[1].textContent}`),
    keys: [...row.cells].map((cell) => ({ text: cell.textContent, value: cell.dataset.v === undefined ? null : Number(cell.dataset.v) })),
    circle: one(`.map circle[data-code="${row.id.slice(1)}"]`),
  }));
  const search = one("#cari"), province = one("#provinsi"), kind = one("#jenis"), found = one(".found"), revised = one("#direvisi");

  const filter = () => {
    const wanted = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of rows) {
      const fits = wanted.every((word) => each.text.includes(word))
        && (!province.value || each.province === province.value || each.keys[0].text.startsWith(`${province.value} `) && each.kind === "province")
        && (!kind.value || each.kind === kind.value)
        && (!revised?.checked || each.revised);
      each.row.hidden = !fits;
      if (each.circle) each.circle.style.opacity = fits ? "" : ".15";
      if (fits) shown += 1;
    }
    found.textContent = found.dataset.found.replace("{shown}", shown);
    one("p.none").hidden = shown > 0;
  };

  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
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
    body.append(...rows.map((each) => each.row));
  };

  all(".list th[data-sort]").forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(head.cellIndex, head.dataset.sort === "number", head));
  });
  for (const field of [search, province, kind, revised].filter(Boolean)) field.addEventListener("input", filter);

  const pointed = one("p.pointed");
  const point = (circle) => {
    for (const other of all(".map circle.pointed")) other.classList.remove("pointed");
    if (circle) circle.classList.add("pointed");
    if (pointed) pointed.textContent = circle ? circle.textContent : "";
  };
  const map = one(".map svg");
  if (map) {
    map.addEventListener("pointerover", (event) => point(event.target.closest("circle")));
    map.addEventListener("click", (event) => {
      const circle = event.target.closest("circle");
      if (!circle) return;
      for (const field of [province, kind]) field.value = "";
      if (revised) revised.checked = false;
      search.value = circle.dataset.code;
      filter();
      one("#daftar").scrollIntoView({ behavior: "instant" });
    });
  }

  for (const button of all("[data-theme]", one(".tools"))) {
    button.hidden = false;
    button.addEventListener("click", () => { document.documentElement.dataset.theme = button.dataset.theme; });
  }
  one(".finder").hidden = false;
  filter();
})();
