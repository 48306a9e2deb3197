// What can be done to a telling: again, in other words, undone, branched, withdrawn. The stream shows what came of it.

import { base, board, tell } from "./board.js";
import { ask, closeDialog, complain } from "./dialog.js";
import { post } from "./post.js";

const trouble = document.getElementById("trouble");

async function send(url, fields, form) {
  const result = await post(url, fields);
  if (result.ok) {
    if (form) closeDialog();
    if (result.went) location.assign(result.went);
    return true;
  }
  if (form) complain(form, result.message);
  else {
    trouble.textContent = result.message;
    trouble.hidden = false;
  }
  return false;
}

const ACTIONS = {
  async retell(turn) {
    tell("stop");
    const isDone = await send(`${base}turns/${turn}/retell`);
    if (!isDone) tell("retelling-failed", { turn });
  },
  edit(turn) {
    const words = document.querySelector(`#turn-${turn} .words`)?.value ?? "";
    ask(
      "edit",
      (form) => {
        form.narration.value = words;
      },
      (fields, form) => send(`${base}turns/${turn}/edit`, fields, form),
    );
  },
  undo() {
    ask("undo", () => {}, (fields, form) => {
      tell("stop");
      return send(`${base}undo`, fields, form);
    });
  },
  branch(turn) {
    ask("branch", () => {}, (fields, form) => send(`${base}branch`, { ...fields, after_turn: turn }, form));
  },
  withdraw() {
    tell("stop");
    ask("withdraw", () => {}, (fields, form) => send(`${base}turns/${board.dataset.last}/withdraw`, fields, form));
  },
  listen(turn) {
    tell("listen", { turn });
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (button) ACTIONS[button.dataset.action](button.dataset.turn);
});
