// What people said in a cluster or a region, beside the map.
import { byId, html, text } from "./dom.js";
import { clusterName, regionName } from "./labels.js";
import { fetchData } from "./poll.js";

export class Quotes {
  constructor(base, query, onClose) {
    Object.assign(this, { base, query, onClose, wanted: null, drawn: "" });
    this.box = byId("quotes");
  }

  get isOpen() {
    return this.wanted !== null;
  }

  // `region`: number; `cluster`: id, or null for the whole region.
  open(region, cluster, map) {
    if (!this.isOpen || this.wanted.region !== region || this.wanted.cluster !== cluster) this.drawn = "";
    this.wanted = { region, cluster };
    this.box.hidden = false;
    this.refresh(map);
  }

  close() {
    this.wanted = null;
    this.drawn = "";
    this.box.hidden = true;
  }

  async refresh(map) {
    const { region, cluster } = this.wanted;
    const own = cluster === null ? map.regions[region] : map.clusters.find((each) => each.id === cluster);
    if (!own) return this.onClose();
    const title = cluster === null ? regionName(own) : clusterName(own);
    const key = `${region} ${cluster} ${own.count} ${title}`;
    if (key === this.drawn) return undefined;
    const asked = this.wanted;
    const found = await fetchData(`${this.base}/citaten${this.query || "?"}&${which(region, cluster)}`).catch(() => null);
    if (found === null || asked !== this.wanted) return undefined;
    this.drawn = key;
    return this.fill(title, cluster === null ? "" : regionName(map.regions[region]), own.count, found);
  }

  fill(title, above, count, found) {
    const close = html("button", { type: "button", class: "close", "aria-label": text("close"), title: text("close") }, "×");
    close.addEventListener("click", this.onClose);
    const amount = `${count} ${text(count === 1 ? "one_answer" : "answers")}`;
    this.box.replaceChildren(close, html("p", { class: "above" }, above), html("h2", {}, title), html("p", { class: "amount" }, amount),
      html("div", { class: "list", tabindex: 0 }, ...(found.length ? found.map(quote) : [html("p", { class: "few" }, text("quotes_few"))])));
  }
}

function which(region, cluster) {
  return cluster === null ? `gebied=${region}` : `groep=${encodeURIComponent(cluster)}`;
}

function quote({ text: words, count }) {
  return html("blockquote", { dir: "auto" }, words, count > 1 ? html("small", {}, text("times", { count })) : null);
}
