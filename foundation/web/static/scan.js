// Scans a code with the camera where the browser can read codes; everywhere else the code is typed.
const button = document.getElementById("scan");
const form = document.getElementById("by-code");

async function scan() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const view = document.createElement("video");
  view.className = "scan";
  view.playsInline = true;
  view.muted = true;
  view.srcObject = stream;
  form.append(view);
  await view.play();
  const stop = () => { stream.getTracks().forEach((track) => track.stop()); view.remove(); };
  const until = Date.now() + 60000;
  while (Date.now() < until) {
    const [found] = await detector.detect(view);
    if (found) {
      stop();
      form.elements[form.dataset.field ?? "product"].value = found.rawValue.slice(0, 200);
      form.requestSubmit();
      return;
    }
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  stop();
}

if (button && form && "BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => {
    scan().catch(() => {
      const said = document.createElement("p");
      said.setAttribute("role", "status");
      said.textContent = button.dataset.refused;
      form.append(said);
    });
  });
}
