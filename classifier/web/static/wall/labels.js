// Names on the map. Every name is measured before it is placed and none overlaps another. A region's name has its
// own place above the region. Names of clusters are placed in the order in which the clusters grew up, so that a new
// one never pushes an older one away; what does not fit is there when its region is brought close.
import { html, text, unit } from "./dom.js";
import { seenBy, toScreen } from "./plane.js";

export const REGION_SIZE = 32, CLUSTER_SIZE = 28;
const SMALLEST_REGION = 13, SMALLEST_CLUSTER = 12;
const AIR = 3;
// More names than this in a region hide its points.
const MOST_IN_OVERVIEW = 4;
// Where a name may stand, in radii below the middle of its disc: on its edge, so that it is clear whose name it is.
const SMALL_DISC = [0.95, -0.95, 0], LARGE_DISC = [0.92, -0.92, 0.6, -0.6];
const ruler = document.createElement("canvas").getContext("2d");

export const regionSize = () => Math.max(SMALLEST_REGION, REGION_SIZE * unit());
export const clusterSize = () => Math.max(SMALLEST_CLUSTER, CLUSTER_SIZE * unit());

export function regionName(region) {
  return region.name || text("no_theme");
}

// People in a group that has no word in common said all kinds of things.
export function clusterName(cluster) {
  return cluster.name || text("mixed");
}

function widthOf(words, size, weight) {
  ruler.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(words).width;
}

// Draws all names; `focus` is the number of the region that is close, or null.
export function placeLabels(box, map, plan, camera, focus, choose) {
  const size = titleSize(map, plan);
  const titles = map.regions.map((region, number) => titleOf(region, number, plan, camera, focus, size));
  const taken = titles.filter(Boolean).map((title) => title.box);
  const names = focus === null && unit() < 0.35 ? [] : clusterNames(map, plan, camera, focus, taken, box);
  box.replaceChildren(
    ...titles.filter(Boolean).map((title) => asButton(title, () => choose(title.region, null))),
    ...names.map((name) => asButton(name, () => choose(name.cluster.region, name.cluster))),
  );
}

// One size for all regions in which the longest name fits with three digits, but never smaller than a cluster's.
function titleSize(map, plan) {
  const wanted = regionSize();
  const widest = Math.max(...map.regions.map((own) => widthOf(`${regionName(own)} 000`, wanted, 650)));
  return Math.max(wanted * Math.min(1, (plan.cell.width - 2 * AIR) / widest), clusterSize() * 1.04);
}

function titleOf(region, number, plan, camera, focus, size) {
  if (focus !== null) return null;
  const place = seenBy(camera, { x: plan.places[number].x, y: plan.places[number].y - plan.radius - plan.title / 2 });
  const most = plan.cell.width - 2 * AIR;
  const count = ` ${region.count}`;
  const name = shortened(regionName(region), most - widthOf(count, size, 400), size, 650);
  const width = widthOf(name, size, 650) + widthOf(count, size, 400);
  return { kind: "region", region: number, name, count: region.count, size, box: boxAround(place, width, size) };
}

function shortened(name, most, size, weight) {
  let kept = name;
  while (kept.length > 3 && widthOf(kept, size, weight) > most) kept = `${kept.slice(0, -2)}…`;
  return kept;
}

function boxAround(place, width, size) {
  return { left: place.x - width / 2, top: place.y - size * 0.62, width, height: size * 1.24 };
}

function clusterNames(map, plan, camera, focus, taken, box) {
  const size = clusterSize();
  // Whoever has no name yet could get one later, which would push others away: only in its own region.
  const shown = map.clusters.filter((own) => (focus === null ? own.name : own.region === focus));
  const placed = [];
  for (const cluster of [...shown].sort((one, other) => one.since - other.since)) {
    if (focus === null && placed.filter((own) => own.cluster.region === cluster.region).length >= MOST_IN_OVERVIEW) continue;
    const found = placeOf(cluster, map, plan, camera, focus, size, [...taken, ...placed.map((own) => own.box)], box);
    if (found) placed.push(found);
  }
  return placed;
}

function placeOf(cluster, map, plan, camera, focus, size, taken, box) {
  // Measured with room for three digits, so that a growing count moves nothing.
  const width = widthOf(clusterName(cluster), size, 500) + widthOf(" 000", size, 400) + 2 * AIR;
  const middle = seenBy(camera, toScreen(plan, map.regions[cluster.region], cluster.region, cluster.x, cluster.y));
  const radius = cluster.radius * plan.scale * camera.zoom;
  const inside = focus === null ? cellOf(plan, cluster.region) : { left: 0, top: 0, width: box.clientWidth, height: box.clientHeight };
  if (width > inside.width) return null;
  for (const down of focus === null ? SMALL_DISC : LARGE_DISC) {
    const x = Math.min(Math.max(middle.x, inside.left + width / 2), inside.left + inside.width - width / 2);
    const spot = boxAround({ x, y: middle.y + down * radius }, width, size);
    if (isInside(spot, inside) && !taken.some((other) => overlap(spot, other))) {
      return { kind: "cluster", cluster, name: clusterName(cluster), count: cluster.count, size, box: spot };
    }
  }
  return null;
}

function cellOf(plan, number) {
  const place = plan.places[number];
  const { width, height } = plan.cell;
  const top = place.y - (height - plan.title) / 2;
  return { left: place.x - width / 2, top, width, height: height - plan.title };
}

function isInside(box, room) {
  return box.top >= room.top - 1 && box.top + box.height <= room.top + room.height + 1
    && box.left >= room.left - 1 && box.left + box.width <= room.left + room.width + 1;
}

function overlap(one, other) {
  return one.left < other.left + other.width + AIR && other.left < one.left + one.width + AIR
    && one.top < other.top + other.height && other.top < one.top + one.height;
}

function asButton(label, choose) {
  const button = html("button", { type: "button", class: `label ${label.kind}` }, html("span", {}, label.name), " ",
    html("i", {}, label.count));
  Object.assign(button.style, {
    left: `${label.box.left}px`, top: `${label.box.top}px`, width: `${label.box.width}px`,
    height: `${label.box.height}px`, fontSize: `${label.size}px`,
  });
  if (label.cluster) button.dataset.cluster = label.cluster.id;
  button.addEventListener("click", choose);
  return button;
}
