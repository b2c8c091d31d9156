/* Take away: a card with the verdict, its chart and three figures, for a feed or a message */
const pen = document.createElement("canvas").getContext("2d");
const long = (text, size, weight) => { pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`; return pen.measureText(text).width; };
/* lines no wider than there is room, as the typeface draws them: nothing is cut */
const within = (text, room, size, weight) => text.trim().split(/\s+/).reduce((lines, word) => {
  const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
  if (lines.length && long(longer, size, weight) <= room) lines[lines.length - 1] = longer; else lines.push(word);
  return lines;
}, []);
const typed = (lines, x, y, size, weight, fill, leading = 1.25) => lines.map((line, number) => make("text", { x, y: y + number * size * leading, fill, "font-size": size, "font-weight": weight }, line));
/* of the forms of a figure the first whose smallest letters are legible on a card, or that with the largest */
const LEGIBLE = 14;
const clearest = (figure, width, height) => {
  const least = (svg) => { const box = svg.viewBox.baseVal; return Math.min(LEGIBLE, Math.min(width / box.width, height / box.height) * Math.min(...lettersOf(svg))); };
  return all(".drawing", figure).filter((box) => box.checkVisibility()).flatMap((box) => all(":scope > svg", box)).sort((a, b) => least(b) - least(a))[0] || drawnIn(figure);
};
const cardOf = (width, height) => {
  const tone = (name) => {
    const probe = make("rect", { fill: `var(--${name})` });
    one("svg").append(probe);
    const value = getComputedStyle(probe).fill;
    probe.remove();
    return value;
  };
  const paper = getComputedStyle(document.body).backgroundColor, ink = tone("ink"), soft = tone("soft"), own = tone("own");
  const front = one("#ringkasan"), head = one(".masthead", front), figure = one(".first figure", front), cards = all(".key .card", front).slice(0, 3);
  const pad = 60, wide = width > height, gap = 28, full = width - 2 * pad, room = wide && figure ? width * 0.44 : full;
  const parts = [make("style", {}, faces()), make("rect", { width, height, fill: paper }), make("rect", { width, height: 14, fill: own })];
  const name = one("h1 .name", head), title = one("h1", head).textContent.slice(name ? name.textContent.length : 0).trim() || one("h1", head).textContent;
  /* other figures of the page may be invented: the card is stamped, and its report named so, only where its own are */
  const shows = [title, ...cards.map((card) => card.textContent), ...(figure ? [figure.textContent] : [])].join(" ");
  const invented = syntheticWord !== "" && shows.toLowerCase().includes(syntheticWord.toLowerCase());
  const report = one(".report", head).textContent, called = syntheticWord && !invented ? report.split(/ [–(]/)[0] : report;

  /* from the foot up: code and sources, the figures; what is left between them and the title is the chart's */
  const code = one(".code svg"), side = code ? 120 : 0, footRoom = full - (code ? side + gap : 0), bottom = height - 48;
  const source = figure && one(".source", figure) ? one(".source", figure).textContent.replace(/\s*\[\d+\]/g, "") : "";
  const feet = (size) => [source, `${one(".edition", head)?.textContent || ""} · umkm_analysis`].filter(Boolean).flatMap((text) => within(text, footRoom, size, 400));
  const small = [21, 19, 17].find((size) => feet(size).length <= 3) || 17, foot = feet(small), footTop = bottom - Math.max(foot.length * small * 1.25, side);
  parts.push(...typed(foot, pad, bottom - (foot.length - 1) * small * 1.25, small, 400, soft));
  if (code) {
    const square = code.cloneNode(true);
    for (const [at_, value] of Object.entries({ x: width - pad - side, y: bottom + 6 - side, width: side, height: side })) square.setAttribute(at_, value);
    square.setAttribute("class", "qr");
    parts.push(square);
  }
  const keys = cards.map((card) => ({ label: one(".label", card).textContent, value: one(".value", card).firstChild.textContent.trim(), unit: one(".value span", card)?.textContent || "" }));
  const fits = (most, space_) => Math.min(most, ...keys.map(({ value }) => most * space_ / long(value, most, 800)));
  let keyTop = wide ? bottom - foot.length * small * 1.25 - 14 : footTop - 24;
  if (wide) {
    const size = fits(44, room * 0.4), across_ = Math.max(0, ...keys.map(({ value }) => long(value, size, 800))) + 18;
    for (const { label, value, unit } of keys.toReversed()) {
      const lines = within(label, room - across_, 20, 600), units = within(unit, room - across_, 18, 400), tall = Math.max(46, lines.length * 25 + units.length * 22);
      parts.push(make("text", { x: pad, y: keyTop - tall / 2 + size * 0.36, fill: ink, "font-size": size, "font-weight": 800 }, value));
      parts.push(...typed(lines, pad + across_, keyTop - tall + 19, 20, 600, soft), ...typed(units, pad + across_, keyTop - tall + 17 + lines.length * 25, 18, 400, soft));
      keyTop -= tall + 10;
    }
  } else {
    const column = (full - 2 * gap) / 3, size = fits(54, column), tall = (list) => Math.max(0, ...list.map((lines) => lines.length));
    const labels = keys.map(({ label }) => within(label, column, 22, 600)), units = keys.map(({ unit }) => within(unit, column, 22, 400));
    const line = keyTop - tall(units) * 28 - 6;
    keys.forEach(({ value }, number) => {
      const x = pad + number * (column + gap);
      parts.push(...typed(labels[number], x, line - 58 - (labels[number].length - 1) * 27.5, 22, 600, soft), make("text", { x, y: line, fill: ink, "font-size": size, "font-weight": 800 }, value), ...typed(units[number], x, line + 30, 22, 400, soft));
    });
    keyTop = line - 58 - tall(labels) * 27.5;
  }
  let y = pad + 22;
  parts.push(...typed([called], pad, y, 26, 700, own));
  y += 40;
  const place = within(document.body.dataset.name, room, 32, 700);
  parts.push(...typed(place, pad, y, 32, 700, soft));
  y += place.length * 40;
  const tallest = wide ? keyTop - y - 16 : height * 0.26, lead = 1.14;
  const big = [62, 56, 50, 46, 42, 38, 34, 30, 26].find((size) => size <= (wide ? 46 : 62) && within(title, room, size, 800).length * size * lead <= tallest) || 22;
  const lines = within(title, room, big, 800);
  parts.push(...typed(lines, pad, y + big * 0.86, big, 800, ink, lead));
  y += lines.length * big * lead;
  if (figure) {
    const [x, top, across_, down] = wide ? [pad + room + gap, pad - 6, full - room - gap, footTop - pad - 12] : [pad, y + 16, full, keyTop - y - 32];
    const chart = painted(clearest(figure, across_, down));
    for (const [at_, value] of Object.entries({ x, y: top, width: across_, height: down, preserveAspectRatio: "xMidYMid meet", class: "drawn" })) chart.setAttribute(at_, value);
    parts.push(chart);
  }
  const svg = make("svg", { xmlns: space, width, height, viewBox: `0 0 ${width} ${height}` }, ...parts, ...across(invented ? syntheticWord : "", [0, 0, width, height]));
  svg.style.fontFamily = getComputedStyle(document.body).fontFamily;
  return svg;
};
const CARDS = { square: [1080, 1080], wide: [1200, 630] };
/* what is measured must be loaded */
const typefaces = () => Promise.all([400, 800].map((weight) => document.fonts.load(`${weight} 20px "Plus Jakarta Sans"`)));
const saveCard = async (name) => {
  const [width, height] = CARDS[name];
  await typefaces();
  download(`${name}.png`, (await picture(cardOf(width, height), 1)).toDataURL("image/png"));
};
/* `#card=square`: nothing but the card, for whoever takes a picture of the window */
const showCard = async (name) => {
  await typefaces();
  const card = cardOf(...CARDS[name]);
  document.body.replaceChildren(card);
  Object.assign(card.style, { position: "fixed", inset: "0", display: "block" });
  root.classList.add("only-card");
};
