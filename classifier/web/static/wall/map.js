// The map: points in theme regions on a canvas, names as buttons above it. A point never moves: its place comes from
// the server and depends on nothing that comes after it. While there are few, points are large; they only ever shrink.
import { isDark, onBackground } from "./colours.js";
import { byId, isStill } from "./dom.js";
import { placeLabels, regionSize } from "./labels.js";
import { OVERVIEW, arrange, between, closeTo, seenBy, toScreen } from "./plane.js";

const BORN_MS = 1400, FLIGHT_MS = 650, SHRINK_MS = 800;
// The radius of a point: as a share of the distance to the nearest other one, and at most.
const SHARE = 0.43, MOST_PIXELS = 20, MOST_SHARE = 0.032;
// A soft edge around every point, so that small ones can be seen from the back of a hall.
const HALO = 1.1, HALO_PIXELS = 5;

export class MapView {
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.canvas = byId("map").querySelector("canvas");
    this.labels = byId("labels");
    this.born = new Map();
    this.known = null;
    this.focus = null;
    this.chosen = null;
    this.camera = OVERVIEW;
    this.flight = null;
    this.shrink = null;
    this.frame = 0;
    this.canvas.addEventListener("click", (event) => this.hit(event));
  }

  // Take a new state; what was not there before grows in.
  show(map) {
    const now = performance.now();
    const ids = new Set(map.points.map((point) => point[0]));
    if (this.known && !isStill()) for (const id of ids) if (!this.known.has(id)) this.born.set(id, now);
    this.known = ids;
    if (this.map && map.spacing !== this.map.spacing && !isStill()) this.shrink = { from: this.spacing(now), start: now };
    this.map = map;
    this.layOut();
  }

  // Measure again: another state, another size of the screen, or a panel beside the map.
  layOut() {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement;
    if (!this.map || !width || !height) return;
    this.width = width;
    this.height = height;
    const dense = devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * dense) || this.canvas.height !== Math.round(height * dense)) {
      this.canvas.width = Math.round(width * dense);
      this.canvas.height = Math.round(height * dense);
    }
    this.context = this.canvas.getContext("2d");
    this.context.setTransform(dense, 0, 0, dense, 0, 0);
    const whole = this.whole();
    this.plan = arrange(this.map.regions, whole.width, whole.height, regionSize() * 1.45);
    this.spots = this.map.points.map((point) => this.spotOf(point));
    if (!this.flight) this.camera = this.goal();
    this.name();
    this.draw();
  }

  // The overview keeps its places, also when a panel covers a part of the map.
  whole() {
    const main = byId("map").parentElement;
    return { width: main.clientWidth, height: main.clientHeight };
  }

  spotOf([id, x, y, number, cluster, weight]) {
    const region = this.map.regions[number];
    return { id, number, cluster, weight, ...toScreen(this.plan, region, number, x, y) };
  }

  // Bring one region close, or go back to all (null).
  look(region, cluster = null) {
    const moves = region !== this.focus;
    this.focus = region;
    this.chosen = cluster;
    byId("back").hidden = region === null;
    if (moves && !isStill()) this.flight = { from: this.camera, start: performance.now() };
    this.layOut();
  }

  goal() {
    return this.focus === null ? OVERVIEW : closeTo(this.plan, this.focus, this.width, this.height);
  }

  name() {
    this.labels.hidden = Boolean(this.flight);
    if (!this.flight) placeLabels(this.labels, this.map, this.plan, this.camera, this.focus, this.onChoose);
    for (const button of this.labels.children) {
      button.toggleAttribute("aria-current", Boolean(this.chosen) && button.dataset.cluster === this.chosen);
    }
  }

  hit(event) {
    const frame = this.canvas.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const inside = (circle, number) => {
      const place = seenBy(this.camera, toScreen(this.plan, this.map.regions[number], number, circle.x, circle.y));
      return Math.hypot(place.x - at.x, place.y - at.y) <= circle.radius * this.plan.scale * this.camera.zoom;
    };
    const cluster = this.map.clusters.find((own) => inside(own, own.region)) ?? null;
    const number = cluster ? cluster.region : this.map.regions.findIndex((own, index) => inside(own, index));
    if (number >= 0 && (this.focus === null || number === this.focus)) this.onChoose(number, cluster);
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame((now) => this.paint(now));
  }

  paint(now) {
    if (!this.context) return;
    this.fly(now);
    this.context.clearRect(0, 0, this.width, this.height);
    this.map.regions.forEach((region, number) => this.ring(region, number));
    this.map.clusters.forEach((cluster) => this.disc(cluster));
    this.points(now);
    for (const [id, start] of this.born) if (now - start > BORN_MS) this.born.delete(id);
    if (this.flight || this.shrink || this.born.size) this.draw();
  }

  fly(now) {
    if (!this.flight) return;
    const share = Math.min((now - this.flight.start) / FLIGHT_MS, 1);
    this.camera = between(this.flight.from, this.goal(), Math.max(share, 0));
    if (share < 1) return;
    this.flight = null;
    this.camera = this.goal();
    this.name();
  }

  circle(circle, number) {
    const place = seenBy(this.camera, toScreen(this.plan, this.map.regions[number], number, circle.x, circle.y));
    this.context.beginPath();
    this.context.arc(place.x, place.y, circle.radius * this.plan.scale * this.camera.zoom, 0, 2 * Math.PI);
  }

  ring(region, number) {
    if (this.focus !== null && !this.flight && number !== this.focus) return;
    this.circle(region, number);
    this.context.fillStyle = onBackground(region.colour);
    this.context.globalAlpha = isDark() ? 0.07 : 0.06;
    this.context.fill();
    this.context.globalAlpha = 1;
  }

  disc(cluster) {
    if (this.focus !== null && !this.flight && cluster.region !== this.focus) return;
    this.circle(cluster, cluster.region);
    const colour = onBackground(this.map.regions[cluster.region].colour);
    this.context.fillStyle = colour;
    this.context.globalAlpha = isDark() ? 0.16 : 0.14;
    this.context.fill();
    this.context.globalAlpha = 1;
    if (cluster.id !== this.chosen) return;
    this.context.strokeStyle = colour;
    this.context.lineWidth = 3;
    this.context.stroke();
  }

  // The distance between points; when it has become smaller, on its way there.
  spacing(now) {
    const share = this.shrink ? (now - this.shrink.start) / SHRINK_MS : 1;
    if (share >= 1) this.shrink = null;
    return this.shrink ? this.shrink.from + (this.map.spacing - this.shrink.from) * Math.max(share, 0) : this.map.spacing;
  }

  points(now) {
    const { width, height } = this.whole();
    const most = Math.max(MOST_PIXELS, MOST_SHARE * Math.min(width, height));
    const size = Math.min(this.spacing(now) * this.plan.scale * SHARE * this.camera.zoom, most);
    for (const spot of this.spots) {
      if (this.focus !== null && !this.flight && spot.number !== this.focus) continue;
      this.point(spot, size, this.ageOf(spot.id, now));
    }
    this.context.globalAlpha = 1;
  }

  // 0 for one that just came, 1 for one that has been there for a while.
  ageOf(id, now) {
    const start = this.born.get(id);
    return start === undefined ? 1 : Math.min(Math.max((now - start) / BORN_MS, 0), 1);
  }

  point(spot, size, age) {
    const { context } = this;
    const place = seenBy(this.camera, spot);
    const colour = onBackground(this.map.regions[spot.number].colour);
    const grown = 1 - (1 - Math.min(age * 2, 1)) ** 3;
    context.fillStyle = colour;
    if (this.camera.zoom < 1.5) this.halo(place, (size + Math.min(size * HALO, HALO_PIXELS)) * grown);
    context.globalAlpha = spot.cluster < 0 ? 0.8 : 1;
    this.dot(place, size * grown);
    context.fill();
    if (spot.weight > 1) this.rim(place, size);
    if (age < 1) this.ripple(place, size, age);
  }

  halo(place, radius) {
    this.context.globalAlpha = 0.2;
    this.dot(place, radius);
    this.context.fill();
  }

  dot(place, radius) {
    this.context.beginPath();
    this.context.arc(place.x, place.y, Math.max(radius, 0.1), 0, 2 * Math.PI);
  }

  // Several people said the same.
  rim(place, size) {
    this.dot(place, size * 0.5);
    this.context.fillStyle = isDark() ? "#0e141c" : "#ffffff";
    this.context.fill();
  }

  ripple(place, size, age) {
    this.dot(place, size * (1 + 4 * age));
    this.context.globalAlpha = 0.8 * (1 - age);
    this.context.strokeStyle = isDark() ? "#ffffff" : "#1f2a37";
    this.context.lineWidth = 2;
    this.context.stroke();
  }
}

export function emptyNote(isEmpty) {
  byId("waiting").hidden = !isEmpty;
}
