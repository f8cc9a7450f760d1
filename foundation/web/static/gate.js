// The gate of a fair: a code is looked up in the list on this device before anything is sent, so that it answers without a
// network too. The form itself is kept and sent by queue.js; the camera is scan.js. Loaded before both.
const form = document.getElementById("by-code");
const said = document.querySelector("[data-found]");

function codeIn(text) {
  const typed = text.trim();
  if (!typed.includes("://")) return typed;
  try {
    return new URL(typed).searchParams.get("ma") ?? "";
  } catch {
    return "";
  }
}

function rowOf(code) {
  const isShort = code.length === 6;
  return [...document.querySelectorAll("tr[data-codes]")].find((row) => {
    return row.dataset.codes.split(" ").includes(isShort ? code.toUpperCase() : code);
  });
}

form.addEventListener("submit", () => {
  form.elements.code.value = codeIn(form.elements.code.value);
  form.elements.at.value = new Date().toISOString();
});

form.addEventListener("queue:kept", ({ detail }) => {
  const code = Object.fromEntries(detail.fields).code;
  const row = rowOf(code);
  if (!row) {
    said.textContent = `${code}: ${said.dataset.unknown}`;
    return;
  }
  const warning = row.querySelector("[data-warning]")?.textContent.trim() ?? "";
  const name = row.querySelector("th").textContent.trim();
  row.querySelector("[data-state]").textContent = said.dataset.noted;
  said.textContent = [name, row.cells[1].textContent.trim(), said.dataset.noted, warning].filter(Boolean).join(" · ");
  form.elements.code.focus();
});
