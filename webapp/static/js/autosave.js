// Saves a form half a minute after the last change, under its version: another window is never overwritten.
const PAUSE = 30000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]");
  const address = form.getAttribute("action"); // form.action is the buttons of that name
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
      const answer = await fetch(address, { method: "POST", body, redirect: "error" });
      if (answer.ok) {
        form.elements.version.value = await answer.text();
        const at = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
        said.textContent = `Saved at ${at}.`;
      } else if (answer.headers.get("Content-Type")?.startsWith("text/plain")) {
        said.textContent = `Not saved: ${await answer.text()}`;
      } else if (answer.status === 409) {
        said.textContent = "Not saved: it was changed in another window. Press “Save and come back later” to see what to do.";
      }
    } catch {
      said.textContent = "Not saved: there is no connection. What you typed still stands here.";
    }
  }
}
