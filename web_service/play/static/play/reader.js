// Where the reader is. A new turn is shown from its beginning, to whoever read the end before; as it grows the page stays
// where it is. Whoever reads above is left alone, and a small button says that there is something new below.

import { on } from "./board.js";

const NEAR_PX = 48;
const AIR_PX = 18;
const log = document.getElementById("log");
const pill = document.getElementById("below");

let wasAtEnd = true;
let newest = null; // the turn that is being followed
let hasSpoken = false;

const newestTurn = () => [...log.querySelectorAll(".turn")].at(-1) ?? null;
const below = () => log.scrollHeight - log.scrollTop - log.clientHeight;

function topOf(turn) {
  return turn.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - AIR_PX;
}

function showPill(isNews) {
  if (below() <= NEAR_PX) pill.hidden = true;
  else if (isNews) pill.hidden = false;
}

/** Show the newest turn from its beginning, as far as there is something to scroll. */
export function toNewest() {
  newest = newestTurn();
  log.scrollTop = newest ? topOf(newest) : log.scrollHeight;
}

export function beforeNews() {
  wasAtEnd = below() <= NEAR_PX;
}

export function afterNews() {
  const turn = newestTurn();
  if (turn && turn.id !== newest?.id && (wasAtEnd || hasSpoken)) {
    hasSpoken = false;
    toNewest();
  } else if (turn && turn.id === newest?.id) {
    newest = turn;
    if (wasAtEnd && topOf(turn) > log.scrollTop) log.scrollTop = topOf(turn);
  }
  showPill(true);
}

/** A turn was taken back or put back: the last one there is is the newest again. */
export function forgetReader() {
  newest = newestTurn();
  showPill(false);
}

on("said", () => {
  hasSpoken = true;
  log.scrollTop = log.scrollHeight;
});
log.addEventListener("scroll", () => {
  wasAtEnd = below() <= NEAR_PX;
  showPill(false);
});
pill.addEventListener("click", () => {
  const turn = newestTurn();
  if (turn && topOf(turn) > log.scrollTop + AIR_PX) toNewest();
  else log.scrollTop += log.clientHeight - 2 * AIR_PX;
  log.focus({ preventScroll: true });
});
// Whoever reads the end stays there when the box below grows or the window changes.
new ResizeObserver(() => {
  if (wasAtEnd && newest?.isConnected && topOf(newest) > log.scrollTop) log.scrollTop = topOf(newest);
  showPill(false);
}).observe(log);
