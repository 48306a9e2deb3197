// The theme: what the page was made with, or what this browser remembers; a change is remembered in both places.

const root = document.documentElement;

function stored() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
}

export function setTheme(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // a browser that remembers nothing still shows the theme
  }
}

export async function rememberOnServer(fields) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  try {
    await fetch("/accounts/preferences", {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: new URLSearchParams(fields),
    });
  } catch {
    // the browser's own memory is enough until next time
  }
}

if (root.dataset.theme === "auto" && stored()) root.dataset.theme = stored();

for (const form of document.querySelectorAll("[data-preferences]")) {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "theme") return;
    setTheme(event.target.value);
    rememberOnServer({ theme: event.target.value });
  });
}
