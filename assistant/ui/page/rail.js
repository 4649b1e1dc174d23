/* ---- tabs ---- */
const closeMenu = () => {
  delete root.dataset.menu;
  one(".menu")?.setAttribute("aria-expanded", "false");
};
const showTab = (name) => {
  root.dataset.tab = name;
  for (const tab of all('[role="tab"]')) {
    tab.setAttribute("aria-selected", tab.dataset.tab === name ? "true" : "false");
    tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
  }
  shows[name]?.();
  closeMenu();
};

/* ---- dialogs, notes that pass, menus ---- */
const confirm = (words, then, yes = "Delete", no = "Keep it") => {
  const dialog = one("#confirm");
  one("#confirm-what").textContent = words;
  one('[data-do="yes"]', dialog).textContent = yes;
  one('[data-do="no"]', dialog).textContent = no;
  dialog.onclose = () => { if (dialog.returnValue === "yes") then(); };
  dialog.returnValue = "";
  dialog.showModal();
  one('[data-do="no"]', dialog).focus();
};
const NOTED_MS = 9000;
let passing = 0;
const note = (words, label, then) => { // for some seconds, with one thing that can be done about it
  const box = one("#note");
  box.replaceChildren(make("span", { textContent: words }));
  if (label) {
    const button = make("button", { type: "button", className: "link", textContent: label });
    button.addEventListener("click", () => { box.replaceChildren(); then(); });
    box.append(button);
  }
  clearTimeout(passing);
  passing = setTimeout(() => box.replaceChildren(), label ? NOTED_MS : NOTED_MS / 2);
};
let menuOf = null; // the button whose menu is open
const openMenu = (button, items) => {
  const menu = one("#menu");
  if (menuOf === button) return shutMenu();
  menu.replaceChildren(...items.map(([label, then]) => {
    const item = make("button", { type: "button", role: "menuitem", textContent: label });
    item.addEventListener("click", () => { const of = menuOf; shutMenu(); then(of); });
    return item;
  }));
  menuOf = button;
  menu.hidden = false;
  const at = button.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${at.bottom + menu.offsetHeight + 8 > innerHeight ? at.top - menu.offsetHeight - 4 : at.bottom + 4}px`;
  menu.firstElementChild.focus();
};
const shutMenu = (focus = true) => {
  const menu = one("#menu");
  if (menu.hidden) return;
  menu.hidden = true;
  if (focus) menuOf?.focus();
  menuOf = null;
};
const stepInMenu = (event) => {
  const items = all("#menu button");
  const step = { ArrowDown: 1, ArrowUp: items.length - 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + step) % items.length].focus();
};

/* ---- conversations ---- */
const FORMS = [["Markdown", "markdown"], ["Web page", "html"], ["PDF", "pdf"], ["JSON", "json"]];
const exports = (button, chat) => openMenu(button, FORMS.map(([label, form]) => [label, () => send("export", { chat, form })]));
const rename = (button) => {
  const dialog = one("#rename");
  const input = one("input", dialog);
  input.value = button.dataset.title;
  dialog.dataset.chat = button.dataset.chat;
  dialog.showModal();
  input.select();
};
forms["rename-form"] = () => {
  const dialog = one("#rename");
  const title = one("input", dialog).value.trim();
  dialog.close();
  if (title) send("rename_chat", { chat: Number(dialog.dataset.chat), title });
};
const deleteChat = (button) => {
  const chat = Number(button.dataset.chat);
  send("delete_chat", { chat });
  note("The conversation is deleted.", "Undo", () => send("restore_chat", { chat }));
};
let finding = 0;
const FIND_MS = 180; // after the last letter
const findChats = (input) => {
  clearTimeout(finding);
  finding = setTimeout(() => send("find_chats", { words: input.value }), FIND_MS);
};
let listed = null; // how many there were when more were called for
const moreChats = () => {
  listed = all('#rail-area [data-do="open-chat"]').length;
  send("more_chats");
};
arrivals.push((areas) => { // the keyboard goes on at the first that came
  if (listed === null || !areas.has("rail-area")) return;
  all('#rail-area [data-do="open-chat"]')[listed]?.focus();
  listed = null;
});
const deliver = () => { // a file that was asked for
  const link = one("#parcel a[download]");
  if (!link || link.dataset.taken) return;
  link.dataset.taken = "yes";
  link.click();
  note(`${link.download} is on its way to your downloads.`);
};
arrivals.push((areas) => { if (areas.has("parcel")) deliver(); });

Object.assign(deeds, {
  tab: (button) => showTab(button.dataset.tab),
  menu: () => {
    const open = !root.dataset.menu;
    if (open) root.dataset.menu = "open"; else delete root.dataset.menu;
    one(".menu").setAttribute("aria-expanded", String(open));
  },
  "new-question": () => {
    leave();
    showTab("ask");
    change("new_question", {});
    emptyPane();
    setFilters({});
    one("#question").focus();
  },
  "open-chat": (button) => {
    leave();
    showTab("ask");
    emptyPane();
    setFilters({});
    opening = true;
    send("open_chat", { chat: Number(button.dataset.chat) });
  },
  "more-chats": moreChats,
  "chat-menu": (button) => openMenu(button, [
    ["Rename", rename],
    ["Export …", (of) => exports(of, Number(of.dataset.chat))],
    ["Delete", deleteChat],
  ]),
  help: () => one("#keys").showModal(),
  "shut-dialog": (button) => button.closest("dialog").close(),
  yes: () => one("#confirm").close("yes"),
  no: () => one("#confirm").close("no"),
});
