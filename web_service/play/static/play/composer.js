// The box: Enter sends, Esc stops (or leaves the empty box), a digit takes a suggestion: in the box, where digits are words,
// with Alt. Whoever begins to type elsewhere types in the box. A turn that could not be sent waits in the box and goes through
// once, by itself, under the key it was first sent with.

import { base, board, newKey, on, tell } from "./board.js";
import { setFlight } from "./doing.js";
import { dropDraft, keepDraft, readDraft } from "./draft.js";
import { isPassing, post } from "./post.js";

const AGAIN_AFTER_MS = [1500, 3000, 6000, 12000];
const form = document.getElementById("say");
const box = document.getElementById("message");
const send = document.getElementById("send");
const stop = document.getElementById("stop");
const trouble = document.getElementById("trouble");
const begin = document.getElementById("begin");

let draft = readDraft();
let sending = ""; // the key of what is on its way
let isSeveral = board.dataset.several === "yes";
let isWaiting = false; // for others at the table
let maySpeak = board.dataset.maySpeak === "yes";
let isRefusedTheFloor = false;
let tries = 0;
let timer = null;
let flight = board.dataset.flight;
let isBroken = false;

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, innerHeight * 0.3)}px`;
}

function show() {
  const isBusy = Boolean(sending || flight);
  send.hidden = Boolean(flight) && !isSeveral;
  stop.hidden = !flight;
  send.disabled = isSeveral ? Boolean(sending) : isBusy;
  box.readOnly = Boolean(sending);
  for (const chip of document.querySelectorAll(".chip, .fate")) chip.disabled = isBusy || !maySpeak;
  if (begin) begin.disabled = isBusy;
  setFlight(flight || (sending && !isBroken && !isWaiting ? "sending" : ""));
}

function setTrouble(message) {
  isBroken = Boolean(message);
  if (trouble.textContent !== message) trouble.textContent = message;
  trouble.hidden = !message;
}

function cleared() {
  box.value = "";
  draft = { text: "", key: "", isSent: false };
  dropDraft();
  grow();
}

function later(again) {
  clearTimeout(timer);
  timer = setTimeout(again, AGAIN_AFTER_MS[Math.min(tries, AGAIN_AFTER_MS.length - 1)]);
  tries += 1;
}

async function sendDraft() {
  clearTimeout(timer);
  if (!draft.text || mustWait()) return;
  sending = draft.key;
  show();
  const sent = draft;
  const result = await post(`${base}turns`, { message: sent.text, key: sent.key }, { "Idempotency-Key": sent.key });
  const isOurs = draft.key === sent.key;
  const isTriedAgain = !result.ok && isPassing(result) && isOurs;
  if (sending === sent.key && !isTriedAgain) sending = "";
  if (result.ok) {
    tries = 0;
    setTrouble("");
    if (isOurs) cleared();
  } else if (isTriedAgain) {
    setTrouble(result.message);
    later(sendDraft);
  } else if (isOurs && !isPassing(result)) refused(result);
  show();
}

function refused(result) {
  draft = { ...draft, isSent: false, key: "" };
  keepDraft(draft);
  isRefusedTheFloor = result.code === "not_your_turn";
  setTrouble(result.code === "taken_back" ? "" : result.message);
}

// Alone one waits for the end of the telling; in company one's words wait at the table.
const mustWait = () => Boolean(flight) && !isSeveral;

export function sayThis(text) {
  const words = text.trim();
  if (!words || sending || mustWait()) return;
  box.value = words;
  draft = { text: words, key: newKey(), isSent: true };
  keepDraft(draft);
  tries = 0;
  setTrouble("");
  tell("said");
  sendDraft();
}

async function beginStory() {
  sending = "begin";
  show();
  const result = await post(`${base}begin`);
  sending = "";
  if (!result.ok && isPassing(result) && !flight) {
    setTrouble(result.message);
    later(beginStory);
  } else setTrouble(result.ok ? "" : result.message);
  show();
}

async function stopTelling() {
  tell("stop");
  if (!flight) return;
  const result = await post(`${base}turns/${flight}/stop`);
  if (!result.ok) setTrouble(result.message);
}

async function choose(choice) {
  sending = "choose";
  show();
  const result = await post(`${base}choose`, { choice });
  sending = "";
  if (result.went) location.assign(result.went);
  setTrouble(result.ok ? "" : result.message);
  show();
}

function takeSuggestion(button) {
  if (button.dataset.choice) choose(button.dataset.choice);
  else sayThis(button.dataset.say);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (draft.isSent && draft.text === box.value.trim()) sendDraft();
  else sayThis(box.value);
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-say], [data-choice]");
  if (button) takeSuggestion(button);
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
box.addEventListener("input", () => {
  draft = { text: box.value, key: "", isSent: false };
  keepDraft(draft);
  grow();
});
function digitOf(event) {
  if (event.altKey) return event.code.match(/^(?:Digit|Numpad)([1-4])$/)?.[1]; // Alt may change what the key types
  const isTyping = event.target.matches("textarea, input, select");
  return !isTyping && /^[1-4]$/.test(event.key) ? event.key : undefined;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && !event.altKey) {
    if (!flight && !box.value) box.blur();
    stopTelling();
    return;
  }
  const digit = digitOf(event);
  const chip = digit && document.querySelector(`.chip[data-digit="${digit}"]:not(:disabled)`);
  if (chip) {
    event.preventDefault();
    takeSuggestion(chip);
  } else if (!event.altKey && /^[\p{L}"“]$/u.test(event.key) && !event.target.closest("input, select, textarea, dialog")) {
    box.focus({ preventScroll: true }); // the letter itself goes where the focus is now
  }
});
stop.addEventListener("click", stopTelling);
begin?.addEventListener("click", beginStory);

on("news:turn", (news) => {
  if (news.status === "resolved" && draft.isSent && news.said.includes(draft.text)) {
    if (sending === draft.key) sending = "";
    cleared(); // the ledger has it
    setTrouble("");
  }
  if (news.status === "resolved") flight = String(news.turn);
  else if (flight === String(news.turn)) flight = "";
  show();
});
on("panels", (news) => {
  flight = news.flight ? String(news.flight) : "";
  show();
  if (draft.isSent && !sending && !flight) sendDraft();
});
on("company", (news) => {
  isSeveral = news.several;
  isWaiting = news.is_waiting;
  maySpeak = news.may_speak;
  if (isRefusedTheFloor && news.may_speak) {
    isRefusedTheFloor = false;
    setTrouble("");
  }
  show();
});
on("news:trouble", () => setTrouble("The table's book cannot be opened right now. What you write is kept."));
on("news:crowded", () => setTrouble("You have this table open in many windows; this one no longer follows it. Reload it to go on here."));
on("news:fine", () => {
  setTrouble("");
  if (draft.isSent && draft.text) sendDraft();
});
on("connected", () => {
  if (draft.isSent && sending && isBroken) sendDraft();
});

box.value = draft.text;
grow();
show();
if (draft.isSent) sendDraft();
else if (begin && board.dataset.begun === "no" && board.dataset.heroes !== "0") beginStory();
