// A phone's four tabs, the theme's select, and menus that close when one looks elsewhere.

import { rememberOnServer, setTheme } from "../site/theme.js";

const buttons = [...document.querySelectorAll("nav.tabs button")];
for (const button of buttons) {
  button.addEventListener("click", () => {
    document.body.dataset.tab = button.dataset.tab;
    for (const other of buttons) other.toggleAttribute("aria-current", false);
    button.setAttribute("aria-current", "true");
  });
}

const pick = document.getElementById("theme-pick");
pick.value = document.documentElement.dataset.theme;
pick.addEventListener("change", () => {
  setTheme(pick.value);
  rememberOnServer({ theme: pick.value });
});

const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener(
  "keydown",
  (event) => {
    const menu = menus.find((candidate) => candidate.open);
    if (event.key !== "Escape" || !menu) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  },
  true,
);
