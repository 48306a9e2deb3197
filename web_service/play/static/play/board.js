// What the page knows of itself: which table, who, how far; and a tiny way for modules to tell each other things.

export const board = document.getElementById("main");
export const campaign = board.dataset.campaign;
export const base = `/campaigns/${campaign}/`;

const bus = new EventTarget();

export function tell(what, detail = {}) {
  bus.dispatchEvent(new CustomEvent(what, { detail }));
}

export function on(what, listener) {
  bus.addEventListener(what, (event) => listener(event.detail));
}

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
