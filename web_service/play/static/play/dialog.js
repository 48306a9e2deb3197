// The one dialog: why a number is what it is, a hero's sheet, and the questions before a change.

import { base } from "./board.js";

const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");

function open(content) {
  body.replaceChildren(content);
  if (!dialog.open) dialog.showModal();
}

export function closeDialog() {
  dialog.close();
}

function note(text) {
  const line = document.createElement("p");
  line.id = "dialog-title";
  line.textContent = text;
  return line;
}

export async function openPage(url) {
  open(note("One moment…"));
  try {
    const answer = await fetch(url);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    open(holder.content);
  } catch {
    open(note("That cannot be shown right now. Close this and try again."));
  }
}

export function ask(name, prepare, answered) {
  const form = document.getElementById(`ask-${name}`).content.cloneNode(true).querySelector("form");
  prepare(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answered(Object.fromEntries(new FormData(form)), form);
  });
  open(form);
}

export function complain(form, message) {
  form.querySelector(".problem")?.remove();
  const line = document.createElement("p");
  line.className = "problem";
  line.setAttribute("role", "alert");
  line.textContent = message;
  form.append(line);
}

document.addEventListener("click", (event) => {
  const found = event.target.closest("[data-why], [data-why-turn], [data-why-hero], [data-sheet]");
  if (!found) return;
  const { why, whyTurn, whyHero, whyNumber, sheet } = found.dataset;
  if (why) openPage(`${base}why/${why}`);
  else if (whyTurn) openPage(`${base}turns/${whyTurn}/why`);
  else if (whyHero) openPage(`${base}why/heroes/${whyHero}/${whyNumber}`);
  else openPage(`${base}heroes/${sheet}/sheet`);
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
