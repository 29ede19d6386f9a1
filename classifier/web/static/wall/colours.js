// Colours of the codebook, as light or dark as the background asks for. Source: Ottosson 2020, "A perceptual color
// space for image processing" (OKLab).
const DARK = [0.66, 0.9];
const LIGHT = [0.4, 0.66];
const seen = new Map();

export function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

// The same hue with enough contrast on the background of now.
export function onBackground(colour) {
  const [low, high] = isDark() ? DARK : LIGHT;
  const key = `${colour}${low}`;
  if (!seen.has(key)) seen.set(key, clamped(colour, low, high));
  return seen.get(key);
}

function clamped(colour, low, high) {
  const [light, a, b] = toLab(colour);
  const share = Math.min(Math.max(light, 0.3), 0.9);
  return toHex([low + ((share - 0.3) / 0.6) * (high - low), a, b]);
}

function toLab(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([light, a, b]) {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const parts = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${parts.map((part) => Math.round(255 * coded(part)).toString(16).padStart(2, "0")).join("")}`;
}

const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

function coded(part) {
  const inside = Math.min(Math.max(part, 0), 1);
  return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
}
