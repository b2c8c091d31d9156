/* What a reader chose stays with their browser; where it refuses to keep anything, nothing else changes */
const remembered = (name) => {
  try { return localStorage.getItem(`umkm.${name}`); } catch { return null; }
};
const remember = (name, value) => {
  try { localStorage.setItem(`umkm.${name}`, value); } catch { /* refused, or full */ }
};
document.addEventListener("click", (event) => {
  const chosen = event.target.closest?.("a[hreflang]");
  if (chosen) remember("language", chosen.hreflang);
});
