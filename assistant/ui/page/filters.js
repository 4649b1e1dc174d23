/* ---- filters: what is set stays here and goes with each question; a conversation is opened with those of its last ---- */
const labels = {}; // what articles and groups of copies are called, by their ids
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
    ? value.map((one) => chip(name === "outlets" ? one : labels[one] ? `only “${labels[one]}”` : `${name.replace(/s$/, "")} ${one}`, name, one))
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
const narrow = (button) => { // from now on, of one article alone
  labels[button.dataset.article] = button.dataset.label;
  setFilters({ ...where, articles: [button.dataset.article] });
  one("#question").focus();
};
Object.assign(deeds, {
  narrow,
  filters: () => openFilters(!root.dataset.filters),
  "clear-filters": () => setFilters({}),
  "drop-filter": dropFilter,
});
arrivals.push((areas) => { if (areas.has("filters-area")) showFilters(); });
