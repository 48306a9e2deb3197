// The table's one stream: opened with what the page was made with, resumed by the browser, made anew when it was refused.

import { base, board, tell } from "./board.js";

const AGAIN_AFTER_MS = 2000;
let seen = Number(board.dataset.seq) || 0;
let source = null;

function receive(event) {
  if (event.lastEventId) seen = Math.max(seen, Number(event.lastEventId));
  const news = JSON.parse(event.data);
  if (["crowded", "gone"].includes(news.kind)) source.close(); // or the browser would come back, and send another window away
  tell(`news:${news.kind}`, news);
}

export function openStream() {
  source = new EventSource(`${base}stream?after=${seen}`);
  source.onopen = () => tell("connected");
  source.onmessage = receive;
  source.onerror = () => {
    tell("disconnected");
    if (source.readyState === EventSource.CLOSED) setTimeout(openStream, AGAIN_AFTER_MS);
  };
}

window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => {
  if (event.persisted) openStream();
});
