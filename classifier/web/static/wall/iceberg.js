// The iceberg: as much of its surface lies above the waterline as the share of the answers that does.
import { html, percent, svg, text } from "./dom.js";

const WIDE = 1000, HIGH = 820, TOP = 30, BOTTOM = 800, MIDDLE = 500, HALF = 490;
// The outline from top (0) to bottom (1): height, left, ridge and right in half widths from the middle.
const OUTLINE = [
  [0, -0.06, -0.06, -0.06], [0.05, -0.16, -0.04, 0.06], [0.12, -0.2, -0.1, 0.16], [0.2, -0.38, -0.02, 0.22],
  [0.27, -0.44, -0.12, 0.42], [0.34, -0.62, 0.02, 0.5], [0.42, -0.7, -0.1, 0.74], [0.5, -0.94, 0.06, 0.86],
  [0.58, -0.98, -0.06, 0.97], [0.68, -0.84, 0.1, 0.9], [0.78, -0.66, -0.04, 0.66], [0.88, -0.4, 0.08, 0.46],
  [0.96, -0.2, 0.02, 0.18], [1, -0.02, -0.02, -0.02],
];
const STRIPS = 400;
// Pixels between the two sides.
const AIR = 10;

export function drawIceberg(box, { iceberg, answers }) {
  const both = iceberg.above.count + iceberg.below.count;
  const level = waterline(both ? iceberg.above.count / both : 0.12);
  const water = TOP + level * (BOTTOM - TOP);
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img" },
    svg("defs", {}, clip("over", -20, water), clip("under", water, HIGH)), berg("over"), berg("under"));
  const sea = html("div", { class: "sea" });
  sea.style.top = `${(100 * water) / HIGH}%`;
  const [over, under] = [side(iceberg.above, answers, "over"), side(iceberg.below, answers, "under")];
  box.replaceChildren(html("h2", {}, text("iceberg")),
    html("div", { class: "berg" }, sea, picture, over, under),
    html("p", { class: "caption" }, text("model_counts")));
  place(over, under, water);
}

// The height (0..1, from the top) above which the outline has this share of its surface.
function waterline(share) {
  const widths = Array.from({ length: STRIPS }, (_, strip) => edge((strip + 0.5) / STRIPS, 3) - edge((strip + 0.5) / STRIPS, 1));
  const whole = widths.reduce((sum, own) => sum + own, 0);
  let above = 0;
  for (let strip = 0; strip < STRIPS; strip += 1) {
    above += widths[strip];
    if (above >= share * whole) return Math.min(Math.max((strip + 1) / STRIPS, 0.04), 0.96);
  }
  return 0.96;
}

function edge(height, column) {
  const next = Math.max(OUTLINE.findIndex((own) => own[0] >= height), 1);
  const [from, to] = [OUTLINE[next - 1], OUTLINE[next]];
  return from[column] + ((to[column] - from[column]) * (height - from[0])) / (to[0] - from[0]);
}

function clip(id, from, to) {
  return svg("clipPath", { id }, svg("rect", { x: 0, y: from, width: WIDE, height: Math.max(to - from, 0) }));
}

// Two flanks that meet on the ridge: the light comes from the left.
function berg(id) {
  const at = ([height, ...columns], column) => `${MIDDLE + columns[column] * HALF},${TOP + height * (BOTTOM - TOP)}`;
  const flank = (column) => [...OUTLINE.map((own) => at(own, 1)), ...[...OUTLINE].reverse().map((own) => at(own, column))];
  return svg("g", { "clip-path": `url(#${id})`, class: id },
    svg("polygon", { points: flank(0).join(" "), class: "lit" }),
    svg("polygon", { points: flank(2).join(" "), class: "shade" }));
}

// Each side beside its own part of the picture, as far as both fit.
function place(over, under, water) {
  const high = over.parentElement.clientHeight;
  const line = Math.max(Math.min((high * water) / HIGH, high - under.offsetHeight - AIR), over.offsetHeight + AIR);
  over.style.bottom = `${high - line + AIR / 2}px`;
  under.style.top = `${line + AIR / 2}px`;
}

function side(own, answers, name) {
  const typical = own.typical.map((label) => label.short).join(", ");
  return html("div", { class: `side ${name}` }, html("p", {}, html("strong", {}, own.count), " ",
    html("i", {}, percent(own.count / (answers || 1)))), html("h3", {}, own.name),
    typical ? html("p", { class: "typical" }, text("typical", { names: typical })) : null);
}
