// This room beside an earlier workshop: two bars per label, as shares, with the number of answers behind them.
import { html, percent, text } from "./dom.js";
import { fetchData } from "./poll.js";

export class Compare {
  constructor(base, query) {
    Object.assign(this, { base, query, workshops: null, chosen: "", found: null, says: "" });
  }

  draw(box) {
    this.box = box;
    if (this.workshops === null) this.list();
    else if (this.chosen) this.fetch();
    this.fill();
  }

  async list() {
    this.workshops = await fetchData(`${this.base}/eerder${this.query}`).catch(() => null);
    this.fill();
  }

  async fetch() {
    const asked = this.chosen;
    const address = `${this.base}/vergelijk${this.query || "?"}&met=${encodeURIComponent(asked)}`;
    const outcome = await fetchData(address).then((found) => ({ found, says: "" }), ({ says }) => ({ found: null, says: says ?? "" }));
    if (asked !== this.chosen) return;
    Object.assign(this, outcome);
    this.fill();
  }

  fill() {
    if (!this.box?.classList.contains("is-compare")) return;
    const none = this.workshops && !this.workshops.length;
    this.box.replaceChildren(
      html("div", { class: "choice" }, html("h2", {}, text("compare")), none ? null : this.chooser()),
      none ? html("p", { class: "empty" }, text("compare_none"))
        : this.says ? html("p", { class: "empty" }, this.says)
          : this.found ? sideBySide(this.found) : html("p"),
    );
  }

  chooser() {
    const options = (this.workshops ?? []).map((own) => html("option", { value: own.id }, own.name));
    const select = html("select", { "aria-label": text("compare_choose") }, html("option", { value: "" }, text("compare_choose")), ...options);
    select.value = this.chosen;
    select.addEventListener("change", () => {
      Object.assign(this, { chosen: select.value, found: null, says: "" });
      if (this.chosen) this.fetch();
      this.fill();
    });
    return select;
  }
}

function sideBySide(found) {
  const longest = (facet) => Math.max(...facet.labels.flatMap((own) => [own.here, own.earlier]), 0.01);
  return html("div", { class: "compared" },
    html("p", { class: "legend" }, html("b", { class: "here" }, text("compare_here", { count: found.here })),
      html("b", { class: "earlier" }, text("compare_earlier", { name: found.name, count: found.earlier }))),
    html("div", { class: "facets" }, ...found.facets.map((facet) => html("div", { class: "facet" }, html("h3", {}, facet.name),
      ...facet.labels.map((own) => pair(own, longest(facet)))))),
    html("p", { class: "caption" }, text("compare_shares")));
}

function pair(own, longest) {
  return html("div", { class: "pair" }, html("span", { class: "name" }, own.name),
    html("span", { class: "both" }, one("here", own.here, longest), one("earlier", own.earlier, longest)));
}

function one(side, share, longest) {
  const bar = html("span", { class: `bar ${side}` });
  bar.style.width = `${(100 * share) / longest}%`;
  bar.hidden = !share;
  return html("span", { class: "track" }, bar, html("i", {}, percent(share)));
}
