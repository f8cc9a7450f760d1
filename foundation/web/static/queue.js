// Entries that wait for a network. A form with `data-queue` is saved on the device when it is sent, under a number of its
// own, and goes to the site in its turn; the site acts once on each number. Without this file the same forms are sent.
// Whoever has more to do listens: `queue:kept` and `queue:answered` bubble from the form and from the document.
const DATABASE = "ocop-queue", STORE = "entries", SENT = "ocop-queue-sent";
const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 25;
const AGAIN_MS = 10000, PATIENCE_MS = 30000;
const CLOSED = [403, 404, 410, 413];

const place = document.querySelector("[data-queue-state]");
const words = place?.dataset ?? {};
let records = null;
let trouble = "";

function result(asked) {
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

function open() {
  const asked = indexedDB.open(DATABASE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "order", autoIncrement: true });
  return result(asked);
}

function write(change) {
  return new Promise((done, failed) => {
    const transaction = records.transaction(STORE, "readwrite", { durability: "strict" });
    change(transaction.objectStore(STORE));
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
  });
}

const all = () => result(records.transaction(STORE).objectStore(STORE).getAll());
const isMine = (entry) => entry.owner === words.owner;
const isWaiting = (entry) => entry.state === "waiting";

function named(form, fields) {
  const typed = Object.fromEntries(fields);
  return (form.dataset.queue || document.title).replace(/\{(\w+)\}/g, (_, name) => typed[name] ?? "");
}

async function keep(form, submitter) {
  const sent = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  const fields = sent.filter(([name]) => name !== "csrf_token" && name !== "entry");
  const entry = {
    id: crypto.randomUUID(), owner: words.owner, label: named(form, fields), fields,
    action: new URL(form.getAttribute("action") || location.href, location.href).pathname,
    made: Date.now(), state: "waiting",
  };
  try {
    await write((store) => store.add(entry));
  } catch {
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  navigator.storage?.persist?.();
  form.reset();
  form.dispatchEvent(new CustomEvent("queue:kept", { bubbles: true, detail: entry }));
  await say();
  await send();
}

// One tab sends at a time and in the order of coming; whatever cannot be sent stops those behind it.
async function send() {
  const turn = () => sendAll().catch(() => { trouble = "busy"; }).then(say);
  await (navigator.locks ? navigator.locks.request(DATABASE, turn) : turn());
}

async function sendAll() {
  trouble = "";
  for (let entry = await next(); entry && !trouble; entry = await next()) {
    const answer = Date.now() - entry.made > KEPT_DAYS * DAY_MS ? { done: false, words: words.old } : await post(entry);
    trouble = answer.later ?? "";
    if (trouble) return;
    await note(entry, answer);
    document.dispatchEvent(new CustomEvent("queue:answered", { detail: { entry, answer } }));
    await say();
  }
}

async function next() {
  return (await all()).find((entry) => isMine(entry) && isWaiting(entry));
}

async function note(entry, answer) {
  if (!answer.done) {
    await write((store) => store.put({ ...entry, state: "refused", words: answer.words }));
    return;
  }
  await write((store) => store.delete(entry.order));
  localStorage.setItem(SENT, new Date().toISOString());
}

async function post(entry, isAgain = false) {
  const body = new URLSearchParams([...entry.fields, ["entry", entry.id], ["csrf_token", token()]]);
  let answer;
  try {
    answer = await fetch(entry.action, {
      method: "POST", body, redirect: "manual", headers: { "X-Queue": "1" }, signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return { later: "offline" };
  }
  if (answer.type === "opaqueredirect") return { later: "session" };
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return answer.json();
  if (answer.status === 400) return !isAgain && (await renew()) ? post(entry, true) : { later: "session" };
  if (CLOSED.includes(answer.status)) return { done: false, words: words.closed };
  if (answer.ok || answer.status === 422) return { done: false, words: await complaint(answer) };
  return { later: "busy" };
}

const token = () => document.querySelector("[name=csrf_token]")?.value ?? "";

// A form that says what is wrong with it answers with its page.
async function complaint(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = [...page.querySelectorAll("main [role=alert] li, main .err")].map((one) => one.textContent.trim());
  return [...new Set(said)].join(" ") || words.closed;
}

// After a new sign-in the tokens of this page are stale; those of the same account's page are taken over.
async function renew() {
  const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrf_token]")?.value;
  if (!fresh || page.querySelector("[data-queue-state]")?.dataset.owner !== words.owner) return false;
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = fresh;
  return true;
}

const clock = (moment) => moment.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

async function say() {
  const entries = await all();
  const waiting = entries.filter((entry) => isMine(entry) && isWaiting(entry)).length;
  const others = entries.filter((entry) => !isMine(entry) && isWaiting(entry)).length;
  const sent = localStorage.getItem(SENT);
  const said = [
    waiting === 1 ? words.one : waiting ? words.many.replace("{n}", waiting) : words.none,
    words[trouble] ?? "",
    sent ? words.sent.replace("{time}", clock(new Date(sent))) : "",
    others ? words.others.replace("{n}", others) : "",
  ].filter(Boolean).join(" ");
  const status = place.querySelector("[data-queue-said]");
  if (status.textContent !== said) status.textContent = said;
  place.classList.toggle("note--bad", trouble === "session");
  place.querySelector("[data-queue-enter]").hidden = trouble !== "session";
  list(entries.filter((entry) => isMine(entry) && entry.state === "refused"));
}

function list(refused) {
  const rows = refused.map((entry) => {
    const row = place.querySelector("[data-queue-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("b").textContent = `${entry.label} (${clock(new Date(entry.made))})`;
    row.querySelector("span").textContent = entry.words;
    row.querySelector("button").addEventListener("click", async () => {
      await write((store) => store.delete(entry.order));
      await say();
      place.focus();
    });
    return row;
  });
  place.querySelector("[data-queue-refused]").replaceChildren(...rows);
}

async function openWithoutNetwork() {
  await navigator.serviceWorker.register(words.worker, { scope: location.pathname });
  const { active } = await navigator.serviceWorker.ready;
  const fetched = performance.getEntriesByType("resource").map((one) => one.name.split("#")[0]);
  const files = [...new Set(fetched)].filter((name) => name.startsWith(`${location.origin}/static/`));
  active.postMessage({ page: location.href.split("#")[0], files });
}

async function start() {
  place.hidden = false;
  place.tabIndex = -1;
  try {
    records = await open();
  } catch {
    place.querySelector("[data-queue-said]").textContent = words.full;
    return;
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-queue]") || event.defaultPrevented) return;
    event.preventDefault();
    keep(event.target, event.submitter);
  });
  for (const name of ["online", "offline"]) addEventListener(name, send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(async () => (await next()) && send(), AGAIN_MS);
  await send();
  document.documentElement.dataset.queue = "ready";
  if (navigator.serviceWorker) openWithoutNetwork().catch(() => undefined);
}

if (place && window.indexedDB && crypto.randomUUID) start();
