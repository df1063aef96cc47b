// Says that the session is about to run out, while there is time to stay; the words stand in the page.
const EARLY = 120; // seconds before the end
const notice = document.querySelector("[data-idle]");
const pages = new BroadcastChannel("portal-seen"); // other tabs of the same session
let seen = Date.now();

function look() {
  const left = Number(notice.dataset.idle) - (Date.now() - seen) / 1000;
  const said = left > EARLY ? "" : left > 0 ? "soon" : "over";
  for (const words of notice.querySelectorAll("[data-idle-said]")) {
    words.hidden = words.dataset.idleSaid !== said;
  }
}

function here() {
  seen = Date.now();
  look();
}

async function stay() {
  const answer = await fetch(notice.dataset.idleStay);
  if (answer.ok && !answer.redirected) {
    here();
    pages.postMessage("seen");
  }
}

pages.onmessage = here;
pages.postMessage("seen");
notice.querySelector("button").addEventListener("click", stay);
setInterval(look, 1000);
