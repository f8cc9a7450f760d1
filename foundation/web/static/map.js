// The map, loaded only when it is asked for: own outlines beneath, pins and clusters from the server, all by keyboard.
const ask = document.getElementById("map-ask");
const show = document.getElementById("show-map");
const place = document.getElementById("map");
const data = place ? place.dataset : {};
const FIRST = [[6.8, 102.1], [23.4, 117.2]];
const ISLANDS = [[16.5, 112], [9.3, 113.6]];

function load() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = data.style;
  document.head.append(style);
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = data.script;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

function drawing(spot) {
  const drawn = document.createElement("span");
  drawn.className = spot.id ? "pin" : "cluster";
  if (spot.stale) drawn.classList.add("pin--stale");
  if (!spot.id) {
    drawn.textContent = spot.count;
    return drawn;
  }
  drawn.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 22c4.6-4.9 7-8.4 7-11.9a7 7 0 0 0-14 0C5 13.6 7.4 17.1 12 22z"/><circle cx="12" cy="10" r="2.6"/></svg>';
  return drawn;
}

function listed(spot) {
  return document.querySelector(`[data-${data.kind || "outlet"}="${spot.id}"] a`);
}

function about(spot) {
  const told = document.createElement("div");
  const link = document.createElement("a");
  link.href = spot.url;
  link.lang = "vi";
  link.textContent = spot.name;
  const words = document.createElement("p");
  words.textContent = spot.words;
  told.append(link, words);
  return told;
}

function marker(map, spot) {
  const size = spot.id ? [36, 36] : [40, 40];
  const anchor = spot.id ? [18, 33] : [20, 20];
  const icon = L.divIcon({ className: "", html: drawing(spot), iconSize: size, iconAnchor: anchor, popupAnchor: [0, -30] });
  const made = L.marker([spot.lat, spot.lon], { icon, title: spot.name, keyboard: true });
  made.on("add", () => made.getElement().setAttribute("aria-label", spot.name));
  if (spot.id) {
    made.bindPopup(about(spot));
    made.on("popupopen", () => listed(spot)?.closest("li").classList.add("here"));
    made.on("popupclose", () => listed(spot)?.closest("li").classList.remove("here"));
  } else {
    made.on("click", () => map.setView([spot.lat, spot.lon], map.getZoom() + 2));
  }
  return made;
}

async function outlines(map) {
  const rings = await (await fetch(data.outlines)).json();
  L.polygon(rings, { className: "land", interactive: false, weight: 1, renderer: L.svg({ padding: 1 }) }).addTo(map);
  data.islands.split("|").forEach((name, number) => {
    const words = document.createElement("span");
    words.textContent = name;
    const icon = L.divIcon({ className: "islands", html: words, iconSize: [120, 20], iconAnchor: [60, 40] });
    L.marker(ISLANDS[number], { icon, interactive: false, keyboard: false }).addTo(map);
  });
}

async function draw() {
  await load();
  const map = L.map(place, { zoomControl: false, minZoom: 4, maxZoom: 18, zoomSnap: 1, worldCopyJump: false });
  map.attributionControl.setPrefix(false).addAttribution(data.credit);
  L.control.zoom({ zoomInTitle: data.in, zoomOutTitle: data.out }).addTo(map);
  const pins = L.layerGroup().addTo(map);
  let asked = 0;
  const renew = async () => {
    const now = asked += 1;
    const at = map.getBounds();
    const box = [at.getWest(), at.getSouth(), at.getEast(), at.getNorth()].map((one) => one.toFixed(3)).join(",");
    const query = new URLSearchParams(data.query);
    query.delete("q");
    if (data.province) query.set("province", data.province);
    query.set("box", box);
    query.set("zoom", map.getZoom());
    const answer = await fetch(`${data.spots}?${query}`);
    if (!answer.ok || now !== asked) return;
    const { spots } = await answer.json();
    pins.clearLayers();
    spots.forEach((spot) => pins.addLayer(marker(map, spot)));
    place.dataset.shown = spots.length;
    place.dataset.view = [map.getZoom(), map.getCenter().lat, map.getCenter().lng].join(",");
  };
  map.on("moveend", () => renew().catch(() => {}));
  map.fitBounds(FIRST, { animate: false });
  if (data.tiles) L.tileLayer(data.tiles).addTo(map);
  await outlines(map);
}

if (ask && show && place) {
  ask.hidden = false;
  show.addEventListener("click", () => {
    ask.hidden = true;
    place.hidden = false;
    document.getElementById("map-note").hidden = false;
    draw().catch(() => {
      place.replaceChildren();
      place.className = "note note--none";
      place.setAttribute("role", "status");
      place.textContent = data.failed;
    });
  });
}
