/* Light or dark as the window has it; the name and the password are sent, and then the window is opened at its address. */
const chosen = localStorage.getItem("chancery-theme");
const preferred = matchMedia("(prefers-color-scheme: dark)");
const shade = () => {
  const dark = ["light", "dark"].includes(chosen) ? chosen === "dark" : preferred.matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
};
preferred.addEventListener("change", shade);
shade();
const tryToEnter = async (form) => {
  try {
    const answer = await fetch("login", { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (answer.ok) return "";
    if (answer.status === 400) return "This name and password do not go together. After five wrong tries a name has to wait.";
  } catch { /* said below */ }
  return "The server does not answer.";
};
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = document.querySelector("#wrong");
  const button = event.target.querySelector("button");
  wrong.textContent = "";
  button.disabled = true;
  wrong.textContent = await tryToEnter(event.target);
  if (!wrong.textContent) return location.reload();
  button.disabled = false;
  event.target.elements.password.select();
});
