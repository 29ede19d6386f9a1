// What came in during the last five minutes, by the clock of the server: how many, where, and the newest texts.
import { barLine, keepGliding } from "./bars.js";
import { html, text } from "./dom.js";
import { regionName } from "./labels.js";

const WINDOW_S = 300, MOST_THEMES = 8, MOST_TEXTS = 5;
const REGION = 3, WEIGHT = 5, AT = 6;

export function drawFresh(box, state, now) {
  const fresh = state.map.points.filter((point) => point[AT] > now - WINDOW_S);
  const total = fresh.reduce((sum, point) => sum + point[WEIGHT], 0);
  keepGliding(box, () => box.replaceChildren(html("h2", {}, text("fresh")), total
    ? html("div", { class: "fresh" }, themes(state, fresh, total), texts(state, now))
    : html("p", { class: "empty" }, text("fresh_none"))));
}

function themes(state, fresh, total) {
  const counts = state.map.regions.map((region, number) => ({
    name: regionName(region),
    count: fresh.filter((point) => point[REGION] === number).reduce((sum, point) => sum + point[WEIGHT], 0),
  }));
  const ranked = counts.filter((own) => own.count).sort((a, b) => b.count - a.count).slice(0, MOST_THEMES);
  const lines = ranked.map((own) => barLine(own.name, own.count / ranked[0].count, `+${own.count}`));
  return html("div", {}, html("p", { class: "total" }, html("strong", {}, total), " ", text("fresh_count")),
    html("h3", {}, text("fresh_where")), html("div", { class: "bars few" }, ...lines));
}

function texts(state, now) {
  const newest = state.latest.filter(([at]) => at > now - WINDOW_S).slice(0, MOST_TEXTS);
  const said = newest.map(([, words]) => html("blockquote", { dir: "auto" }, words));
  return html("div", { class: "said" }, html("h3", {}, text("fresh_said")),
    ...(said.length ? said : [html("p", { class: "caption" }, text("quotes_few"))]));
}
