/* ---- the user's own questions ---- */
const MOST_BYTES = 8_000_000; // of a file of questions
const ADD = "A question whose answer you know";
const EDIT = "Edit the question";
const fillQuestion = (of, label, wrong = "") => {
  const dialog = one("#question-dialog");
  one("#question-what").textContent = label;
  dialog.dataset.id = of.id ?? "";
  one("#g-wrong").hidden = !wrong;
  one("#g-wrong").textContent = wrong;
  for (const field of ["question", "quote", "type"]) one(`[name="${field}"]`, dialog).value = of[field] ?? "";
  one('[name="answers"]', dialog).value = (of.answers ?? []).join("\n");
  dialog.showModal();
  one("#g-question").focus();
};
forms["question-form"] = (form) => {
  const { question, answers, quote, type } = Object.fromEntries(new FormData(form));
  const dialog = one("#question-dialog");
  dialog.close();
  change("put_question", { id: dialog.dataset.id, question, answers: answers.split("\n"), quote, type });
};
const takeFile = async (input) => {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  if (file.size > MOST_BYTES) return note(`${file.name} is too large for a file of questions.`);
  change("take_questions", { name: file.name, text: await file.text() });
};
document.addEventListener("change", (event) => { if (event.target.id === "questions-file") takeFile(event.target); });
const caseOf = (button) => JSON.parse(button.closest("[data-item]").dataset.item);
const FROM_FILE = ["Take a file …", () => one("#questions-file").click()];
const DRAFTED = ["Draft some from the articles", () => send("draft_questions")];
arrivals.push((areas) => { // a question that was not kept: the form again, as it was filled in
  const refused = areas.has("trial_notes-area") && one("#trial_notes-area [data-refused]");
  if (!refused) return;
  const of = JSON.parse(refused.dataset.refused);
  fillQuestion(of, of.id ? EDIT : ADD, refused.textContent);
  refused.remove();
});
shows.evaluate = () => afterChanges("evaluation"); // with the answer judged just now among those that can be added
Object.assign(deeds, {
  evaluate: () => afterChanges("run_evaluation"), // of the questions as they are once all of these are kept
  "stop-evaluation": () => send("stop_evaluation"),
  "evaluate-menu": (button) => openMenu(button, [FROM_FILE, ["Take the questions along", () => send("give_questions")], DRAFTED]),
  "question-new": () => fillQuestion({}, ADD),
  "question-edit": (button) => fillQuestion(caseOf(button), EDIT),
  "question-judged": (button) => fillQuestion(caseOf(button), ADD),
  "question-drop": (button) => {
    const of = caseOf(button);
    confirm(`Delete the question “${of.question}”?`, () => change("drop_question", { id: of.id }));
  },
  "question-file": FROM_FILE[1],
  "question-draft": DRAFTED[1],
  "ask-case": (button) => askAnew(button.dataset.question),
});
