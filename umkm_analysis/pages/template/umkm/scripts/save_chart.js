/* Take away: a figure with its title and source, in a file of its own or on the clipboard */
const space = "http://www.w3.org/2000/svg";
const make = (name, values, ...inner) => {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  element.append(...inner);
  return element;
};
const wrapped = (text, most) => text.trim().split(/\s+/).reduce((made, word) => {
  const last = made[made.length - 1];
  if (last && `${last} ${word}`.length <= most) made[made.length - 1] = `${last} ${word}`; else made.push(word);
  return made;
}, []);
const written = (text, x, y, { size, most, weight = 400, fill, leading = 1.3 }) =>
  wrapped(text, most).map((line, number) => make("text", { x, y: y + number * size * leading, fill, "font-size": size, "font-weight": weight }, line));
const drawnIn = (figure) => all(".drawing > svg", figure).find((each) => each.checkVisibility()) || one("svg", figure);
/* a drawing that stands alone: colours of the theme written out, nothing that answers */
const painted = (svg) => {
  silence();
  const copy = svg.cloneNode(true), copies = [copy, ...all("*", copy)];
  delete copy.dataset.points;
  [svg, ...all("*", svg)].forEach((element, number) => {
    const style = getComputedStyle(element), target = copies[number].style;
    for (const name of ["fill", "stroke"]) if (element.style[name] || element.tagName === "text") target[name] = style[name];
    if (element.tagName === "text") { target.strokeWidth = style.strokeWidth; target.paintOrder = "stroke"; }
  });
  return copy;
};
const faces = () => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => rule.cssText).join("");
/* the word across whatever shows invented figures */
const across = (words, [left, top, width, height]) => {
  if (!syntheticWord || !words.includes(syntheticWord)) return [];
  const x = left + width / 2, y = top + height / 2, size = Math.min(width / (syntheticWord.length * 0.75), height / 3);
  return [make("text", { x, y, "text-anchor": "middle", "font-size": size, "font-weight": 700, fill: "#a3301c", opacity: 0.22, transform: `rotate(-20 ${x} ${y})` }, syntheticWord)];
};
const address = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
const picture = async (svg, scale) => {
  const image = new Image(), canvas = document.createElement("canvas");
  image.src = address(svg);
  await image.decode();
  canvas.width = image.width * scale; canvas.height = image.height * scale;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
};
const standalone = (figure) => {
  const copy = painted(drawnIn(figure)), [left, top, width, height] = copy.getAttribute("viewBox").split(" ").map(Number);
  const colours = getComputedStyle(figure), fill = colours.color, title = one("h3", figure).textContent;
  const heads = wrapped(`${document.body.dataset.name}. ${title}`, 58), source = (one(".source", figure) || figure).textContent;
  const edition = (one(".masthead .edition")?.textContent || "").split(" · ").at(-1);
  const feet = [one(".measure", figure).textContent, source, edition].filter(Boolean).flatMap((text) => wrapped(text, 92));
  const above = heads.length * 18 + 12, below = feet.length * 12 + 12;
  copy.setAttribute("viewBox", `${left} ${top - above} ${width} ${height + above + below}`);
  copy.setAttribute("width", width); copy.setAttribute("height", height + above + below);
  copy.style.fontFamily = colours.fontFamily;
  const paper = make("rect", { x: left, y: top - above, width, height: height + above + below, fill: getComputedStyle(document.body).backgroundColor });
  const words = heads.map((text, number) => make("text", { x: left + 8, y: top - above + 20 + number * 18, fill, "font-size": 14, "font-weight": 700 }, text));
  const small = feet.map((text, number) => make("text", { x: left + 8, y: top + height + 14 + number * 12, fill, "font-size": 8.5 }, text));
  copy.prepend(make("style", {}, faces()), paper, ...words, ...small);
  copy.append(...across(figure.textContent, [left, top, width, height]));
  return copy;
};
const download = (name, href) => {
  const link = document.createElement("a");
  link.download = `${document.body.dataset.slug}-${name}`;
  link.href = href;
  link.click();
};
const save = async (figure, kind, button) => {
  const svg = standalone(figure);
  if (kind === "svg") { download(`${figure.id}.svg`, address(svg)); return; }
  const canvas = await picture(svg, 3);
  if (kind === "png") { download(`${figure.id}.png`, canvas.toDataURL("image/png")); return; }
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  const words = button.textContent;
  try { await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]); button.textContent = button.dataset.done; } catch { button.textContent = button.dataset.refused; }
  setTimeout(() => { button.textContent = words; }, 3000);
};
