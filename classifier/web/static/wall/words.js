// The words of the room, as large as they are often used; each by at least two people.
import { keepGliding } from "./bars.js";
import { html, text } from "./dom.js";

const SMALLEST = 36, LARGEST = 124;

export function drawWords(box, { words, latest }) {
  const [most, least] = [words[0]?.[1] ?? 1, words.at(-1)?.[1] ?? 1];
  const cloud = words.map(([word, count]) => {
    const share = most === least ? 0.3 : (Math.sqrt(count) - Math.sqrt(least)) / (Math.sqrt(most) - Math.sqrt(least));
    const own = html("span", { class: "word" }, word, html("i", {}, count));
    own.style.fontSize = `max(15px, calc(var(--u) * ${Math.round(SMALLEST + (LARGEST - SMALLEST) * share)}))`;
    own.style.opacity = 0.78 + 0.22 * share;
    own.dataset.key = word;
    return own;
  });
  keepGliding(box, () => box.replaceChildren(
    html("h2", {}, text("words")),
    words.length ? html("div", { class: "words" }, ...cloud) : html("p", { class: "empty" }, text(latest.length ? "words_none" : "nothing_yet")),
  ));
}
