/* Take away: a card with the verdict, its chart and three figures, for a feed or a message */
const cardOf = (width, height) => {
  const tone = (name) => {
    const probe = make("rect", { fill: `var(--${name})` });
    one("svg").append(probe);
    const value = getComputedStyle(probe).fill;
    probe.remove();
    return value;
  };
  const paper = getComputedStyle(document.body).backgroundColor, ink = tone("ink"), soft = tone("soft"), own = tone("own");
  const front = one("#ringkasan"), head = one(".masthead", front), figure = one(".first figure", front), pad = 60, wide = width > height;
  const room = wide ? width * 0.46 : width - 2 * pad, parts = [make("style", {}, faces()), make("rect", { width, height, fill: paper }), make("rect", { width, height: 14, fill: own })];
  const name = one("h1 .name", head), title = one("h1", head).textContent.slice(name ? name.textContent.length : 0).trim() || one("h1", head).textContent;
  let y = pad + 22;
  const say = (text, options) => {
    const lines = written(text, pad, y, { ...options, most: Math.floor(room / (options.size * 0.52)) });
    parts.push(...lines);
    y += lines.length * options.size * (options.leading || 1.3);
  };
  say(one(".report", head).textContent, { size: 26, weight: 700, fill: own });
  say(document.body.dataset.name, { size: 34, weight: 700, fill: soft });
  y += wide ? 26 : 34;
  say(title, { size: wide ? 50 : 62, weight: 800, fill: ink, leading: 1.14 });
  const cards = all(".key .card", front).slice(0, 3), foot = height - pad + 12, below = foot - 74;
  const label = (text, x, bottom, most) => {
    const lines = wrapped(text, most).slice(0, 2);
    return lines.map((line, number) => make("text", { x, y: bottom - 78 - (lines.length - 1 - number) * 27, fill: soft, "font-size": 22, "font-weight": 600 }, line));
  };
  const key = (card, x, bottom, most) => parts.push(
    ...label(one(".label", card).textContent, x, bottom, most),
    make("text", { x, y: bottom - 22, fill: ink, "font-size": 54, "font-weight": 800 }, one(".value", card).firstChild.textContent.trim()),
    ...written(one(".value span", card)?.textContent || "", x, bottom + 8, { size: 22, most, fill: soft }).slice(0, 1));
  if (wide) cards.slice(0, 2).forEach((card, number) => key(card, pad + number * room * 0.5, below, 20));
  else cards.forEach((card, number) => key(card, pad + number * (width - 2 * pad) / 3, below, 24));
  if (figure) {
    const chart = painted(drawnIn(figure)), box = wide ? [pad + room + 20, pad + 20, width - 2 * pad - room - 20, height - 2 * pad - 60] : [pad, y, width - 2 * pad, below - 150 - y];
    const [x, top, across_, down] = box;
    for (const [at_, value] of Object.entries({ x, y: top, width: across_, height: down, preserveAspectRatio: "xMidYMid meet" })) chart.setAttribute(at_, value);
    parts.push(chart);
  }
  const source = figure && one(".source", figure) ? one(".source", figure).textContent.replace(/\s*\[\d+\]/g, "") : "";
  const edition = one(".edition", head)?.textContent || "", footRoom = Math.floor((width - 2 * pad) / (21 * 0.52));
  const fit_ = (text) => (text.length > footRoom ? `${text.slice(0, footRoom - 1)}…` : text);
  parts.push(make("text", { x: pad, y: foot - 26, fill: soft, "font-size": 21 }, fit_(source)), make("text", { x: pad, y: foot, fill: soft, "font-size": 21 }, fit_(`${edition} · umkm_analysis`)));
  const code = one(".code svg");
  if (code) {
    const square = code.cloneNode(true), side = wide ? 110 : 130;
    for (const [at_, value] of Object.entries({ x: width - pad - side, y: wide ? height - pad - side + 10 : pad - 20, width: side, height: side })) square.setAttribute(at_, value);
    parts.push(square);
  }
  const svg = make("svg", { xmlns: space, width, height, viewBox: `0 0 ${width} ${height}` }, ...parts, ...across(front.textContent, [0, 0, width, height]));
  svg.style.fontFamily = getComputedStyle(document.body).fontFamily;
  return svg;
};
const CARDS = { square: [1080, 1080], wide: [1200, 630] };
const saveCard = async (name) => {
  const [width, height] = CARDS[name];
  download(`${name}.png`, (await picture(cardOf(width, height), 1)).toDataURL("image/png"));
};
/* `#card=square`: nothing but the card, for whoever takes a picture of the window */
const showCard = (name) => {
  const card = cardOf(...CARDS[name]);
  document.body.replaceChildren(card);
  Object.assign(card.style, { position: "fixed", inset: "0", display: "block" });
  root.classList.add("only-card");
};
