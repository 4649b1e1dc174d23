let selected = { turn: null, n: null }; // the citation that is pressed; n is null when only the turn is shown
let shown = null; // the hidden cards that the pane was last filled from

/* ---- sources ---- */
const fill = (turn) => {
  const cards = one(".cards", turn);
  if (!cards || !cards.childElementCount) return;
  const pane = one("#cards");
  shown = cards.innerHTML;
  pane.replaceChildren(...cards.cloneNode(true).childNodes);
  const cited = all(".card", pane).length;
  one("#cited").textContent = cited ? `${cited} source${cited === 1 ? "" : "s"} cited` : "Nothing cited";
};
const press = () => {
  for (const button of all(".c")) {
    const on = button.dataset.n === selected.n && button.closest(".turn").dataset.turn === selected.turn;
    button.setAttribute("aria-pressed", on ? "true" : "false");
  }
  for (const mark of all("#cards mark")) mark.classList.toggle("on", mark.dataset.n === selected.n);
  for (const card of all("#cards .card")) card.classList.toggle("on", one("mark.on", card) !== null);
};
const cite = (button) => {
  const turn = button.closest(".turn");
  selected = { turn: turn.dataset.turn, n: button.dataset.n };
  fill(turn);
  press();
  root.dataset.sheet = "open";
  const sheet = one("#sources");
  const card = one("#cards .card.on");
  card?.scrollIntoView({ block: card.offsetHeight > sheet.clientHeight ? "start" : "nearest" });
  one("#cards mark.on")?.scrollIntoView({ block: "nearest" }); // a card may be taller than the pane
  if (getComputedStyle(sheet).position !== "fixed") return;
  const below = (button.closest(".s, tr") ?? button).getBoundingClientRect().bottom - sheet.getBoundingClientRect().top;
  if (below > 0) one("#scroll").scrollBy({ top: below + 12 });
};
const emptyPane = () => {
  shown = null;
  selected = { turn: null, n: null };
  one("#cited").textContent = "Sources";
  const note = document.createElement("p");
  note.className = "none";
  note.textContent = "Click a number in an answer and the words behind it stand here.";
  one("#cards").replaceChildren(note);
  delete root.dataset.sheet;
};
Object.assign(deeds, { cite, "close-sheet": () => { delete root.dataset.sheet; } });
