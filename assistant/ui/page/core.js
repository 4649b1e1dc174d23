/* What the window does by itself: sources and tabs open here without asking the server; the rest is sent over the wire.

   The files of this folder are one script, put together in the order that `__init__.py` gives; each adds what a click on
   an element with `data-do` does (`deeds`), and what follows when drawings have arrived (`arrivals`). */
const root = document.documentElement;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const early = []; // what is sent before the window has arrived: only then does the server know which library it shows
const hasArrived = () => window.chancery && one("#facts-area .lib");
const send = (name, data) => { if (hasArrived()) window.chancery.send(name, data); else early.push([name, data]); };
const changing = new Set(); // what was sent by `change` and is not over: each becomes so, whatever comes of it
let changes = 0;
const change = (name, data) => {
  const ticket = `change ${changes += 1}`;
  const over = new Promise((end) => { ends.set(ticket, end); }).then(() => changing.delete(over));
  changing.add(over);
  send(name, { ...data, ticket });
};
const afterChanges = async (name, data) => { await Promise.all(changing); send(name, data); };
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const deeds = {}; // by the name in data-do; each is given the element
const forms = {}; // by the id of the form that is submitted
const shows = {}; // by the name of a tab: what follows when it is shown
const arrivals = []; // each is given the set of the ids of the areas that were drawn
let opener = null; // what the keyboard goes back to when the reader view or a dialog closes

/* ---- light and dark: the system's until one is chosen, and again after both ---- */
const system = matchMedia("(prefers-color-scheme: dark)");
const THEMES = { // what each shows and says, and which follows it
  light: ["☀\uFE0E", "Light or dark: always light. Click for dark.", "dark"],
  dark: ["☾\uFE0E", "Light or dark: always dark. Click to follow the system.", "system"],
  system: ["◐", "Light or dark: as the system has it. Click for light.", "light"],
};
const theme = () => {
  const chosen = localStorage.getItem("chancery-theme");
  return Object.hasOwn(THEMES, chosen ?? "") ? chosen : "system";
};
const paint = () => {
  const chosen = theme();
  root.dataset.theme = chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
  const button = one('[data-do="theme"]');
  if (button) Object.assign(button, { textContent: THEMES[chosen][0], ariaLabel: THEMES[chosen][1], title: THEMES[chosen][1] });
  document.body?.classList.toggle("dark", root.dataset.theme === "dark"); // Gradio's own parts follow this class
};
const nextTheme = () => {
  localStorage.setItem("chancery-theme", THEMES[theme()][2]);
  paint();
};
root.lang = "en";
root.dataset.tab ??= "ask";
paint();
deeds.theme = nextTheme;
