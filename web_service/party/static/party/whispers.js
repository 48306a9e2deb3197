// A word with the Dungeon Master that nobody else sees: a dialog of its own, never the table's stream.

import { base } from "../play/board.js";
import { complain, openPage } from "../play/dialog.js";
import { post } from "../play/post.js";

const body = document.getElementById("dialog-body");

function toLast() {
  const list = body.querySelector(".whisper-list");
  if (list) list.scrollTop = list.scrollHeight;
  body.querySelector("#whisper-question")?.focus();
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-whisper]")) return;
  await openPage(`${base}party/whispers`);
  toLast();
});
body.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.whisper");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const result = await post(form.action, { question: form.question.value });
  button.disabled = false;
  if (!result.ok) {
    complain(form, result.message);
    return;
  }
  body.innerHTML = result.body.html;
  toLast();
});
body.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.id !== "whisper-question") return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
