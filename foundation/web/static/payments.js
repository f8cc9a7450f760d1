// Copies account, amount and reference of a payment, one tap each. Without this file they are text to be marked.

const SHOWN_MS = 2000;

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const words = [...button.childNodes];
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.replaceChildren(button.dataset.done);
    setTimeout(() => button.replaceChildren(...words), SHOWN_MS);
  });
}
