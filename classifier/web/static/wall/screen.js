// The screen itself: light or dark, full screen, the QR code.
import { byId } from "./dom.js";

const KEPT = "klantkompas-wall-theme";

export function startTheme() {
  const kept = read();
  document.documentElement.dataset.theme = kept || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
}

export function switchTheme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  // A browser that keeps nothing only forgets the choice.
  try { localStorage.setItem(KEPT, root.dataset.theme); } catch { /* see above */ }
}

function read() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

export function switchFull() {
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  change.catch(() => {});
}

export function switchQr(base) {
  const [box, button] = [byId("qr"), byId("qr-button")];
  if (!button) return;
  box.hidden = !box.hidden;
  button.setAttribute("aria-pressed", String(!box.hidden));
  const picture = box.querySelector("img");
  if (!picture.getAttribute("src")) picture.src = `${base}/qr.svg`;
}
