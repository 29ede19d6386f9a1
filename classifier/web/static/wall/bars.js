// Bars of themes: name, bar and count on a line, the most given first. Lines glide to a new place.
import { html, isStill, percent, text } from "./dom.js";

export function drawBars(box, { bars, answers }) {
  const ranked = bars.labels.map((own, number) => ({ ...own, number })).sort((a, b) => b.count - a.count || a.number - b.number);
  const longest = Math.max(...ranked.map((own) => own.count), 1);
  const lines = ranked.map((own) => barLine(own.short, own.count / longest, own.count, percent(own.count / (answers || 1))));
  keepGliding(box, () => box.replaceChildren(
    html("h2", {}, text("bars")),
    html("div", { class: "bars" }, ...lines),
    html("p", { class: "caption" }, `${text("several")}. ${text("without", { count: bars.without })}`),
  ));
}

export function barLine(name, share, count, note) {
  const bar = html("span", { class: "bar" });
  bar.style.width = `${100 * share}%`;
  bar.hidden = !share;
  const line = html("div", { class: "line" }, html("span", { class: "name" }, name),
    html("span", { class: "track" }, bar, html("b", {}, count), note ? html("i", {}, note) : null));
  line.dataset.key = name;
  return line;
}

// Draws again, and lets what has a key glide from its old place to its new one.
export function keepGliding(box, draw) {
  const before = new Map([...box.querySelectorAll("[data-key]")].map((own) => [own.dataset.key, own.getBoundingClientRect()]));
  draw();
  if (isStill()) return;
  for (const own of box.querySelectorAll("[data-key]")) {
    const old = before.get(own.dataset.key);
    if (!old) continue;
    const now = own.getBoundingClientRect();
    const moved = `translate(${old.left - now.left}px, ${old.top - now.top}px)`;
    if (old.left !== now.left || old.top !== now.top) {
      own.animate([{ transform: moved }, { transform: "none" }], { duration: 600, easing: "ease-in-out" });
    }
  }
}
