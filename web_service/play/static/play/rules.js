// A rule looked up without leaving the table: the rules' page in the dialog.

import { openPage } from "./dialog.js";

const body = document.getElementById("dialog-body");

async function show(url) {
  await openPage(url);
  body.querySelector("#rules-question")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-rules]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(`${link.href}?part=1`);
});
body.addEventListener("submit", (event) => {
  const form = event.target.closest("form.rules-form");
  if (!form) return;
  event.preventDefault();
  const asked = new URLSearchParams(new FormData(form));
  asked.set("part", "1");
  show(`${form.action}?${asked}`);
});
