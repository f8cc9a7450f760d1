// Officers' tables by keyboard: with a row's link in focus, the arrow keys (or j and k) go to the next row's and back.
// Without this module the Tab key does the same.

const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const link = event.target.closest?.(".sheet tbody a");
  if (!step || !link || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...link.closest("tbody").querySelectorAll("tr")];
  const next = rows[rows.indexOf(link.closest("tr")) + step]?.querySelector("a");
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
