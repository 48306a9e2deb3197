// Making a hero: how many points and choices are left. The form works without it; what is legal is not decided here.
const COSTS = { 8: 0, 9: 1, 10: 2, 11: 3, 12: 4, 13: 5, 14: 7, 15: 9 };

const scores = document.querySelector("[data-points]");
function showPoints() {
  const line = document.getElementById("points-left");
  const method = document.getElementById("method").value;
  line.hidden = method !== "point_buy";
  let spent = 0;
  let odd = false;
  for (const input of scores.querySelectorAll("input[type=number]")) {
    const cost = COSTS[input.value];
    odd = odd || cost === undefined;
    spent += cost ?? 0;
  }
  const left = Number(scores.dataset.points) - spent;
  line.textContent = `${left} of ${scores.dataset.points} points left.${odd ? " Scores go from 8 to 15." : ""}`;
  line.classList.toggle("problem", left < 0 || odd);
}

function showCount(question) {
  const chosen = question.querySelectorAll("input:checked").length;
  const mark = question.querySelector("[data-count]");
  if (question.querySelector("input[type=checkbox]")) mark.textContent = `${chosen} chosen`;
  mark.classList.toggle("problem", chosen > Number(question.dataset.most));
}

if (scores) {
  scores.addEventListener("input", showPoints);
  showPoints();
}
for (const question of document.querySelectorAll("[data-most]")) {
  question.addEventListener("change", () => showCount(question));
  showCount(question);
}
document.getElementById("wrong")?.focus();
