// A button whose answer takes minutes: say so once it is pressed, and do not let it be pressed twice.

function wait(event) {
  const says = event.submitter?.dataset.slow;
  if (!says) return;
  const form = event.target;
  form.querySelector("[role=status]").textContent = says;
  // Only now: a button that is disabled does not send its own address.
  setTimeout(() => setDisabled(form, true));
}

function setDisabled(form, isDisabled) {
  for (const button of form.querySelectorAll("button")) button.disabled = isDisabled;
}

for (const form of document.querySelectorAll("form:has([data-slow])")) {
  form.addEventListener("submit", wait);
  // The page may come back as it was left.
  addEventListener("pageshow", () => {
    setDisabled(form, false);
    form.querySelector("[role=status]").textContent = "";
  });
}
