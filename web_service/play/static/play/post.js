// One way to ask the server for a change: CSRF token along, failures as values with a code, never as exceptions.

const token = () => document.querySelector("#say input[name=csrfmiddlewaretoken]").value;

const AWAY = "The table cannot be reached. What you wrote is kept, and goes through when it is back.";

async function failure(answer) {
  const text = await answer.text();
  try {
    const { error } = JSON.parse(text);
    return { ok: false, status: answer.status, code: error.code, message: error.message };
  } catch {
    const isPassing = answer.status >= 502;
    const message = isPassing ? AWAY : "That did not work. Reload the page and try again.";
    return { ok: false, status: answer.status, code: isPassing ? "away" : "failed", message };
  }
}

export async function post(url, fields = {}, headers = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token(), Accept: "application/json", ...headers },
      body: new URLSearchParams(fields),
    });
  } catch {
    return { ok: false, status: 0, code: "away", message: AWAY };
  }
  if (answer.redirected) {
    if (new URL(answer.url).pathname.startsWith("/accounts/")) {
      const message = "You were signed out. What you wrote is kept; sign in again in another tab, then send it.";
      return { ok: false, status: 401, code: "signed_out", message };
    }
    return { ok: true, status: answer.status, went: answer.url, body: {} };
  }
  if (!answer.ok) return failure(answer);
  try {
    return { ok: true, status: answer.status, body: await answer.json() };
  } catch {
    return { ok: true, status: answer.status, body: {} };
  }
}

export function isPassing(result) {
  return (
    result.status === 0 ||
    result.status >= 502 ||
    ["turn_in_flight", "idempotency_key_in_flight", "already_spoken"].includes(result.code)
  );
}
