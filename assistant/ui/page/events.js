let beside = false; // the mouse went down beside the open article: to drag a selection out of it is no click there
document.addEventListener("pointerdown", (event) => { beside = !event.target.closest("#reader-area"); });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) deeds[button.dataset.do]?.(button);
  else if (root.dataset.reading && beside && !event.target.closest("#reader-area")) closeReader();
  else if (root.dataset.menu && !event.target.closest("#rail, #menu, dialog")) closeMenu(); // these are of the rail too
  if (!button && !event.target.closest("#menu")) shutMenu(false);
});
document.addEventListener("submit", (event) => {
  const submitted = forms[event.target.dataset.form ?? event.target.id];
  if (!submitted) return;
  event.preventDefault();
  submitted(event.target);
});
document.addEventListener("input", (event) => {
  if (event.target.id === "question") { grow(event.target); hint(""); }
  if (event.target.dataset.filter) { readFilter(event.target); hint(""); }
  if (event.target.dataset.find) findChoice(event.target);
  if (event.target.id === "find-chats") findChats(event.target);
  if (event.target.id === "shelf-words") findArticles();
});
document.addEventListener("change", (event) => { if (event.target.dataset.shelf) narrowShelf(event.target); });
const escape = () => { // one thing at a time, the topmost first
  if (!one("#menu").hidden) shutMenu();
  else if (!tip.hidden) hideTip();
  else if (root.dataset.reading) closeReader();
  else if (root.dataset.filters) openFilters(false);
  else if (busy()) stop();
  else if (editing) leaveEditing();
  else { delete root.dataset.sheet; closeMenu(); }
};
const writing = (element) => element.matches?.("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  const box = one("#question");
  if (event.target === box && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask();
  } else if (event.target === box && event.key === "ArrowUp" && !box.value && latest()) {
    event.preventDefault();
    edit(latest());
  } else if (event.key === "Tab" && root.dataset.reading) {
    keepInReader(event);
  } else if (!one("#menu").hidden && event.key.startsWith("Arrow")) {
    stepInMenu(event);
  } else if (event.key === "Escape" && !one("dialog[open]")) {
    escape();
  } else if (["/", "?"].includes(event.key) && !writing(event.target) && !event.ctrlKey && !event.metaKey && !one("dialog[open]")) {
    event.preventDefault();
    if (event.key === "?") one("#keys").showModal();
    else { closeReader(); showTab("ask"); box.focus(); }
  } else if (event.target.matches?.('[role="tab"]') && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    const tabs = all('[role="tab"]');
    const next = tabs[(tabs.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
    next.focus();
    showTab(next.dataset.tab);
  }
});

/* ---- drawings that arrive ---- */
const keepPlace = () => { // in the address, so that a reload, or a bookmark, comes back to this conversation
  const chat = one("#rail-area .here")?.dataset.chat;
  const kind = one("#facts-area .lib")?.dataset.kind;
  const place = `?${new URLSearchParams({ ...(kind && { library: kind }), ...(chat && { chat }) })}`;
  if (kind && place !== location.search) history.replaceState(null, "", place);
};
arrivals.push((areas) => {
  if (areas.has("rail-area") || areas.has("facts-area")) keepPlace();
});
arrivals.push(() => { if (early.length && hasArrived()) for (const [event, data] of early.splice(0)) send(event, data); });
const name = (id, role, label) => {
  const element = one(id);
  if (!element) return;
  element.setAttribute("role", role);
  if (label) element.setAttribute("aria-label", label);
};
const settle = (areas) => { for (const arrived of arrivals) arrived(areas); };
const start = () => {
  paint();
  root.dataset.tab ??= "ask";
  name("#main", "main");
  name("#rail", "navigation", "Conversations");
  for (const tab of all('[role="tab"]')) name(`#${tab.dataset.tab}`, "tabpanel", tab.textContent);
  one(".gradio-container main")?.setAttribute("role", "none");
  const area = (node) => (node.nodeType === 1 ? node : node.parentElement)
    ?.closest(":is(#past, #now, #next, #reader-area, #details-area, #rail-area, #facts-area, #filters-area, #table-area, #below-area, #gaps-area, #skips-area, #trial_notes-area, #left_out-area, #parcel) .html-container")?.parentElement.id; // its drawing, not Gradio's spinner
  const observer = new MutationObserver((changes) => settle(new Set(changes.map((change) => area(change.target)))));
  const place = ["aria-current", "data-chat", "data-kind"]; // a rail drawn anew may differ in these alone
  // All of the page, because Gradio may replace an area.
  observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: place });
  system.addEventListener("change", paint);
  settle(new Set(["now", "rail-area", "filters-area"])); // what has arrived before
  one("#question").focus();
  alive();
  setInterval(() => { if (unanswered !== null) alive(); }, 2000);
};
// The wire and the areas are there when Gradio has mounted them, in an order of its own.
requestAnimationFrame(function wait() {
  if (window.chancery && one("#now") && one("#question") && one("#reader-area")) start(); else requestAnimationFrame(wait);
});
