// What was typed is never lost: it lives in the browser's storage, a campaign apart, until the ledger has the turn.

import { campaign, board } from "./board.js";

const place = `draft:${board.dataset.user}:${campaign}`;

export function readDraft() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? { text: "", key: "", isSent: false };
  } catch {
    return { text: "", key: "", isSent: false };
  }
}

export function keepDraft(draft) {
  try {
    localStorage.setItem(place, JSON.stringify(draft));
  } catch {
    // full or forbidden storage: the box itself still holds the words
  }
}

export function dropDraft() {
  try {
    localStorage.removeItem(place);
  } catch {
    // nothing was kept
  }
}
