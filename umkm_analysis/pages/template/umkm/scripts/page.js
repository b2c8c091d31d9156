const root = document.documentElement;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const slides = all(".slide");
const deck = one(".deck");
const act = (name) => all(`[data-act="${name}"]`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let at = 0;
let kiosk = null;

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
