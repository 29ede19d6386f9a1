// The wall: one state from the server, seven ways to look at it.
import { drawBars } from "./bars.js";
import { Compare } from "./compare.js";
import { byId, text } from "./dom.js";
import { drawFresh } from "./fresh.js";
import { drawIceberg } from "./iceberg.js";
import { listen } from "./keys.js";
import { MapView, emptyNote } from "./map.js";
import { Poll } from "./poll.js";
import { Quotes } from "./quotes.js";
import { startTheme, switchFull, switchQr, switchTheme } from "./screen.js";
import { drawStairs } from "./staircase.js";
import { drawWords } from "./words.js";

const query = document.body.dataset.query;
const base = `/wand/${document.body.dataset.session}`;
const VIEWS = [...document.querySelectorAll("nav [data-view]")].map((button) => button.dataset.view);
const CHARTS = { bars: drawBars, stairs: drawStairs, iceberg: drawIceberg, words: drawWords };
// A view whose part of the state is empty has nothing to draw: this codebook has no such labels.
const NEEDS = { stairs: "stairs", iceberg: "iceberg" };

const compare = new Compare(base, query);
const quotes = new Quotes(base, query, () => look(null));
const map = new MapView((region, cluster) => look(region, cluster));
const poll = new Poll(`${base}/stand${query}`, receive, (kind) => { trouble = kind; notice(); });
let view = "map", shown = null, waiting = null, isFrozen = false, trouble = "";

function receive(state) {
  waiting = state;
  if (isFrozen) notice();
  else take();
}

function take() {
  [shown, waiting] = [waiting ?? shown, null];
  if (!shown) return;
  byId("question").textContent = shown.session.questions.join(" · ");
  byId("count").textContent = shown.answers;
  byId("count-word").textContent = text(shown.answers === 1 ? "one_answer" : "answers");
  for (const [name, part] of Object.entries(NEEDS)) tab(name).hidden = !shown[part];
  emptyNote(!shown.answers);
  map.show(shown.map);
  if (quotes.isOpen) quotes.refresh(shown.map);
  draw();
  notice();
}

const tab = (name) => document.querySelector(`nav [data-view="${name}"]`);

function draw() {
  const box = byId("chart");
  byId("map").hidden = view !== "map";
  box.hidden = view === "map";
  box.className = `is-${view}`;
  for (const name of VIEWS) tab(name).setAttribute("aria-pressed", String(name === view));
  if (!shown || view === "map") return;
  if (view === "fresh") drawFresh(box, shown, poll.now());
  else if (view === "compare") compare.draw(box);
  else CHARTS[view](box, shown);
}

function choose(name) {
  if (tab(name).hidden) return;
  if (quotes.isOpen) look(null);
  view = name;
  draw();
  if (view === "map") map.layOut();
}

function next() {
  const usable = VIEWS.filter((name) => !tab(name).hidden);
  choose(usable[(usable.indexOf(view) + 1) % usable.length]);
}

function look(region, cluster = null) {
  if (region === null) quotes.close();
  else quotes.open(region, cluster?.id ?? null, shown.map);
  document.body.classList.toggle("has-quotes", quotes.isOpen);
  map.look(region, cluster?.id ?? null);
}

function freeze() {
  isFrozen = !isFrozen;
  const button = byId("freeze");
  button.setAttribute("aria-pressed", String(isFrozen));
  button.title = text(isFrozen ? "unfreeze" : "freeze");
  button.setAttribute("aria-label", button.title);
  if (isFrozen) notice();
  else take();
}

function notice() {
  const news = waiting && shown ? waiting.answers - shown.answers : 0;
  const frozen = news > 0 ? text("frozen_news", { count: news }) : text("frozen");
  const paused = shown?.session.state === "paused" ? text("paused") : "";
  const says = trouble ? text(trouble) : isFrozen ? frozen : paused;
  byId("notice").hidden = !says;
  byId("says").textContent = says;
  byId("sign-in").hidden = trouble !== "signed_out";
}

function back() {
  if (!byId("qr").hidden) switchQr(base);
  else if (quotes.isOpen) look(null);
  else choose("map");
}

function theme() {
  switchTheme();
  draw();
  map.layOut();
}

startTheme();
for (const name of VIEWS) tab(name).addEventListener("click", () => choose(name));
byId("back").addEventListener("click", () => look(null));
byId("freeze").addEventListener("click", freeze);
byId("theme").addEventListener("click", theme);
byId("full").addEventListener("click", switchFull);
byId("qr-button")?.addEventListener("click", () => switchQr(base));
listen({ view: choose, next, freeze, theme, full: switchFull, qr: () => switchQr(base), back }, VIEWS);
new ResizeObserver(() => map.layOut()).observe(byId("map"));
// A turned phone or a larger window.
addEventListener("resize", draw);
// What is new grows old without anything coming in.
setInterval(() => { if (view === "fresh" && !isFrozen) draw(); }, 10_000);
draw();
poll.start();
