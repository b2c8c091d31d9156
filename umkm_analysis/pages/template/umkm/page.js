"use strict";
(() => {
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
    if (presenting()) fit();
  };
  const nextTheme = () => {
    const names = Object.keys(themes);
    setTheme(names[(names.indexOf(root.dataset.theme || "auto") + 1) % names.length]);
  };

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

  /* Booth: goes on by itself, waits for whoever touches it, starts again once they are gone */
  const startKiosk = () => {
    const [, pace, idle] = /^#kiosk(?:=(\d+)(?:,(\d+))?)?$/.exec(location.hash);
    const seconds = { pace: Number(pace) || 15, idle: Number(idle) || 60 };
    let timer = 0, waiting = 0, paused = calm.matches;
    const label = () => {
      for (const button of act("pause")) {
        button.textContent = paused ? button.dataset.play : button.dataset.pause;
        button.setAttribute("aria-pressed", String(paused));
      }
    };
    const restart = () => {
      clearTimeout(timer);
      root.classList.remove("running");
      if (paused) return;
      void deck.offsetWidth;
      root.style.setProperty("--pace", `${seconds.pace}s`);
      root.classList.add("running");
      timer = setTimeout(() => show((at + 1) % slides.length), seconds.pace * 1000);
    };
    const pause = (value) => { paused = value; label(); restart(); };
    const touched = (event) => {
      clearTimeout(waiting);
      if (!(event.target.closest && event.target.closest('[data-act="pause"]'))) pause(true);
      waiting = setTimeout(() => { pause(calm.matches); show(0); }, seconds.idle * 1000);
    };
    addEventListener("pointerdown", touched);
    addEventListener("keydown", touched);
    root.classList.add("kiosk");
    kiosk = {
      restart,
      toggle: () => pause(!paused),
      stop: () => {
        clearTimeout(timer); clearTimeout(waiting);
        removeEventListener("pointerdown", touched); removeEventListener("keydown", touched);
        root.classList.remove("kiosk", "running");
        history.replaceState(null, "", location.pathname);
        kiosk = null;
      },
    };
    label();
    root.classList.add("presenting");
    show(0);
  };

  /* Take away: a figure with its title and source, in a file of its own */
  const standalone = (figure) => {
    const svg = one("svg", figure), copy = svg.cloneNode(true);
    const painted = [svg, ...all("*", svg)], copies = [copy, ...all("*", copy)];
    painted.forEach((element, number) => {
      const style = getComputedStyle(element), target = copies[number].style;
      for (const name of ["fill", "stroke"]) if (element.style[name] || element.tagName === "text") target[name] = style[name];
      if (element.tagName === "text") { target.strokeWidth = style.strokeWidth; target.paintOrder = "stroke"; }
    });
    const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const colours = getComputedStyle(figure), make = (name, values, text) => {
      const element = document.createElementNS(svg.namespaceURI, name);
      for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
      if (text) element.textContent = text;
      return element;
    };
    const lines = (text, most) => text.split(/\s+/).reduce((made, word) => {
      const last = made[made.length - 1];
      if (last && `${last} ${word}`.length <= most) made[made.length - 1] = `${last} ${word}`; else made.push(word);
      return made;
    }, []);
    const heads = lines(`${document.body.dataset.name}. ${one("h3", figure).textContent}`, 58);
    const feet = [...lines(one(".measure", figure).textContent, 92), ...lines((one(".source", figure) || figure).textContent, 92)];
    const above = heads.length * 18 + 12, below = feet.length * 12 + 12;
    copy.setAttribute("viewBox", `${left} ${top - above} ${width} ${height + above + below}`);
    copy.setAttribute("width", width); copy.setAttribute("height", height + above + below);
    const faces = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
    const paper = make("rect", { x: left, y: top - above, width, height: height + above + below, fill: getComputedStyle(document.body).backgroundColor });
    const words = heads.map((text, number) => make("text", { x: left + 8, y: top - above + 20 + number * 18, fill: colours.color, "font-size": 14, "font-weight": 700 }, text));
    const small = feet.map((text, number) => make("text", { x: left + 8, y: top + height + 14 + number * 12, fill: colours.color, "font-size": 8.5 }, text));
    copy.style.fontFamily = colours.fontFamily;
    copy.prepend(make("style", {}, faces.map((rule) => rule.cssText).join("")), paper, ...words, ...small);
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  };
  const save = async (figure, kind) => {
    const link = document.createElement("a");
    link.download = `${document.body.dataset.slug}-${figure.id}.${kind}`;
    link.href = standalone(figure);
    if (kind === "png") {
      const image = new Image(), canvas = document.createElement("canvas");
      image.src = link.href;
      await image.decode();
      canvas.width = image.width * 3; canvas.height = image.height * 3;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      link.href = canvas.toDataURL("image/png");
    }
    link.click();
  };

  /* Take away: a table for spreadsheets that read commas as decimal signs */
  const withCommas = (link) => {
    let box = link.parentNode;
    while (!box.matches(".table")) box = box.previousElementSibling;
    const numeric = all("thead th", box).map((head) => head.classList.contains("number"));
    let column = 0;
    const start = link.href.indexOf(",") + 1;
    return link.href.slice(0, start) + encodeURIComponent(decodeURIComponent(link.href.slice(start)).replace(
      /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g,
      (_, cell, end) => {
        const value = numeric[column] && /^-?[\d.]+(e-?\d+)?$/.test(cell) ? cell.replace(".", ",") : cell;
        column = end === "," ? column + 1 : 0;
        return (/^[^"].*;/.test(value) ? `"${value}"` : value) + (end === "," ? ";" : end);
      }));
  };
  const offerCommas = (link) => {
    const other = document.createElement("a");
    other.href = "#";
    other.textContent = link.textContent.replace("CSV", document.body.dataset.commas);
    other.addEventListener("click", () => { other.download = link.download.replace(".csv", "-koma.csv"); other.href = withCommas(link); });
    link.after(other);
  };

  /* Keys, clicks, fingers */
  const go = { next: () => show(at + 1), back: () => show(at - 1), leave, present, notes, theme: nextTheme, print: () => print(), pause: () => kiosk && kiosk.toggle() };
  const keys = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Escape: "leave", n: "notes", t: "theme" };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "p") { event.preventDefault(); if (presenting()) leave(); else present(); return; }
    if (!presenting()) return;
    if (key === " " && event.target.closest("button, a")) return;
    if (key === "Home" || key === "End") { event.preventDefault(); show(key === "Home" ? 0 : slides.length - 1); return; }
    if (keys[key]) { event.preventDefault(); go[keys[key]](); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]"), saving = event.target.closest("[data-save]");
    if (button) go[button.dataset.act]();
    if (saving) { event.preventDefault(); save(saving.closest("figure"), saving.dataset.save); }
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
  addEventListener("hashchange", () => { if (location.hash.startsWith("#kiosk") && !kiosk) startKiosk(); });

  for (const slide of slides) slide.tabIndex = -1;
  for (const hidden of all("[data-script]")) hidden.hidden = false;
  for (const row of all(".saves")) row.hidden = false;
  for (const link of all('a[download][href^="data:text/csv"]')) {
    link.download = `${document.body.dataset.slug}-${link.download}`;
    if (document.body.dataset.commas) offerCommas(link);
  }
  setTheme("auto");
  document.fonts.ready.then(() => { if (presenting()) fit(); });
  if (/^#kiosk(=|$)/.test(location.hash)) startKiosk();
})();
