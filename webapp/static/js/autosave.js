// Saves a form half a minute after the last change, under its version: another window is never overwritten.
const PAUSE = 30000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]");
  const address = form.getAttribute("action"); // form.action is the buttons of that name
  const saving = form.querySelector("button[value^=save]") ?? form.querySelector("button");
  const press = `press “${saving.firstChild.textContent.trim()}”`;
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));

  async function save() {
    const body = new FormData(form);
    body.set("action", "autosave");
    try {
      const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
      if (answer.ok) {
        form.elements.version.value = await answer.text();
        const at = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
        said.textContent = `Saved at ${at}.`;
      } else if (answer.headers.get("Content-Type")?.startsWith("text/plain")) {
        said.textContent = `Not saved: ${await answer.text()}`;
      } else if (answer.type === "opaqueredirect") {
        said.textContent = `Not saved: you are signed out. What you typed still stands here: ${press} and sign in again.`;
      } else if (answer.status === 409) {
        said.textContent = `Not saved: it was changed in another window. To see what to do, ${press}.`;
      } else {
        said.textContent = `Not saved. What you typed still stands here: to see why, ${press}.`;
      }
    } catch {
      said.textContent = "Not saved: there is no connection. What you typed still stands here.";
    }
  }
}
