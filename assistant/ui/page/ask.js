let waiting = null; // the question that is on its way, until its turn appears
let unanswered = null; // the same, until its turn is finished
let opening = true; // a conversation is being opened, to be shown at its last turn; perhaps by the address
let editing = false; // the last question is in the box, and will be asked in its place

/* ---- asking ---- */
const MOMENT = "One moment: the last question is still being answered.";
const STOPPING = "Stopping …";
const EDITING = "You are editing the last question; Esc leaves it as it was.";
const latest = () => all("#past .turn, #now .turn").at(-1);
const busy = () => waiting !== null || one('#now .turn[aria-busy="true"]');
const hint = (words) => { one("#hint").textContent = words; };
const tell = (words) => { one("#told").textContent = words; }; // to screen readers; the place stays, unlike the turns
const outcome = (turn) => { // what an answer came to; what stopped it says so itself
  const sentences = all(".a .s", turn).map((sentence) => {
    const words = sentence.cloneNode(true);
    for (const mark of all(".c, .v", words)) mark.remove();
    return words.textContent;
  });
  const number = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const refused = one(".refused p", turn);
  if (refused) return `Not answered: ${refused.textContent}`;
  if (!kept(turn)) return "";
  return `The answer is complete: ${number(sentences.length, "sentence")}, ${number(all(".cards .card", turn).length, "source")}. ${sentences.join(" ")}`;
};
const grow = (box) => {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
};
const fillBox = (words) => {
  const box = one("#question");
  box.value = words;
  grow(box);
};
const showBusy = () => {
  const form = one("#compose-form");
  if (busy()) form.dataset.busy = "yes"; else delete form.dataset.busy;
};
let ticket = Date.now(); // of a question: to stop it is to name it, since either may reach the server first
const onItsWay = (question, data) => {
  waiting = unanswered = question;
  opening = editing = false;
  hint("");
  ticket += 1;
  afterChanges("ask", { ...data, ticket }); // the server knows by then that a new conversation was begun
  tell("Answering …");
  showBusy();
};
const model = () => one("#model")?.value ?? ""; // who writes the answer; "" is the reader
arrivals.push(() => { // the box is drawn once; what was chosen last is chosen again, where it is offered
  const box = one("#model");
  if (!box || box.dataset.ready) return;
  box.dataset.ready = "yes";
  const last = localStorage.getItem("chancery-model");
  if (last !== null && [...box.options].some((option) => option.value === last)) box.value = last;
  box.addEventListener("change", () => localStorage.setItem("chancery-model", box.value));
});
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
  onItsWay(question, { question, where, instead: editing, model: model() });
  fillBox("");
};
const askAnew = (question) => { // from elsewhere in the window, as a conversation of its own
  showTab("ask");
  if (busy()) return hint(MOMENT);
  emptyPane();
  setFilters({});
  onItsWay(question, { question, anew: true, model: model() });
};
const askAgain = (turn, label) => { // as it was, or without one of the things that the question prefers
  if (busy()) return hint(MOMENT);
  const again = Number(turn.dataset.turn);
  onItsWay(one(".q", turn).textContent, { again, instead: turn === latest(), model: model(), ...(label && { ignore: label }) });
  if (matchMedia("(hover: hover)").matches) one("#question").focus(); // on a phone it would call the keyboard up
};
const kept = (turn) => one(".acts", turn) !== null; // what was stopped, or failed, is not part of the conversation
const edit = (turn, words) => { // the last question is asked in its place, an earlier one anew
  if (busy()) return hint(MOMENT);
  editing = turn === latest() && kept(turn); // else the answer before it would be replaced
  if (kept(turn)) setFiltersOf(turn);
  fillBox(words ?? one(".q", turn).textContent);
  one("#question").focus();
  hint(editing ? EDITING : "");
};
const leaveEditing = () => {
  editing = false;
  fillBox("");
  hint("");
};
const stop = () => {
  if (!busy()) return;
  send("stop", { ticket });
  hint(STOPPING);
  one("#question").focus();
};
Object.assign(deeds, {
  stop,
  suggest: (button) => { one("#question").value = button.textContent; ask(); },
});
deeds.earlier = (button) => { opening = false; send("earlier", { shown: Number(button.dataset.shown) }); };
forms["compose-form"] = ask;

const leave = () => { waiting = unanswered = null; editing = false; hint(""); tell(""); showBusy(); }; // the answer is kept where it was asked
const lost = (words) => {
  const box = one("#question");
  const back = !box.value.trim() || box.value.trim() === unanswered;
  if (back) fillBox(unanswered);
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

arrivals.push((areas) => {
  if (!areas.has("now") && !areas.has("past")) return;
  const turn = latest();
  if (waiting !== null && one("#now .turn:last-child .q")?.textContent === waiting) {
    waiting = null;
    selected = { turn: turn.dataset.turn, n: null };
    turn.scrollIntoView({ block: "start" });
  }
  if (turn && !busy()) { // its answer has come, or a conversation was opened
    if (unanswered !== null) tell(outcome(turn));
    unanswered = null;
    if ([MOMENT, STOPPING].includes(one("#hint").textContent)) hint("");
    if (opening) {
      const wanted = one(`.acts[data-token="${CSS.escape(new URLSearchParams(location.search).get("answer") ?? " ")}"]`);
      (wanted?.closest(".turn") ?? turn).scrollIntoView({ block: "start" });
      setFiltersOf(turn);
    }
    opening = false;
  }
  const cards = turn && one(".cards", turn);
  if (cards && (selected.turn === null || selected.turn === turn.dataset.turn) && cards.innerHTML !== shown) fill(turn);
  if (turn && !cards.childElementCount && selected.turn === turn.dataset.turn && turn.ariaBusy === "false") emptyPane();
  press();
  showBusy();
});
