/* Speaker notes: in a window of their own, which leads the slides too; beside the slides where none may be opened */
let notesWindow = null, since = 0;
const NOTES_STYLE = `body { margin: 0; padding: 1.5rem 2rem; font: 1.5rem/1.5 system-ui, sans-serif; color: #1b2127; background: #fff; }
  header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; font-size: 1.1rem; border-bottom: 1px solid #98a2ab; padding-bottom: .8rem; }
  header b { font-size: 1.6rem; } button { font: inherit; font-size: 1rem; padding: .6rem 1.1rem; min-height: 44px; }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .5rem; } .next { color: #4b5560; font-size: 1.15rem; border-top: 1px solid #98a2ab; padding-top: .8rem; }
  @media (prefers-color-scheme: dark) { body { color: #e9edf0; background: #13171b; } .next { color: #aeb8c1; } }`;
const notesParts = (slide) => {
  const notes = slide.notes.flatMap((aside) => [...aside.children]).map((part) => part.cloneNode(true));
  return notes.length ? notes : [build("p", "", deckWords.none)];
};
const notesButton = (text, label, press) => {
  const button = build("button", "", text);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", press);
  return button;
};
const twoDigits = (number) => String(number).padStart(2, "0");
const tick = () => {
  if (!notesWindow || notesWindow.closed) return;
  const now = new Date(), seconds = Math.floor((now - since) / 1000), show_ = (name, text) => { const at_ = notesWindow.document.getElementById(name); if (at_) at_.textContent = text; };
  show_("clock", `${twoDigits(now.getHours())}.${twoDigits(now.getMinutes())}`);
  show_("elapsed", `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`);
};
const showNotes = () => {
  const slide = shown[at], next = shown[at + 1];
  const title = `${at + 1} / ${shown.length} · ${slide.title}`;
  const after = next ? `${deckWords.next}: ${next.title}` : deckWords.last;
  if (root.classList.contains("noted")) one(".notes-panel").replaceChildren(build("h2", "", title), ...notesParts(slide), build("p", "next", after));
  if (!notesWindow || notesWindow.closed) return;
  const main = notesWindow.document.querySelector("main");
  main.replaceChildren(build("h1", "", title), ...notesParts(slide), build("p", "next", after));
};
const closeNotes = () => { if (notesWindow && !notesWindow.closed) notesWindow.close(); notesWindow = null; };
const openNotes = () => {
  notesWindow = window.open("", `${document.body.dataset.slug}-notes`, "popup,width=960,height=720");
  if (!notesWindow) return false;
  const page = notesWindow.document, style = build("style", "", NOTES_STYLE), clock = build("b", ""), elapsed = build("b", "");
  since = Date.now();
  clock.id = "clock"; elapsed.id = "elapsed";
  page.title = `${deckWords.notes} – ${document.title}`;
  page.documentElement.lang = root.lang;
  page.head.replaceChildren(build("title", "", page.title), style);
  page.body.replaceChildren(
    build("header", "",
      notesButton("←", deckWords.back, () => show(at - 1)), notesButton("→", deckWords.forward, () => show(at + 1)),
      build("span", "", `${deckWords.clock} `, clock), build("span", "", `${deckWords.elapsed} `, elapsed),
      notesButton(deckWords.restart, deckWords.restart, () => { since = Date.now(); tick(); })),
    build("main", ""));
  notesWindow.addEventListener("keydown", pressed);
  notesWindow.setInterval(tick, 1000);
  tick();
  return true;
};
const notes = () => {
  if (kiosk) return;
  if (root.classList.contains("noted")) root.classList.remove("noted");
  else if (notesWindow && !notesWindow.closed) closeNotes();
  else if (!openNotes()) root.classList.add("noted");
  fit();
  showNotes();
};
addEventListener("pagehide", closeNotes);
