/* ---- what can be done with an answer ---- */
const toClipboard = async (words) => {
  try {
    await navigator.clipboard.writeText(words);
  } catch { // not allowed, or no secure context
    const box = make("textarea", { value: words, className: "sr" });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
};
const copy = async (button) => {
  await toClipboard(button.dataset.plain);
  note("The answer is copied, with its sources.");
};
const link = async (button) => {
  await toClipboard(`${location.origin}${location.pathname}?answer=${button.dataset.token}`);
  note("The link to this answer is copied.");
};
const judge = (button) => {
  const turn = button.closest(".turn");
  const taken = button.getAttribute("aria-pressed") === "true";
  for (const other of all('[data-do="judge"]', turn)) other.setAttribute("aria-pressed", String(other === button && !taken));
  change("judge", { token: one(".acts", turn).dataset.token, helpful: taken ? "" : button.dataset.helpful });
  const why = one(".why", turn);
  why.hidden = taken;
  if (taken) return;
  one("span", why).textContent = button.dataset.helpful === "yes" ? "What was good?" : "What was wrong?";
  one("input", why).focus();
};
forms.why = (form) => {
  const turn = form.closest(".turn");
  const pressed = one('[data-do="judge"][aria-pressed="true"]', turn);
  const reason = one("input", form).value.trim();
  if (pressed && reason) change("judge", { token: one(".acts", turn).dataset.token, helpful: pressed.dataset.helpful, reason });
  form.hidden = true;
  pressed?.focus();
  note("Thank you. It is kept with the answer.");
};
arrivals.push((areas) => { // suggested questions come after the answer, and stand at its foot
  const turn = latest();
  if (!areas.has("next") || !turn || turn.ariaBusy === "true") return;
  const place = one(".next", turn);
  const drawn = one("#next .suggested");
  if (place && drawn && drawn.dataset.turn === turn.dataset.turn) place.replaceChildren(drawn.cloneNode(true));
});
Object.assign(deeds, {
  copy, link, judge,
  exports: (button) => exports(button, Number(one("#rail-area .here")?.dataset.chat)),
  retry: (button) => askAgain(button.closest(".turn")),
  unprefer: (button) => askAgain(button.closest(".turn"), button.dataset.label),
  edit: (button) => edit(button.closest(".turn"), button.dataset.question),
});

/* ---- what a number stands for, at a glance ---- */
const tip = make("div", { id: "tip", role: "tooltip", hidden: true });
const linesOf = (mark, card) => { // what its card says of the article, and of this quote alone
  const lines = all(`.meta:not(.who), .who[data-of~="${mark.dataset.n}"]`, card).map((line) => line.cloneNode(true));
  for (const line of lines) {
    one(".which", line)?.remove();
    const pages = one(".pages", line);
    const { page } = mark.dataset;
    if (pages) pages.textContent = page ? pages.textContent.replace(/pages?.*/, `page ${page}`) : "";
  }
  return lines;
};
const showTip = (button) => {
  const mark = one(`.cards mark[data-n="${button.dataset.n}"]`, button.closest(".turn"));
  const card = mark?.closest(".card");
  if (!card) return;
  const quote = make("p", { className: "quote", textContent: mark.textContent, dir: "auto" });
  const title = make("p", { className: "title", textContent: one("h3", card).textContent, dir: "auto" });
  tip.replaceChildren(quote, title, ...linesOf(mark, card));
  document.body.append(tip);
  tip.hidden = false;
  const at = button.getBoundingClientRect();
  const above = at.top - tip.offsetHeight - 8;
  tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  tip.style.left = `${Math.max(8, Math.min(at.left - 24, innerWidth - tip.offsetWidth - 8))}px`;
  button.setAttribute("aria-describedby", "tip");
};
const hideTip = () => {
  tip.hidden = true;
  for (const button of all('[aria-describedby="tip"]')) button.removeAttribute("aria-describedby");
};
const AT_NUMBER = "#scroll :is(.c, .dot)";
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse" || event.target.closest("#tip")) return;
  const button = event.target.closest(AT_NUMBER);
  if (button) showTip(button); else hideTip();
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches(`${AT_NUMBER}:focus-visible`)) showTip(event.target); else hideTip();
});
