/* What the window does by itself: sources and tabs open here without asking the server; the rest is sent over the wire. */
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const send = (name, data) => window.chancery?.send(name, data);
  let selected = { turn: null, n: null }; // the citation that is pressed; n is null when only the turn is shown
  let shown = null; // the hidden cards that the pane was last filled from
  let opener = null; // what the keyboard goes back to when the reader view or a dialog closes
  let waiting = null; // the question that is on its way, until its turn appears
  let unanswered = null; // the same, until its turn is finished
  let opening = true; // a conversation is being opened, to be shown at its last turn; perhaps by the address

  /* ---- light and dark: the system's until one is chosen ---- */
  const system = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    root.dataset.theme = localStorage.getItem("chancery-theme") ?? (system.matches ? "dark" : "light");
    document.body?.classList.toggle("dark", root.dataset.theme === "dark"); // Gradio's own parts follow this class
  };
  const toggleTheme = () => {
    localStorage.setItem("chancery-theme", root.dataset.theme === "dark" ? "light" : "dark");
    paint();
  };
  root.lang = "en";
  paint();

  /* ---- sources ---- */
  const fill = (turn) => {
    const cards = one(".cards", turn);
    if (!cards || !cards.childElementCount) return;
    const pane = one("#cards");
    shown = cards.innerHTML;
    pane.replaceChildren(...cards.cloneNode(true).childNodes);
    one("#cited").textContent = `${pane.childElementCount} source${pane.childElementCount === 1 ? "" : "s"} cited`;
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

  /* ---- the reader view ---- */
  const read = (button) => {
    opener = button;
    const card = button.closest(".card");
    const mark = card && (one("mark.on", card) ?? one("mark", card));
    const { start = 0, end = 0 } = mark?.dataset ?? {};
    send("read", { article: button.dataset.article, start, end, quote: mark?.textContent ?? "" });
  };
  const closeReader = () => {
    if (!root.dataset.reading) return;
    delete root.dataset.reading;
    one("#app").inert = false;
    // What it stood in may have been drawn anew meanwhile: then the same button of the new drawing, or else the box.
    const same = () => all(':is(#cards, #now, #library) [data-do="read"]')
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

  /* ---- filters: what is set stays here and goes with each question; a conversation is opened with those of its last ---- */
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
      ? value.map((one) => chip(name === "outlets" ? one : `${name.replace(/s$/, "")} ${one}`, name, one))
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

  /* ---- asking ---- */
  const MOMENT = "One moment: the last question is still being answered.";
  const busy = () => waiting !== null || one('#now .turn[aria-busy="true"]');
  const hint = (words) => { one("#hint").textContent = words; };
  const grow = (box) => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  };
  const ask = () => {
    const box = one("#question");
    const question = box.value.trim();
    const most = Number(one("#compose-form").dataset.most);
    if (!question) return hint("Type a question first.");
    if (box.value.length > most) {
      return hint(`The question has ${box.value.length.toLocaleString("en")} characters; at most ${most.toLocaleString("en")} can be asked.`);
    }
    if (busy()) return hint(MOMENT);
    if (where.since && where.until && where.since > where.until) return hint("The filters end before they begin.");
    if (root.dataset.filters) openFilters(false);
    waiting = unanswered = question;
    opening = false;
    hint("");
    send("ask", { question, where });
    box.value = "";
    grow(box);
  };

  const askAgain = (button) => { // without one of the things that the question prefers
    if (busy()) return hint(MOMENT);
    const turn = button.closest(".turn");
    waiting = unanswered = one(".q", turn).textContent;
    opening = false;
    hint("");
    send("ask", { again: Number(turn.dataset.turn), ignore: button.dataset.label });
    if (matchMedia("(hover: hover)").matches) one("#question").focus(); // on a phone it would call the keyboard up
  };

  const leave = () => { waiting = unanswered = null; hint(""); }; // the answer is kept where it was asked
  const lost = (words) => {
    const box = one("#question");
    const back = !box.value.trim() || box.value.trim() === unanswered;
    if (back) box.value = unanswered;
    grow(box);
    const turn = one('#now .turn[aria-busy="true"]');
    if (turn) {
      turn.ariaBusy = "false";
      one(".asked", turn).textContent = "Not answered";
    }
    leave();
    hint(`${words}${back ? " Your question is still in the box." : ""}`);
  };
  // Gradio says nothing to a page about a request that died. Another id is another server: it knows nothing of this one.
  let server = null;
  const alive = async () => {
    const asked = unanswered;
    try {
      const id = (await (await fetch("gradio_api/app_id")).json()).app_id;
      const same = server === null || server === id;
      server = id;
      if (!same) throw new Error("another server");
    } catch {
      if (asked !== null && asked === unanswered) lost("The server has stopped answering.");
    }
  };

  document.addEventListener("chancery-failed", async () => {
    const asked = unanswered;
    await alive();
    if (asked !== null && asked === unanswered) lost("The server could not answer this time.");
  });

  /* ---- tabs, rail, dialog ---- */
  const showTab = (name) => {
    root.dataset.tab = name;
    for (const tab of all('[role="tab"]')) {
      tab.setAttribute("aria-selected", tab.dataset.tab === name ? "true" : "false");
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
    }
    if (name === "library") send("look");
    closeMenu();
  };
  const closeMenu = () => {
    delete root.dataset.menu;
    one(".menu")?.setAttribute("aria-expanded", "false");
  };
  const confirm = (words, then) => {
    const dialog = one("#confirm");
    one("#confirm-what").textContent = words;
    dialog.onclose = () => { if (dialog.returnValue === "yes") then(); };
    dialog.returnValue = "";
    dialog.showModal();
    one('[data-do="no"]', dialog).focus();
  };

  const deeds = {
    cite,
    read,
    "close-reader": closeReader,
    "close-sheet": () => { delete root.dataset.sheet; },
    theme: toggleTheme,
    tab: (button) => showTab(button.dataset.tab),
    menu: () => {
      const open = !root.dataset.menu;
      if (open) root.dataset.menu = "open"; else delete root.dataset.menu;
      one(".menu").setAttribute("aria-expanded", String(open));
    },
    filters: () => openFilters(!root.dataset.filters),
    "clear-filters": () => setFilters({}),
    "drop-filter": dropFilter,
    unprefer: askAgain,
    suggest: (button) => { one("#question").value = button.textContent; ask(); },
    "new-question": () => { leave(); showTab("ask"); send("new_question"); emptyPane(); setFilters({}); one("#question").focus(); },
    "open-chat": (button) => {
      leave();
      showTab("ask");
      emptyPane();
      setFilters({});
      opening = true;
      send("open_chat", { chat: Number(button.dataset.chat) });
    },
    "delete-chat": (button) => confirm(`Delete the conversation “${button.dataset.title}”?`,
      () => send("delete_chat", { chat: Number(button.dataset.chat) })),
    "delete-article": (button) => confirm(`Delete “${button.dataset.title}” and its file from the library?`,
      () => send("delete_article", { article: button.dataset.article })),
    rebuild: () => send("rebuild"),
    switch: (button) => { leave(); emptyPane(); setFilters({}); send("switch", { kind: button.dataset.kind }); },
    yes: () => one("#confirm").close("yes"),
    no: () => one("#confirm").close("no"),
  };

  let beside = false; // the mouse went down beside the open article: to drag a selection out of it is no click there
  document.addEventListener("pointerdown", (event) => { beside = !event.target.closest("#reader-area"); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) deeds[button.dataset.do]?.(button);
    else if (root.dataset.reading && beside && !event.target.closest("#reader-area")) closeReader();
    else if (root.dataset.menu && !event.target.closest("#rail")) closeMenu();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "compose-form") return;
    event.preventDefault();
    ask();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "question") { grow(event.target); hint(""); }
    if (event.target.dataset.filter) { readFilter(event.target); hint(""); }
    if (event.target.dataset.find) findChoice(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "question" && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      ask();
    } else if (event.key === "Tab" && root.dataset.reading) {
      keepInReader(event);
    } else if (event.key === "Escape") {
      if (root.dataset.reading) closeReader();
      else if (root.dataset.filters) openFilters(false);
      else { delete root.dataset.sheet; closeMenu(); }
    } else if (event.target.matches?.('[role="tab"]') && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      const tabs = all('[role="tab"]');
      const next = tabs[(tabs.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
      next.focus();
      showTab(next.dataset.tab);
    }
  });

  /* ---- drawings that arrive ---- */
  const latest = () => all("#past .turn, #now .turn").at(-1);
  const settle = (areas) => {
    if (areas.has("now") || areas.has("past")) {
      const turn = latest();
      if (waiting !== null && one("#now .turn:last-child .q")?.textContent === waiting) {
        waiting = null;
        selected = { turn: turn.dataset.turn, n: null };
        turn.scrollIntoView({ block: "start" });
      }
      if (turn && !busy()) { // its answer has come, or a conversation was opened
        unanswered = null;
        if (one("#hint").textContent === MOMENT) hint("");
        if (opening) {
          turn.scrollIntoView({ block: "start" });
          setFilters(JSON.parse(turn.dataset.where));
        }
        opening = false;
      }
      const cards = turn && one(".cards", turn);
      if (cards && (selected.turn === null || selected.turn === turn.dataset.turn) && cards.innerHTML !== shown) fill(turn);
      if (turn && !cards.childElementCount && selected.turn === turn.dataset.turn && turn.ariaBusy === "false") emptyPane();
      press();
    }
    if (areas.has("reader-area")) openReader();
    if (areas.has("filters-area")) showFilters();
    if (areas.has("rail-area") || areas.has("facts-area")) keepPlace();
  };
  const keepPlace = () => { // in the address, so that a reload, or a bookmark, comes back to this conversation
    const chat = one("#rail-area [aria-current]")?.dataset.chat;
    const kind = one("#facts-area .lib")?.dataset.kind;
    const place = `?${new URLSearchParams({ ...(kind && { library: kind }), ...(chat && { chat }) })}`;
    if (kind && place !== location.search) history.replaceState(null, "", place);
  };
  const name = (id, role, label) => {
    const element = one(id);
    if (!element) return;
    element.setAttribute("role", role);
    if (label) element.setAttribute("aria-label", label);
  };
  const start = () => {
    paint();
    root.dataset.tab ??= "ask";
    name("#main", "main");
    name("#ask", "tabpanel", "Ask");
    name("#library", "tabpanel", "Library");
    one(".gradio-container main")?.setAttribute("role", "none");
    const area = (node) => (node.nodeType === 1 ? node : node.parentElement)
      ?.closest(":is(#past, #now, #reader-area, #rail-area, #facts-area, #filters-area) .html-container")?.parentElement.id; // its drawing, not Gradio's spinner
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
})();
