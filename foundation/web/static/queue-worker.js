// Opens one page without a network: the page of its scope as it was last seen, for a day, and the files it is made of.
// It sends nothing and keeps nothing else; what was entered lies with queue.js.
const CACHE = "ocop-queue-page";
const DAY_MS = 24 * 60 * 60 * 1000;
const FILES_MAX = 60;
const KEPT_AT = "X-Kept-At";
const PAGE = new URL(self.registration.scope).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});

// The page says what it is made of when it is opened for the first time: then it was not fetched through here.
self.addEventListener("message", (event) => {
  const files = event.data.files.map((name) => file(new Request(name)));
  const opened = fetch(event.data.page, { cache: "no-store", redirect: "manual" });
  event.waitUntil(Promise.allSettled([...files, opened.then((answer) => keep(event.data.page, answer))]));
});

async function page(request) {
  try {
    const answer = await fetch(request);
    await keep(request.url, answer.clone());
    return answer;
  } catch (lost) {
    const kept = await (await caches.open(CACHE)).match(request.url);
    if (kept && Date.now() - Number(kept.headers.get(KEPT_AT)) < DAY_MS) return kept;
    throw lost;
  }
}

// Whoever is no longer let in gets nothing without a network either.
async function keep(address, answer) {
  const cache = await caches.open(CACHE);
  if (!answer.ok || answer.redirected) {
    if (answer.status < 500) await cache.delete(address);
    return;
  }
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await cache.put(address, new Response(await answer.blob(), { status: answer.status, headers }));
}

// Files are named by their content; the oldest goes when there are too many.
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request.url, answer.clone());
    const held = await cache.keys();
    if (held.length > FILES_MAX) await cache.delete(held[0]);
  }
  return answer;
}
