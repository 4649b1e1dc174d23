/* ---- the reader view ---- */
const read = (button) => {
  opener = button;
  const card = button.closest(".card");
  const mark = card && (one("mark.on", card) ?? one("mark", card));
  const { start = 0, end = 0 } = mark?.dataset ?? button.dataset;
  send("read", { article: button.dataset.article, start, end, quote: mark?.textContent ?? button.dataset.quote ?? "" });
};
const closeReader = () => {
  if (!root.dataset.reading) return;
  delete root.dataset.reading;
  one("#app").inert = false;
  // What it stood in may have been drawn anew meanwhile: then the same button of the new drawing, or else the box.
  const same = () => all(':is(#cards, #now, #library, #evaluate) [data-do="read"]')
    .find((button) => button.dataset.article === opener?.dataset.article && button.checkVisibility());
  (opener?.isConnected ? opener : same() ?? one("#question")).focus();
};
const keepInReader = (event) => { // the keyboard goes round inside it
  const stops = all("#reader-area :is(button, a[href], [tabindex='0'])");
  const [first, last] = event.shiftKey ? [stops.at(-1), stops[0]] : [stops[0], stops.at(-1)];
  if (stops.includes(document.activeElement) && document.activeElement !== last) return;
  event.preventDefault();
  first?.focus();
};
const openReader = () => {
  const page = one("#reader-area .page");
  if (!page) return;
  root.dataset.reading = "yes";
  one("#app").inert = true; // nothing behind it is reached by the keyboard or by a screen reader
  const mark = one("mark", page);
  if (mark) mark.scrollIntoView({ block: "center" });
  else page.scrollTop = 0;
  page.focus({ preventScroll: true });
};
Object.assign(deeds, { read, "close-reader": closeReader });
arrivals.push((areas) => { if (areas.has("reader-area")) openReader(); });
