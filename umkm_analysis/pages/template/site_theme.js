/* Theme of the pages that stand beside the reports */
const root = document.documentElement;
const useTheme = (name) => {
  if (name === "auto") delete root.dataset.theme; else root.dataset.theme = name;
};
if (["light", "dark", "projector"].includes(remembered("theme"))) useTheme(remembered("theme"));
for (const button of document.querySelectorAll(".tools [data-theme]")) {
  button.hidden = false;
  button.addEventListener("click", () => { useTheme(button.dataset.theme); remember("theme", button.dataset.theme); });
}
/* A page in another language than the one chosen last says where that is; it sends nobody anywhere */
for (const hint of document.querySelectorAll(".language[data-language]")) hint.hidden = remembered("language") !== hint.dataset.language;
