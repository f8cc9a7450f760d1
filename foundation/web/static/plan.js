// A booth touched on the drawing is chosen in the table, and what is chosen there is marked on the drawing.
// Without this file a touch leads to the booth's row.
const chosen = (link) => document.getElementById(link.getAttribute("href").slice(1));

function mark() {
  for (const link of document.querySelectorAll(".plan a")) {
    link.classList.toggle("chosen", chosen(link)?.checked === true);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".plan a");
  const input = link && chosen(link);
  if (!(input instanceof HTMLInputElement)) return;
  event.preventDefault();
  input.checked = input.type === "radio" || !input.checked;
  mark();
});
document.addEventListener("change", mark);
mark();
