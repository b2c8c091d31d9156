/* Take away: a figure with its title and source, in a file of its own */
const standalone = (figure) => {
  silence();
  const svg = all(".drawing > svg", figure).find((each) => each.checkVisibility()) || one("svg", figure), copy = svg.cloneNode(true);
  delete copy.dataset.points;
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
