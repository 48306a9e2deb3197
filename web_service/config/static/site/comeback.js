// A page shown while something is down: look whether it is back, and load again when it is.

const AGAIN_AFTER_MS = 3000;

async function look() {
  try {
    const answer = await fetch("/health", { headers: { Accept: "application/json" } });
    const body = await answer.json();
    if (answer.ok && body.status === "healthy") {
      location.reload();
      return;
    }
  } catch {
    // still away
  }
  setTimeout(look, AGAIN_AFTER_MS);
}

setTimeout(look, AGAIN_AFTER_MS);
