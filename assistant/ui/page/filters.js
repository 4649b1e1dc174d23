/* ---- filters: what is set stays here and goes with each question; a conversation is opened with those of its last ---- */
const labels = {}; // what articles and groups of copies are called, by the name of the filter and their ids
const NAMELESS = { articles: "one article", clusters: "copies of one article" };
let where = {}; // as the server reads it: lists of names, and ISO dates
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const written = (iso) => {
  const [year, month, day] = iso.split("-");
  return [day && Number(day), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
};
const setFilters = (record) => {
  where = Object.fromEntries(Object.entries(record).filter(([, value]) => value?.length));
  showFilters();
};
const setFiltersOf = (turn) => { // with what its articles were called when it was asked
  Object.assign(labels, JSON.parse(turn.dataset.called ?? "{}"));
  setFilters(JSON.parse(turn.dataset.where));
};
const told = (name, value) => labels[`${name} ${value}`] ?? NAMELESS[name] ?? (name === "languages" ? `language ${value}` : value);
const chip = (words, name, value) => {
  const item = document.createElement("li");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "chip", textContent: words, ariaLabel: `Remove the filter: ${words}` });
  Object.assign(button.dataset, { do: "drop-filter", name, value });
  const cross = document.createElement("span");
  cross.ariaHidden = "true";
  cross.textContent = "×";
  button.append(cross);
  item.append(button);
  return item;
};
const showFilters = () => {
  const chips = Object.entries(where).flatMap(([name, value]) => (Array.isArray(value)
    ? value.map((one) => chip(told(name, one), name, one))
    : [chip(`${name} ${written(value)}`, name, value)]));
  const list = one("#chips");
  list.replaceChildren(...chips);
  list.hidden = !chips.length;
  for (const input of all("#filters-area [data-filter]")) {
    const value = where[input.dataset.filter];
    if (input.type === "checkbox") input.checked = Boolean(value?.includes(input.value));
    else if (input !== document.activeElement) input.value = value?.length === 10 ? value : "";
  }
};
const readFilter = (input) => {
  const { filter } = input.dataset;
  const value = input.type === "checkbox"
    ? [...(where[filter] ?? []).filter((one) => one !== input.value), ...(input.checked ? [input.value] : [])]
    : input.value;
  setFilters({ ...where, [filter]: value });
};
const dropFilter = (button) => {
  const { name, value } = button.dataset;
  const kept = Array.isArray(where[name]) ? where[name].filter((one) => one !== value) : [];
  setFilters({ ...where, [name]: kept });
  (one("#chips button") ?? one("#question")).focus();
};
const openFilters = (open) => {
  if (open) root.dataset.filters = "open"; else delete root.dataset.filters;
  one("#filters-button").setAttribute("aria-expanded", String(open));
  if (open) one("#filters input")?.focus();
  else if (one("#filters").contains(document.activeElement)) one("#filters-button").focus();
};
const findChoice = (input) => {
  const wanted = input.value.trim().toLowerCase();
  for (const label of all(`#filters .choices[data-of="${input.dataset.find}"] label`)) {
    label.hidden = !label.textContent.toLowerCase().includes(wanted);
  }
};
const passes = (name, value, about) => { // whether an article is among what is set; of dates as far as they are known
  const length = Math.min(value.length, about.published?.length ?? 0);
  if (name === "since") return length > 0 && about.published.slice(0, length) >= value.slice(0, length);
  if (name === "until") return length > 0 && about.published.slice(0, length) <= value.slice(0, length);
  return value.includes(about[name]);
};
const SINGLE = ["articles", "clusters"];
const narrowTo = (about, by, value = [about[by]]) => { // from now on; what was set goes with it as far as that leaves something
  labels[`articles ${about.articles}`] = about.called;
  labels[`clusters ${about.clusters}`] = about.copies;
  const kept = by === "clusters" ? [] // copies are of several outlets and days
    : Object.entries(where).filter(([name, set]) => passes(name, set, about) && !SINGLE.includes(name));
  setFilters({ ...Object.fromEntries(kept), [by]: value });
  delete root.dataset.sheet; // on a phone it lies over the box, where the chips are
  one("#question").focus();
};
const narrow = (button) => narrowTo(button.closest(".only").dataset, button.dataset.by);
const narrowMenu = (button) => {
  const about = button.closest(".only").dataset;
  openMenu(button, [
    ...(about.published ? [
      [`Only since ${about.day}`, () => narrowTo(about, "since", about.published)],
      [`Only until ${about.day}`, () => narrowTo(about, "until", about.published)],
    ] : []),
    ...(about.languages ? [[`Only in its language, ${about.languages}`, () => narrowTo(about, "languages")]] : []),
  ]);
};
Object.assign(deeds, {
  narrow,
  "narrow-menu": narrowMenu,
  filters: () => openFilters(!root.dataset.filters),
  "clear-filters": () => setFilters({}),
  "drop-filter": dropFilter,
});
arrivals.push((areas) => { if (areas.has("filters-area")) showFilters(); });
