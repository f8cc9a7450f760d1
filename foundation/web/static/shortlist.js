// Saving, sharing and printing. Buttons are hidden in the page and shown here: without this file there are none.
// What is saved stays in this browser, as a list of product numbers.

const KEY = "ocop.shortlist";
const MOST = 50;

function saved() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]").filter(Number.isSafeInteger).slice(0, MOST);
  } catch {
    return [];
  }
}

function save(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set(ids)].slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

const root = document.querySelector("[data-shortlist]");
const status = root.querySelector("[role=status]");
const listed = (root.dataset.ids ?? "").split(",").filter(Boolean).map(Number);

function say(words) {
  status.textContent = words;
}

function each(name, act) {
  for (const button of document.querySelectorAll(`[data-${name}]`)) {
    button.hidden = false;
    act(button);
  }
}

function address(ids) {
  return ids.length ? `${root.dataset.list}?ids=${ids.join(",")}` : root.dataset.list;
}

function draw() {
  const ids = saved();
  for (const button of document.querySelectorAll("[data-save]")) {
    button.setAttribute("aria-pressed", String(ids.includes(Number(button.dataset.save))));
  }
  for (const link of document.querySelectorAll("[data-saved]")) {
    link.hidden = ids.length === 0;
    link.href = address(ids);
    link.querySelector("[data-count]").textContent = String(ids.length);
  }
  for (const button of document.querySelectorAll("[data-save-all]")) {
    button.hidden = listed.every((id) => ids.includes(id));
  }
}

each("save", (button) => button.addEventListener("click", () => {
  const id = Number(button.dataset.save);
  const ids = saved();
  const kept = save(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  say(kept ? "" : root.dataset.full);
  draw();
}));

each("save-all", (button) => button.addEventListener("click", () => {
  save([...saved(), ...listed]);
  location.replace(address(saved()));
}));

each("remove", (button) => button.addEventListener("click", () => {
  const id = Number(button.dataset.remove);
  save(saved().filter((other) => other !== id));
  location.replace(address(listed.filter((other) => other !== id)));
}));

each("share", (button) => button.addEventListener("click", async () => {
  const url = new URL(button.dataset.share || location.pathname, location.href).href;
  try {
    if (navigator.share) await navigator.share({ title: document.title, url });
    else {
      await navigator.clipboard.writeText(url);
      say(root.dataset.copied);
    }
  } catch (error) {
    if (error.name !== "AbortError") say(url);
  }
}));

each("print", (button) => button.addEventListener("click", () => window.print()));

draw();
addEventListener("storage", draw);
addEventListener("pageshow", draw);
if (root.hasAttribute("data-own") && listed.length === 0 && saved().length) location.replace(address(saved()));
