// Elements and texts. Whatever a person wrote becomes text here, never markup.
const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function html(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined).map(asNode));
  return element;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

// A sentence of the page in the language of the visit, with facts filled in.
export function text(key, facts = {}) {
  const found = document.querySelector(`#texts [data-text="${key}"]`).textContent;
  return found.replace(/\{(\w+)\}/g, (hole, name) => (name in facts ? facts[name] : hole));
}

// A share (0..1) as people write it; what is there is never "0%".
export function percent(share) {
  return share > 0 && share < 0.005 ? "<1%" : `${Math.round(100 * share)}%`;
}

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Pixels for a size meant for a screen of 1920 by 1080.
export function unit() {
  return Math.min(innerWidth / 1920, innerHeight / 1080);
}
