/* One section a screen */
const presenting = () => root.classList.contains("presenting");
const fit = () => {
  const slide = slides[at], inner = one(".fit", slide);
  let low = 0.4, high = 2.4;
  for (let step = 0; step < 9; step += 1) {
    const middle = (low + high) / 2;
    inner.style.zoom = middle;
    const fits = slide.scrollHeight <= slide.clientHeight + 1 && slide.scrollWidth <= slide.clientWidth + 1;
    if (fits) low = middle; else high = middle;
  }
  inner.style.zoom = low;
};
const show = (position) => {
  at = Math.max(0, Math.min(slides.length - 1, position));
  slides.forEach((slide, number) => {
    slide.classList.toggle("current", number === at);
    slide.tabIndex = number === at ? 0 : -1;
  });
  one(".count", deck).textContent = `${at + 1} / ${slides.length}`;
  slides[at].scrollTop = 0;
  fit();
  slides[at].focus({ preventScroll: true });
  if (kiosk) kiosk.restart();
};
const present = () => {
  if (presenting()) return;
  const top = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > 80);
  root.classList.add("presenting");
  show(Math.max(0, top));
};
const leave = () => {
  if (!presenting()) return;
  if (kiosk) kiosk.stop();
  root.classList.remove("presenting", "noted");
  for (const inner of all(".fit")) inner.style.zoom = "";
  slides.forEach((slide) => { slide.classList.remove("current"); slide.tabIndex = -1; });
  slides[at].scrollIntoView({ behavior: "instant" });
  (act("present")[0] || slides[at]).focus({ preventScroll: true });
};
const notes = () => { root.classList.toggle("noted"); fit(); };
