// The workspace on a phone: what is typed is saved by itself, photos are shrunk before they are sent and sent one by one.
// Without this file the same forms save and send with their buttons.

const PAUSE_MS = 1200;
const WIDEST = 1600;
const QUALITY = 0.85;

for (const form of document.querySelectorAll("form[data-autosave]")) saveByItself(form);
for (const form of document.querySelectorAll("form[data-photos]")) sendOneByOne(form);

async function post(form, body) {
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" } });
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  return { ok: answer.ok && told?.saved === true, errors: told?.errors ?? [] };
}

function saveByItself(form) {
  const status = form.querySelector("[data-status]");
  let timer = 0;
  let unsaved = false;

  async function save() {
    try {
      const { ok, errors } = await post(form, new FormData(form));
      unsaved = !ok;
      status.textContent = ok ? form.dataset.saved : errors.join(" ");
    } catch {
      status.textContent = form.dataset.lost;
    }
  }

  form.addEventListener("input", () => {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => unsaved && save());
}

function sendOneByOne(form) {
  const status = form.querySelector("[data-status]");
  const arrived = new Set();

  form.addEventListener("submit", async (event) => {
    const inputs = [...form.querySelectorAll("input[type=file]")];
    const waiting = inputs.flatMap((input) => [...input.files]).filter((file) => !arrived.has(file));
    if (!waiting.length) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const problems = [];
    try {
      for (const [number, file] of waiting.entries()) {
        status.textContent = form.dataset.sending.replace("{n}", `${number + 1}/${waiting.length}`);
        const body = new FormData();
        body.append("csrf_token", form.elements.csrf_token.value);
        body.append("photos", await shrunk(file), file.name);
        const { ok, errors } = await post(form, body);
        arrived.add(file);
        if (!ok) problems.push(...errors);
      }
      if (problems.length) status.textContent = problems.join(" ");
      else location.reload();
    } catch {
      status.textContent = form.dataset.lost;
    }
    button.disabled = false;
  });
}

// What the browser cannot read is sent as it is: the site says what is wrong with it.
async function shrunk(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / bitmap.width, WIDEST / bitmap.height);
    if (scale === 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))) ?? file;
  } catch {
    return file;
  }
}
