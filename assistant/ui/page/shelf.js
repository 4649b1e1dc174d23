/* ---- the table of articles: what is wanted of it is kept here; what it shows, and can be narrowed to, stands on it ---- */
const FIRST = { words: "", where: {}, undated: false, sort: "published", descending: true, offset: 0 };
const AGAIN_MS = 300; // for a drawing that is on its way
let wanted = FIRST;
let again = 0;
let asked = ""; // for what the table was asked for again, lest a table that never comes be asked for for ever
const several = new Set(); // fields that had a choice once: they stay where a search leaves none
const look = (changes) => {
  wanted = { ...wanted, words: one("#shelf-words").value, offset: 0, ...changes };
  send("look", wanted);
};
const asText = (of) => JSON.stringify([of.words, of.undated, of.sort, of.descending, of.offset,
  ...["outlets", "languages", "clusters", "since", "until"].map((name) => of.where[name] ?? [])]);
const forgetShelf = () => { // another library has other outlets
  wanted = FIRST;
  several.clear();
  one("#shelf-words").value = "";
};
let looking = 0;
const findArticles = () => {
  clearTimeout(looking);
  looking = setTimeout(() => look({}), FIND_MS);
};
const narrowShelfTo = (changes, undated = false) => {
  const set = Object.entries({ ...wanted.where, ...changes }).filter(([, value]) => value?.length);
  look({ where: Object.fromEntries(set), undated });
};
const narrowShelf = (input) => {
  const { shelf } = input.dataset;
  if (shelf === "undated") {
    narrowShelfTo({ since: "", until: "" }, input.checked);
  } else if (input.type === "date") {
    if (!input.validity.valid || input.value === (wanted.where[shelf] ?? "")) return; // a year of which some digits are typed
    const { since, until } = { ...wanted.where, [shelf]: input.value };
    const crossed = since && until && since > until ? { [shelf === "since" ? "until" : "since"]: "" } : {};
    narrowShelfTo({ [shelf]: input.value, ...crossed });
  } else if (input.value) {
    narrowShelfTo({ [shelf]: [...(wanted.where[shelf] ?? []), input.value] }, wanted.undated);
  }
  fillFields();
};
const dropFromShelf = (button) => {
  const { name, value } = button.dataset;
  const kept = Array.isArray(wanted.where[name]) ? wanted.where[name].filter((one) => one !== value) : "";
  narrowShelfTo({ [name]: kept }, name !== "undated" && wanted.undated);
  fillFields();
  one("#shelf-words").focus();
};
const fillChoices = (select, offered) => {
  const open = offered.filter(([name]) => !wanted.where[select.dataset.shelf]?.some((set) => set.toLowerCase() === name.toLowerCase()));
  const options = open.map(([name, count]) => make("option", { value: name, textContent: `${name} (${count.toLocaleString("en")})` }));
  select.replaceChildren(select.options[0], ...options);
  select.value = "";
  if (offered.length > 1) several.add(select);
  select.hidden = !several.has(select) && !wanted.where[select.dataset.shelf];
  select.disabled = !open.length;
};
const fillFields = () => {
  const { outlets, languages, undated } = JSON.parse(one("#table-area .shelf")?.dataset.choices ?? '{"outlets": [], "languages": [], "undated": 0}');
  fillChoices(one("#shelf-outlets"), outlets);
  fillChoices(one("#shelf-languages"), languages);
  const box = one("#shelf-undated");
  box.checked = wanted.undated;
  box.disabled = !undated && !wanted.undated;
  one("#shelf-narrow label:last-child span").textContent = `Undated (${undated.toLocaleString("en")})`;
  for (const name of ["since", "until"]) {
    const input = one(`#shelf-${name}`);
    const value = wanted.where[name] ?? "";
    if (input !== document.activeElement || !value) input.value = value;
  }
};
arrivals.push((areas) => {
  if (!areas.has("table-area")) return;
  fillFields();
  clearTimeout(again);
  const shown = one("#table-area .shelf")?.dataset.wanted;
  if (!shown || asText(JSON.parse(shown)) === asText(wanted)) asked = "";
  else if (asked !== asText(wanted)) again = setTimeout(() => { asked = asText(wanted); send("look", wanted); }, AGAIN_MS); // it was drawn for another reason
});
shows.library = () => look({ offset: wanted.offset });
Object.assign(deeds, {
  sort: (button) => look({ sort: button.dataset.sort, descending: button.dataset.descending === "true" }),
  page: (button) => { look({ offset: Number(button.dataset.offset) }); one("#shelf-words").scrollIntoView(); },
  "shelf-copies": (button) => { one("#shelf-words").value = ""; look({ where: { clusters: [button.dataset.cluster] }, undated: false }); },
  "shelf-drop": dropFromShelf,
  "shelf-all": () => { look({ where: {}, undated: false }); one("#shelf-words").focus(); },
});
