// The story read aloud: a turn's voice is streamed sentence by sentence, the first while later ones are still being written.
// Without a voice service there is text and a quiet mark; where the browser wants a gesture first, a button asks for it.

import { base, board, on, tell } from "./board.js";
import { Sound } from "./sound.js";
import { rememberOnServer } from "../site/theme.js";

const EARLY_AFTER_MS = 250;
const byId = (id) => document.getElementById(id);
const [onBox, speed, speedNow, volume, mute] = ["on", "speed", "speed-now", "volume", "mute"].map((name) => byId(`voice-${name}`));
const [replay, stopButton, note, state, unlock] = ["replay", "stop", "note", "state", "unlock"].map((n) => byId(`voice-${n}`));

const kept = readKept();
const prefs = {
  isOn: kept.isOn ?? board.dataset.voiceOn === "1",
  speed: kept.speed ?? Number(board.dataset.voiceSpeed),
  volume: kept.volume ?? Number(board.dataset.voiceVolume),
};
let source = null;
let turn = "";
let queue = Promise.resolve();
let waiting = "";
let early = 0;
const spoken = new Set();
let newestTold = Number(board.dataset.last) - (board.dataset.flight ? 1 : 0);

const sound = new Sound({ onSentence: highlight, onSilence: silent });
sound.volume = prefs.volume;

function readKept() {
  try {
    return JSON.parse(localStorage.getItem("voice")) ?? {};
  } catch {
    return {};
  }
}

function keep() {
  try {
    localStorage.setItem("voice", JSON.stringify(prefs));
  } catch {
    // remembered on the server only
  }
  rememberOnServer({ voice_is_on: prefs.isOn, voice_speed: prefs.speed, voice_volume: prefs.volume });
}

function showPrefs() {
  onBox.checked = prefs.isOn;
  speed.value = prefs.speed;
  volume.value = prefs.volume;
  speedNow.textContent = `${prefs.speed.toFixed(1)}×`;
  state.textContent = prefs.isOn ? ` on, ${prefs.speed.toFixed(1)}×` : " off";
}

function clearHighlight() {
  for (const s of document.querySelectorAll(".s.speaking")) s.classList.remove("speaking");
}

function highlight(sentence) {
  clearHighlight();
  document.querySelector(`#turn-${turn} .s[data-index="${sentence}"]`)?.classList.add("speaking");
  tell("speaking", { isSpeaking: true });
}

function silent() {
  clearHighlight();
  tell("speaking", { isSpeaking: false });
}

function hush() {
  source?.close();
  source = null;
  queue = Promise.resolve();
  sound.stop();
}

function receive(event) {
  const news = JSON.parse(event.data);
  if (news.type === "audio") {
    queue = queue.then(() => sound.add(news.audio_data, news.sentence)).catch(() => {
      note.textContent = "A sentence could not be played.";
    });
  } else if (news.type === "error") {
    note.textContent = news.message;
    state.textContent = " resting";
    source?.close();
  } else if (news.type === "done") source?.close();
}

async function listen(number) {
  hush();
  turn = String(number);
  note.textContent = "";
  showPrefs();
  if (!(await sound.unlock())) {
    waiting = turn;
    unlock.hidden = false;
    return;
  }
  unlock.hidden = true;
  spoken.add(turn);
  source = new EventSource(`${base}turns/${turn}/voice?speed=${prefs.speed}`);
  source.onmessage = receive;
  source.onerror = () => source?.close(); // never from the beginning again
}

function listenOnce(number) {
  if (prefs.isOn && !spoken.has(String(number)) && String(number) !== turn) listen(number);
}

onBox.addEventListener("change", () => {
  prefs.isOn = onBox.checked;
  keep();
  showPrefs();
  if (prefs.isOn) listen(board.dataset.last);
  else hush();
});
speed.addEventListener("change", () => {
  prefs.speed = Number(speed.value);
  keep();
  showPrefs();
});
speed.addEventListener("input", () => {
  speedNow.textContent = `${Number(speed.value).toFixed(1)}×`;
});
volume.addEventListener("input", () => {
  prefs.volume = Number(volume.value);
  sound.setVolume(prefs.volume);
});
volume.addEventListener("change", keep);
mute.addEventListener("click", () => {
  sound.setMuted(!sound.isMuted);
  mute.setAttribute("aria-pressed", String(sound.isMuted));
});
replay.addEventListener("click", () => listen(board.dataset.last));
stopButton.addEventListener("click", hush);
unlock.addEventListener("click", () => listen(waiting || board.dataset.last));

on("listen", ({ turn: number }) => listen(number));
on("stop", hush);
on("news:sentence", (news) => {
  if (news.index !== 0) return;
  clearTimeout(early);
  if (prefs.isOn && String(news.turn) !== turn) listen(news.turn);
});
on("news:turn", (news) => {
  if (Number(news.turn) <= newestTold) return;
  clearTimeout(early);
  // A narrator who takes long: the voice waits for the first sentence where it is released, not here.
  if (news.status === "resolved") early = setTimeout(() => listenOnce(news.turn), EARLY_AFTER_MS);
  if (news.status !== "told") return;
  newestTold = Number(news.turn);
  listenOnce(news.turn); // told before a sentence of it could be shown live
});
on("news:undone", (news) => {
  clearTimeout(early);
  for (const number of news.turns) spoken.delete(String(number));
  newestTold = Math.min(newestTold, ...news.turns.map((number) => Number(number) - 1));
  if (news.turns.map(String).includes(turn)) {
    hush();
    turn = "";
  }
});
showPrefs();
if (prefs.isOn) {
  sound.unlock().then((isFree) => {
    unlock.hidden = isFree;
  });
}
