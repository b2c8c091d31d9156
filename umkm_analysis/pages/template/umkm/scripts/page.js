const root = document.documentElement;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const slides = all(".slide");
const deck = one(".deck");
const act = (name) => all(`[data-act="${name}"]`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let at = 0;
let kiosk = null;

/* What a drawing answers, point by point; lines travel as heights and figures over the places of their columns (charts/points.py) */
const pointsOf = (svg) => {
  const { lines, x, ...record } = JSON.parse(svg.dataset.points || "{}");
  if (lines) record.points = lines.flatMap(([name, colour, first, heights, figures]) => heights.map((y, number) => [name, first + number, colour, x[first + number], y, figures[number]]));
  return record;
};

/* Theme */
const themes = JSON.parse(document.body.dataset.themes);
const setTheme = (name) => {
  if (name === "auto") delete root.dataset.theme; else root.dataset.theme = name;
  for (const button of act("theme")) button.textContent = themes[name];
};
const nextTheme = () => {
  const names = ["auto", "light", "dark", "projector"];
  setTheme(names[(names.indexOf(root.dataset.theme || "auto") + 1) % names.length]);
  remember("theme", root.dataset.theme || "auto");
};
