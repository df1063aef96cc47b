// Asks the browser to make or use a passkey and posts what it answers. The words stand in the page.
const form = document.querySelector("[data-passkey]");
const said = document.querySelectorAll("[data-passkey-said]");

function say(what) {
  for (const words of said) {
    words.hidden = words.dataset.passkeySaid !== what;
  }
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function read(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) {
    options.user.id = bytes(options.user.id);
  }
  for (const key of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) {
    key.id = bytes(key.id);
  }
  return options;
}

function written(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) {
      response[name] = text(key.response[name]);
    }
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
}

async function ask() {
  const token = form.elements.csrf_token.value;
  const answer = await fetch(form.dataset.passkey, { method: "POST", body: new URLSearchParams({ csrf_token: token }) });
  const options = read(await answer.json());
  const made = options.user ? "create" : "get";
  return written(await navigator.credentials[made]({ publicKey: options }));
}

async function press(event) {
  event.preventDefault();
  say("waiting");
  try {
    form.elements.code.value = await ask();
    form.submit();
  } catch (fault) {
    say({ NotAllowedError: "stopped", InvalidStateError: "known" }[fault.name] ?? "failed");
  }
}

if (form && window.PublicKeyCredential) {
  form.addEventListener("submit", press);
  form.hidden = false;
  say("");
}
