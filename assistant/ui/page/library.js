/* ---- what is known about an article ---- */
const correct = (changes) => {
  const dialog = one("#details-area dialog");
  if (Object.keys(changes).length) send("correct", { article: dialog.dataset.article, changes });
  else dialog.close();
};
const openDetails = () => {
  const dialog = one("#details-area dialog");
  if (!dialog || dialog.open) return;
  dialog.addEventListener("close", () => { // the row may have been drawn anew meanwhile
    const same = all('#library [data-do="article-menu"]').find((button) => button.dataset.article === dialog.dataset.article);
    (opener?.isConnected ? opener : same ?? one("#given")).focus();
  });
  dialog.showModal();
  one("input", dialog).focus();
};
const showLeavings = () => { // they come after the dialog, and are put into it, where nothing that was typed is lost
  const drawn = one("#left_out-area [data-article]");
  const dialog = one("#details-area dialog[open]");
  if (drawn && dialog?.dataset.article === drawn.dataset.article) one(".leavings", dialog).replaceChildren(...drawn.cloneNode(true).childNodes);
};
const give = () => {
  const box = one("#given");
  if (!box.value.trim()) return;
  send("give", { text: box.value });
  box.value = "";
};

/* The note above the tabs stays shut as long as the window is open, also where it is loaded again. */
const SHUT = "chancery-banner-shut";
const shutBanner = () => {
  sessionStorage.setItem(SHUT, "yes");
  root.dataset.shut = "banner";
  one('[role="tab"][aria-selected="true"]').focus();
};
if (sessionStorage.getItem(SHUT)) root.dataset.shut = "banner";

/* Files may be dropped anywhere; else the browser would leave the page, to show them. */
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  const own = event.target.closest?.("#upload"); // Gradio's own field takes what falls on it
  event.preventDefault();
  const input = one("#upload input[type=file]");
  if (own || !input || root.dataset.tab === "evaluate" || one("dialog[open]")) return;
  showTab("library");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

/* A run that the window shows and has heard nothing of for a while, since somebody else began it, is asked after. */
const QUIET = 3000; // milliseconds
let heardAt = 0;
arrivals.push((areas) => { if (areas.has("facts-area")) heardAt = Date.now(); });
setInterval(() => {
  if (!one("#facts-area .busy") || Date.now() - heardAt < QUIET) return;
  heardAt = Date.now();
  send("follow");
}, 1000);

/* What was unfolded under the table stays so when it is drawn anew; what is grouped only when somebody looks is asked for. */
const unfolded = new Set();
document.addEventListener("toggle", ({ target }) => { // it does not bubble
  const { fold } = target.dataset;
  if (!fold || !target.isConnected) return;
  unfolded[target.open ? "add" : "delete"](fold);
  if (target.open && one("[data-ungrouped]", target)) send("topics");
}, true);
const unfold = () => { for (const fold of all("#library [data-fold]")) if (unfolded.has(fold.dataset.fold)) fold.open = true; };

forms["give-form"] = give;
forms["details-form"] = (form) => correct(Object.fromEntries(all("[name]", form)
  .filter((input) => input.value !== input.dataset.was).map((input) => [input.name, input.value])));
const articleMenu = (button) => openMenu(button, [
  ["Details", (of) => { opener = of; send("details", { article: of.dataset.article }); }],
  ["Ask of this alone", (of) => { showTab("ask"); narrowTo({ articles: of.dataset.article, called: of.dataset.called }, "articles"); }],
  ["Delete", (of) => confirm(`Delete “${of.dataset.title}” and its file from the library?`,
    () => send("delete_article", { article: of.dataset.article }))],
]);
arrivals.push((areas) => {
  unfold();
  if (areas.has("details-area")) openDetails();
  if (areas.has("left_out-area")) showLeavings();
});
Object.assign(deeds, {
  "shut-banner": shutBanner,
  "article-menu": articleMenu,
  "ask-gap": (button) => askAnew(button.textContent),
  "close-details": () => one("#details-area dialog").close(),
  leavings: (button) => {
    button.textContent = "Reading its source again …";
    button.disabled = true;
    send("leavings", { article: one("#details-area dialog").dataset.article });
  },
  "reset-field": (button) => correct({ [button.dataset.name]: null }),
  split: () => correct({ cluster: "own" }),
  plan: () => send("plan"),
  update: () => send("update"),
  rebuild: (button) => confirm(
    `Make the index of ${button.dataset.every} anew? The present one answers until that is done, and you can go back to it.`,
    () => send("rebuild"), "Make it anew", "Leave it",
  ),
  rollback: () => send("rollback"),
  cancel: () => send("cancel"),
  "leave-plan": () => one("#notes-area .plan").remove(),
  switch: (button) => { leave(); emptyPane(); setFilters({}); forgetShelf(); send("switch", { kind: button.dataset.kind }); },
});
