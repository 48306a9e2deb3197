// The company at the table: shows who is here and whose words wait, says that one writes, lets a hero hold, takes words back.

import { base, board, newKey, on, tell } from "../play/board.js";
import { post } from "../play/post.js";

const TELL_TYPING_EVERY_MS = 2500;
const box = document.getElementById("message");
const say = document.getElementById("say");
const trouble = document.getElementById("trouble");

const title = document.title;
let isSeveral = board.dataset.several === "yes";
let toldTypingAt = 0;
let typingTimer = null;
let holdTimer = null;

function showCompany(news) {
  const holder = document.createElement("template");
  holder.innerHTML = news.html;
  for (const part of holder.content.querySelectorAll("[data-panel]")) {
    const there = document.querySelector(`[data-panel="${part.dataset.panel}"]`);
    if (there && there.outerHTML !== part.outerHTML) there.replaceWith(part);
  }
  isSeveral = news.several;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(forgetTyping, news.typing_for_s * 1000);
  holdLater(news.hold_in_s);
  const isMine = document.querySelector(".floor.mine"); // seen from another tab, too
  document.title = isMine ? `Your turn · ${title}` : title;
  tell("company", news);
}

// Somebody who closed the laptop in the middle of a word does not write for ever.
function forgetTyping() {
  for (const sitter of document.querySelectorAll(".sitter.typing")) {
    sitter.classList.remove("typing");
    sitter.querySelector(".sitter-state").textContent = "here";
  }
}

function holdLater(seconds) {
  clearTimeout(holdTimer);
  if (seconds === null || seconds === undefined) return;
  const show = () => document.querySelector("[data-hold]")?.removeAttribute("hidden");
  holdTimer = setTimeout(show, seconds * 1000);
}

function tellTyping(isTyping) {
  if (!isSeveral) return;
  const now = Date.now();
  if (isTyping && now - toldTypingAt < TELL_TYPING_EVERY_MS) return;
  if (!isTyping && !toldTypingAt) return;
  toldTypingAt = isTyping ? now : 0;
  post(`${base}typing`, isTyping ? { typing: "1" } : {});
}

async function change(path, fields) {
  const result = await post(`${base}party/${path}`, fields);
  if (result.ok) return;
  trouble.textContent = result.message;
  trouble.hidden = false;
}

box.addEventListener("input", () => tellTyping(Boolean(box.value.trim())));
box.addEventListener("blur", () => tellTyping(false));
on("said", () => {
  toldTypingAt = 0; // that somebody has spoken says it already
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-hold], [data-take-back]");
  if (!button) return;
  button.disabled = true;
  if (button.dataset.hold) change("hold", { character_id: button.dataset.hold, key: newKey() });
  else change("take-back");
});
on("news:company", showCompany);
on("news:gone", () => {
  say.replaceChildren(document.getElementById("gone").content.cloneNode(true));
  for (const tools of document.querySelectorAll(".meta-tools")) tools.remove();
  say.querySelector("a").focus();
});
holdLater(board.dataset.holdIn ? Number(board.dataset.holdIn) : null);
