/* Theme of the pages that stand beside the reports, by the button that reports have */
const root = document.documentElement;
const themer = document.querySelector("[data-theme-button]"), themes = JSON.parse(themer.dataset.themes);
const useTheme = (name) => {
  if (name === "auto") delete root.dataset.theme; else root.dataset.theme = name;
  themer.textContent = themes[name];
};
useTheme(remembered("theme") in themes ? remembered("theme") : "auto");
themer.hidden = false;
themer.addEventListener("click", () => {
  const names = ["auto", "light", "dark", "projector"];
  useTheme(names[(names.indexOf(root.dataset.theme || "auto") + 1) % names.length]);
  remember("theme", root.dataset.theme || "auto");
});
/* A page in another language than the one chosen last says where that is; it sends nobody anywhere */
for (const hint of document.querySelectorAll(".language[data-language]")) hint.hidden = remembered("language") !== hint.dataset.language;
