/* Slides: one message a screen, made of what the page shows when it is first presented */
const stageFor = one(".slides");
const deckWords = JSON.parse(stageFor.dataset.words);
const build = (tag, css, ...inside) => {
  const element = document.createElement(tag);
  if (css) element.className = css;
  element.append(...inside.filter((part) => part !== null && part !== ""));
  return element;
};
const said = (selector, within) => { const found = within && one(selector, within); return found ? found.textContent.trim() : ""; };
const syntheticWord = document.body.dataset.synthetic || "";
const isSynthetic = (element) => syntheticWord !== "" && element.textContent.includes(syntheticWord);
/* A chart whose letters would be too small on a screen stays on the page; LETTER is the least size at 1920 × 1080 */
const LETTER = 24, GROWN = 1.15;
const lettersOf = (svg) => all("text", svg).filter((text) => text.textContent.trim()).map((text) => parseFloat(text.style.fontSize || getComputedStyle(text).fontSize));
const fitsScreen = (svg) => {
  if (svg.matches(".map")) return true; // on a slide it shows the letters of a telephone
  const { width, height } = svg.viewBox.baseVal;
  return width > 0 && Math.min(1800 / width, 800 / height) * GROWN * Math.min(...lettersOf(svg)) >= LETTER;
};
/* Publishers only: titles and dates of sources stand on the page */
const shortSource = (figure) => {
  const names = all(".source cite", figure).map((cite) => cite.textContent.split(",")[0].trim());
  return [...new Set(names)].join("; ");
};
/* Of a section with several notes the first is of its beginning, the others are of its charts */
const notesOf = (kind, section) => {
  const notes = all(".notes", section);
  return notes.length < 2 ? notes : /cover|verdict/.test(kind) ? notes.slice(0, 1) : notes.slice(1);
};
/* the style sheet draws the word: letters so pale are none to read; who listens has it as text */
const stamp = () => {
  const element = build("p", "stamp", build("span", "spoken", syntheticWord));
  element.dataset.word = syntheticWord;
  return element;
};
const madeSlide = (kind, place, title, ...inside) => {
  const section = place.closest(".slide") || slides[0];
  const element = build("section", `deck-slide ${kind}`);
  if (kind !== "cover") element.append(build("p", "eyebrow", build("span", "", `${document.body.dataset.name} · ${stageFor.dataset.report}`), build("span", "number")));
  element.append(...inside.filter(Boolean));
  element.setAttribute("aria-label", title);
  element.tabIndex = -1;
  if (isSynthetic(/cover|verdict/.test(kind) ? section : place.content || place)) element.append(stamp());
  return { element, kind, title, place, notes: notesOf(kind, section) };
};
/* The verdict is the page's headline; where a page of one's own has none, its first sentence is */
const verdictOf = () => {
  const headline = one(".masthead h1:has(.name)"), copy = headline && headline.cloneNode(true);
  if (!copy) return said(".summary p", document);
  one(".name", copy).remove();
  return copy.textContent.trim();
};
const coverSlide = () => {
  const head = one(".masthead") || slides[0], name = document.body.dataset.name, verdict = verdictOf();
  const inside = build("div", "cover-words",
    build("p", "report", stageFor.dataset.report), build("h1", "", name), build("p", "place", said(".place", head)),
    verdict && verdict.length <= 120 ? build("p", "lead", verdict) : null);
  return madeSlide("cover", head, name, inside, build("p", "edition", said(".edition", head)));
};
const verdictSlide = () => {
  const verdict = verdictOf(), cards = all(".first .card").concat(all(".card")).slice(0, 3);
  if (!verdict) return null;
  const numbers = cards.map((card) => build("li", card.className,
    build("p", "label", said(".label", card)), one(".value", card).cloneNode(true), build("p", "status", said(".status", card))));
  return madeSlide("verdict-slide", one(".masthead") || slides[0], verdict, build("h2", "", verdict), numbers.length ? build("ul", "numbers", ...numbers) : null);
};
const figureSlide = (figure) => {
  const title = said("h3", figure), stage = build("div", "stage umkm"), shorter = one("template[data-deck]", figure);
  const foot = build("p", "foot", build("span", "", said(".measure", figure)), shortSource(figure) ? build("span", "", `${deckWords.sources}: ${shortSource(figure)}`) : null);
  if (shorter) stage.append(build("h2", "", title), shorter.content.cloneNode(true));
  else if (!fitsScreen(one(".drawing svg", figure))) return null;
  return { ...madeSlide("chart-slide", figure, title, stage, foot), figure: shorter ? null : figure, stage };
};
const templateSlides = (template) => all(".deck-words", template.content).map((words) => madeSlide("words-slide umkm", template, said("h2", words), words.cloneNode(true)));
const ownSlide = (cell) => {
  const copy = cell.cloneNode(true), section = cell.closest(".slide");
  for (const out of all("details, .take, .notes, .table, .note, .source", copy)) out.remove();
  for (const marked of all("[id]", copy)) marked.removeAttribute("id");
  for (const term of all(".term", copy)) term.replaceWith(term.textContent);
  const title = said("h2, h3", copy) || section.getAttribute("aria-label");
  if (!one("h2, h3", copy)) copy.prepend(build("h2", "", title));
  return copy.textContent.trim() || one("img", copy) ? madeSlide("words-slide umkm own", cell, title, copy) : null;
};
const closingSlide = () => {
  const inside = one("template[data-closing]").content.cloneNode(true), last = slides[slides.length - 1];
  const names = [...new Set(all("figure.chart").flatMap((figure) => shortSource(figure).split("; ")))].filter(Boolean);
  const code = one(".code svg"); // of the page's address, at its foot
  if (code) one(".closing-code", inside).append(code.cloneNode(true));
  one(".closing-words", inside).append(
    names.length ? build("p", "", build("b", "", `${deckWords.sources}: `), names.slice(0, 6).join("; ")) : "", build("p", "", said(".masthead .edition", document)));
  return madeSlide("closing", last, said("h2", inside), inside);
};
const slideOf = (element) => {
  if (element.closest("details, [data-deck='no']")) return [];
  if (element.matches("template")) return templateSlides(element);
  if (element.matches("figure.chart")) return [figureSlide(element)];
  if (element.matches(".picture")) return [ownSlide(element)];
  return one("figure.chart, .picture", element) ? [] : [ownSlide(element)];
};
const makeSlides = () => {
  const found = all("figure.chart, .picture, [data-deck='yes'], template[data-deck]:not(figure template)", one("main"));
  const made = [coverSlide(), verdictSlide(), ...found.flatMap(slideOf), closingSlide()].filter(Boolean);
  const charts = made.filter((slide) => slide.kind === "chart-slide").slice(0, 5);
  for (const slide of made) slide.kiosk = /cover|verdict|closing/.test(slide.kind) || charts.includes(slide);
  return made;
};
