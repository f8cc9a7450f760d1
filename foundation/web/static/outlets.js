// "Near me": asks the browser where it is only when tapped, and sends that in a header that no address or log holds.
const button = document.getElementById("near-me");
const results = document.getElementById("results");

function tell(words) {
  const said = document.createElement("p");
  said.className = "note note--none";
  said.setAttribute("role", "status");
  said.textContent = words;
  results.prepend(said);
  return said;
}

async function show(position, said) {
  const here = `${position.coords.latitude.toFixed(4)},${position.coords.longitude.toFixed(4)}`;
  const asked = new URLSearchParams(new FormData(button.form));
  asked.delete("q");
  const answer = await fetch(`${button.dataset.url}?${asked}`, { headers: { "X-Here": here }, redirect: "error" });
  if (!answer.ok) throw new Error(answer.statusText);
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  said.remove();
  results.replaceChildren(...drawn.body.childNodes);
  results.focus();
}

if (button && results && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const said = tell(button.dataset.asking);
    const refused = () => { said.textContent = button.dataset.refused; };
    navigator.geolocation.getCurrentPosition(
      (position) => show(position, said).catch(refused), refused,
      { maximumAge: 60000, timeout: 15000 },
    );
  });
}
