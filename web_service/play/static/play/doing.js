// What the Dungeon Master is doing now, in words: rolling, telling, painting, speaking.

import { board, on } from "./board.js";

const line = document.getElementById("doing");
const state = { flight: "", hasDice: false, hasWords: false, image: board.dataset.image, speaking: false };

function words() {
  if (state.flight) {
    if (state.hasWords) return "The Dungeon Master is telling…";
    return state.hasDice ? "The dice have fallen. The Dungeon Master finds the words…" : "The Dungeon Master is thinking and rolling…";
  }
  if (state.speaking) return "The Dungeon Master is speaking…";
  if (state.image === "pending") return "The scene is being painted…";
  return "";
}

function show() {
  const now = words();
  if (line.textContent !== now) line.textContent = now;
  line.classList.toggle("busy", now !== "");
}

export function setFlight(flight) {
  if (flight !== state.flight) Object.assign(state, { flight, hasDice: false, hasWords: false });
  show();
}

on("news:turn", (news) => {
  if (news.status === "resolved") {
    state.hasDice = news.html.includes("data-seq=");
    state.hasWords = news.html.includes('class="s"');
  }
  show();
});
on("news:sentence", () => {
  state.hasWords = true;
  show();
});
on("panels", (news) => {
  state.image = news.image;
  show();
});
on("speaking", ({ isSpeaking }) => {
  state.speaking = isSpeaking;
  show();
});
show();
