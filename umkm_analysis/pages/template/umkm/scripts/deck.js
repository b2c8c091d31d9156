/* One slide a screen */
const presenting = () => root.classList.contains("presenting");
let made = null, shown = [], wasAt = 0, wasFrom = 0;
/* PHONE: least letter of a chart, in pixels, where the screen is small. Letters and titles that do not fit become smaller, never below the least; those of a chart grow to it */
const PHONE = 7;
const fit = () => {
  const { element, figure } = shown[at];
  for (const size of [1, 0.9, 0.8, 0.7, 0.62]) {
    element.style.setProperty("--fit", size);
    const title = one("h2, h3", element), style = title && getComputedStyle(title);
    const lines = title ? title.getBoundingClientRect().height / parseFloat(style.lineHeight) : 1;
    if (element.scrollHeight <= element.clientHeight + 1 && (!figure || lines < 2.5)) break;
  }
  if (!figure) return;
  const svg = all(".drawing svg", figure).find((drawn) => drawn.checkVisibility()), box = svg.getBoundingClientRect(), { width, height } = svg.viewBox.baseVal;
  const scale = Math.min(box.width / width, box.height / height);
  const due = LETTER * Math.min(stageFor.clientWidth / 1920, stageFor.clientHeight / 1080) * (kiosk ? GROWN : 1);
  const least = Math.max(due, PHONE) / scale;
  for (const text of all("text", svg)) {
    if (text.dataset.size) text.style.fontSize = text.dataset.size;
    const size = parseFloat(getComputedStyle(text).fontSize);
    if (size >= least || !text.textContent.trim()) continue;
    text.dataset.size = `${size}px`;
    text.style.fontSize = `${Math.min(least, size * GROWN * 1.08)}px`;
  }
};
const putBack = (slide) => {
  if (!slide || !slide.gap) return;
  for (const text of all("text[data-size]", slide.figure)) { text.style.fontSize = text.dataset.size; delete text.dataset.size; }
  slide.gap.replaceWith(slide.figure);
  slide.gap = null;
};
const show = (position) => {
  putBack(shown[at]);
  for (const slide of made) slide.element.classList.remove("current");
  at = Math.max(0, Math.min(shown.length - 1, position));
  const slide = shown[at];
  if (slide.figure) {
    slide.gap = document.createComment("");
    slide.figure.replaceWith(slide.gap);
    slide.stage.prepend(slide.figure);
  }
  slide.element.classList.add("current");
  for (const number of all(".number", slide.element)) number.textContent = `${at + 1} / ${shown.length}`;
  one(".count", deck).textContent = `${at + 1} / ${shown.length} · ${slide.title}`;
  fit();
  slide.element.focus({ preventScroll: true });
  if (kiosk) kiosk.restart(); else history.replaceState(null, "", `#slide-${at + 1}`);
  showNotes();
};
/* Where one reads is where one presents, and where one comes back to */
const prepare = () => {
  if (made) return;
  made = makeSlides();
  one(".notes-panel").before(...made.map((slide) => slide.element));
};
const begin = (choose, position) => {
  wasAt = scrollY;
  shown = made.filter(choose);
  at = wasFrom = position;
  root.classList.add("presenting");
  wake();
  show(position);
};
const present = (asked = null) => {
  if (presenting()) return;
  prepare();
  const read = scrollY < 80 ? 0 : made.findIndex((slide) => slide.kind !== "cover" && slide.place.getBoundingClientRect().bottom > 80);
  begin(() => true, Math.max(0, asked === null ? read : asked));
};
const leave = () => {
  if (!presenting()) return;
  if (kiosk) kiosk.stop();
  const slide = shown[at], moved = at !== wasFrom;
  putBack(slide);
  slide.element.classList.remove("current");
  root.classList.remove("presenting", "noted", "awake");
  closeNotes();
  history.replaceState(null, "", location.pathname + location.search);
  if (moved && slide.kind !== "cover") slide.place.scrollIntoView({ behavior: "instant", block: "center" });
  else scrollTo({ top: moved ? 0 : wasAt, behavior: "instant" });
  (act("present")[0] || slides[0]).focus({ preventScroll: true });
};
/* The buttons go when nobody moves, and never where fingers need them */
let sleep = 0;
const wake = () => {
  root.classList.add("awake");
  clearTimeout(sleep);
  sleep = setTimeout(() => root.classList.remove("awake"), 3000);
};
const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen().catch(() => {}));
