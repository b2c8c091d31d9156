/* Keys, clicks, fingers */
const go = { next: () => show(at + 1), back: () => show(at - 1), leave, present: () => present(), notes, full, theme: nextTheme, print: () => print(), "print-tables": printTables, sheet: () => printSheet(), "card-square": () => saveCard("square"), "card-wide": () => saveCard("wide"), workbook: saveWorkbook, pause: () => kiosk && kiosk.toggle() };
const keys = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Escape: "leave", n: "notes", t: "theme", f: "full" };
const pressed = (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "p") { event.preventDefault(); if (presenting()) leave(); else present(); return; }
  if (!presenting()) return;
  if (key === " " && event.target.closest("button, a")) return;
  if (key === "Home" || key === "End") { event.preventDefault(); show(key === "Home" ? 0 : shown.length - 1); return; }
  if (keys[key]) { event.preventDefault(); go[keys[key]](); }
};
addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]"), saving = event.target.closest("[data-save]");
  if (button) go[button.dataset.act]();
  if (saving) { event.preventDefault(); save(saving.closest("figure"), saving.dataset.save, saving); }
});
let from = null;
addEventListener("touchstart", (event) => { from = event.touches[0]; }, { passive: true });
addEventListener("touchend", (event) => {
  if (!presenting() || !from) return;
  const to = event.changedTouches[0], across = to.clientX - from.clientX, down = to.clientY - from.clientY;
  if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(down)) show(at + (across < 0 ? 1 : -1));
  from = null;
}, { passive: true });
addEventListener("resize", () => { if (presenting()) fit(); });
for (const kind of ["pointermove", "pointerdown"]) addEventListener(kind, () => { if (presenting()) wake(); }, { passive: true });
addEventListener("beforeprint", leave);
const byAddress = () => {
  const slide = /^#slide-(\d+)$/.exec(location.hash);
  if (/^#kiosk(=|$)/.test(location.hash) && !kiosk) { leave(); startKiosk(); }
  else if (slide && presenting()) show(Number(slide[1]) - 1);
  else if (slide) present(Number(slide[1]) - 1);
};
addEventListener("hashchange", byAddress);

for (const hidden of all("[data-script]")) hidden.hidden = false;
for (const row of all(".saves")) row.hidden = false;
/* lists of packages come without what their captions say already */
for (const box of all(".table:not([role])")) {
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", one("caption", box).textContent);
}
for (const link of all('a[download][href^="data:text/csv"]')) {
  link.download = `${document.body.dataset.slug}-${link.download}`;
  if (document.body.dataset.commas) offerCommas(link);
}
setTheme(remembered("theme") in themes ? remembered("theme") : "auto");
document.fonts.ready.then(() => { if (presenting()) fit(); });
byAddress();
if (location.hash === "#factsheet") printSheet(() => {});
if (/^#card=(square|wide)$/.test(location.hash)) showCard(location.hash.slice(6));
