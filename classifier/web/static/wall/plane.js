// From the plane of the server (circles of regions) to this screen. Each region has a cell of its own with room
// for its name above it; cells fill the screen whatever its shape. Same screen, same places.
const FILL = 0.97;

// places: middle of each region in pixels; scale: pixels per unit; cell: size of a cell; title: height of a name.
export function arrange(regions, width, height, title) {
  const columns = bestColumns(regions.length, width, height, title);
  const rows = Math.ceil(regions.length / columns);
  const cell = { width: width / columns, height: height / rows };
  const radius = (Math.min(cell.width, cell.height - title) / 2) * FILL;
  const places = regions.map((_, index) => ({
    x: ((index % columns) + 0.5) * cell.width,
    y: Math.floor(index / columns) * cell.height + title + (cell.height - title) / 2,
  }));
  return { places, cell, title, radius, scale: radius / Math.max(...regions.map((own) => own.radius)) };
}

function bestColumns(count, width, height, title) {
  const room = (columns) => Math.min(width / columns, height / Math.ceil(count / columns) - title);
  let best = 1;
  for (let columns = 2; columns <= count; columns += 1) if (room(columns) > room(best)) best = columns;
  return best;
}

// Where something of a region lies in pixels.
export function toScreen(plan, region, number, x, y) {
  const place = plan.places[number];
  return { x: place.x + (x - region.x) * plan.scale, y: place.y + (y - region.y) * plan.scale };
}

// The camera that shows everything, and the one that brings one region close.
export const OVERVIEW = { x: 0, y: 0, zoom: 1 };

export function closeTo(plan, number, width, height) {
  const zoom = ((Math.min(width, height) / 2) * 0.9) / plan.radius;
  const place = plan.places[number];
  return { x: width / 2 - place.x * zoom, y: height / 2 - place.y * zoom, zoom };
}

export function seenBy(camera, place) {
  return { x: place.x * camera.zoom + camera.x, y: place.y * camera.zoom + camera.y };
}

export function between(one, other, share) {
  const eased = share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
  const mix = (name) => one[name] + (other[name] - one[name]) * eased;
  return { x: mix("x"), y: mix("y"), zoom: mix("zoom") };
}
