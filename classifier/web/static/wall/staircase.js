// The staircase: a step per level, on it a bar with its count; what is on no level stands apart, on the ground. On a
// phone, where its names could not be read, a line per level with the highest on top.
import { barLine, keepGliding } from "./bars.js";
import { onBackground } from "./colours.js";
import { html, percent, svg, text } from "./dom.js";

const WIDE = 1800, HIGH = 810, GROUND = 752;
// Height of the first step and of every next one; room above the tallest bar for its figures.
const FIRST = 120, RISE = 62, HEAD = 120, TALLEST = 480, GAP = 70;

const isNarrow = () => matchMedia("(max-width: 900px)").matches;

export function drawStairs(box, { stairs, answers }) {
  if (isNarrow()) return drawLines(box, stairs, answers);
  const counts = [stairs.none, ...stairs.steps];
  const wide = (WIDE - GAP) / counts.length;
  const each = pixelsPerAnswer(counts);
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "picture", role: "img" },
    ...counts.flatMap((own, rank) => step(own, rank, wide, own.count * each, answers)));
  return box.replaceChildren(html("h2", {}, text("stairs")), picture, html("p", { class: "caption" }, text("model_counts")));
}

function drawLines(box, stairs, answers) {
  const ranked = [...stairs.steps].reverse().concat(stairs.none);
  const longest = Math.max(...ranked.map((own) => own.count), 1);
  const lines = ranked.map((own) => barLine(own.name, own.count / longest, own.count, percent(own.count / (answers || 1))));
  keepGliding(box, () => box.replaceChildren(html("h2", {}, text("stairs")), html("div", { class: "bars" }, ...lines),
    html("p", { class: "caption" }, text("model_counts"))));
}

const topOf = (rank) => GROUND - (rank ? FIRST + RISE * (rank - 1) : 0);

// As much as fits: no bar reaches the edge, and none is taller than is needed to compare.
function pixelsPerAnswer(counts) {
  return Math.min(...counts.map((own, rank) => Math.min(topOf(rank) - HEAD, TALLEST) / Math.max(own.count, 1)));
}

function step(own, rank, wide, high, answers) {
  const left = rank * wide + (rank ? GAP : 0);
  const [top, middle] = [topOf(rank), left + wide / 2];
  const tall = own.count ? Math.max(high, 4) : 0;
  const bar = { x: left + wide * 0.16, y: top - tall, width: wide * 0.68, height: tall, fill: onBackground(own.colour), rx: 4 };
  return [
    rank ? svg("rect", { x: left, y: top, width: wide + 0.5, height: GROUND - top, class: "step" })
      : svg("line", { x1: left, x2: left + wide, y1: GROUND, y2: GROUND, class: "ground" }),
    svg("rect", bar),
    ...names(own, rank, middle),
    svg("text", { x: middle, y: top - tall - 56, class: "count" }, own.count),
    svg("text", { x: middle, y: top - tall - 18, class: "share" }, percent(own.count / (answers || 1))),
  ];
}

// In the step its short name and its name, below each other; a name that is the same stands there once.
function names(own, rank, middle) {
  if (!rank) return [svg("text", { x: middle, y: GROUND + 44, class: "step-name" }, own.name)];
  const lines = wrapped(own.name);
  const first = GROUND - 24 - (lines.length - 1) * 36;
  const above = own.short === own.name ? [] : [svg("text", { x: middle, y: first - 42, class: "step-short" }, own.short)];
  return [...above, ...lines.map((line, index) => svg("text", { x: middle, y: first + index * 36, class: "step-name" }, line))];
}

// A long name on two lines.
function wrapped(name) {
  const words = name.split(" ");
  if (name.length < 15 || words.length < 2) return [name];
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" "), words.slice(half).join(" ")];
}
