// The story on the page: turns are merged in, never rebuilt under the reader; new sentences are also read out to a screen reader.

import { board, on, tell } from "./board.js";
import { afterNews, beforeNews, forgetReader, toNewest } from "./reader.js";

const log = document.getElementById("log");
const heard = document.getElementById("heard");
const firstWords = document.getElementById("first-words");

const kept = new Map();

const turnElement = (number) => document.getElementById(`turn-${number}`);

function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  heard.append(line);
  while (heard.children.length > 12) heard.firstChild.remove();
}

function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content;
}

function mergeDice(article, fresh) {
  const dice = article.querySelector(".dice");
  for (const card of fresh.querySelectorAll(".dice .die")) {
    if (dice.querySelector(`[data-seq="${card.dataset.seq}"]`)) continue;
    card.classList.add("new");
    dice.append(card);
    say(card.textContent.trim().replace(/\s+/g, " "));
  }
  dice.hidden = !dice.children.length;
}

function isAnotherSpeaking(telling, span) {
  const speaker = span.querySelector("[data-speaker]")?.dataset.speaker;
  const before = [...telling.querySelectorAll("[data-speaker]")].at(-1)?.dataset.speaker;
  return Boolean(speaker && telling.querySelector(".s") && speaker !== before);
}

function addSentence(article, index, html, text) {
  const telling = article.querySelector(".tell");
  const there = telling.querySelector(`.s[data-index="${index}"]`);
  if (there) {
    if (there.textContent !== text) there.innerHTML = html;
    return;
  }
  const span = document.createElement("span");
  span.className = "s new";
  span.dataset.index = index;
  span.innerHTML = html;
  span.classList.toggle("para", isAnotherSpeaking(telling, span));
  telling.append(span, " ");
  say(text);
}

function mergeTelling(article, fresh) {
  const sentences = [...fresh.querySelectorAll(".tell .s")];
  const wanted = new Set(sentences.map((s) => s.dataset.index));
  for (const old of article.querySelectorAll(".tell .s")) {
    if (!wanted.has(old.dataset.index)) old.remove();
  }
  for (const s of sentences) addSentence(article, s.dataset.index, s.innerHTML, s.textContent);
}

function replaceSmallPrint(article, fresh) {
  for (const part of [".meta", ".words", ".withdrawn"]) {
    article.querySelector(part)?.remove();
    const now = fresh.querySelector(part);
    if (!now) continue;
    if (part === ".withdrawn") article.querySelector(".tell").before(now);
    else article.append(now);
  }
}

function dropLastTools() {
  for (const button of log.querySelectorAll('[data-action="retell"], [data-action="undo"]')) button.remove();
}

function showTurn(news) {
  beforeNews();
  const fresh = parsed(news.html).firstElementChild;
  let article = turnElement(news.turn);
  if (article && article.dataset.turnId !== String(news.turn_id)) {
    article.remove();
    article = null;
  }
  firstWords.hidden = true;
  if (!article) {
    dropLastTools();
    const after = [...log.querySelectorAll(".turn")].find((t) => Number(t.dataset.turn) > news.turn);
    log.insertBefore(fresh, after ?? firstWords);
    for (const s of fresh.querySelectorAll(".tell .s")) say(s.textContent);
    article = fresh;
  } else if (news.is_fresh) {
    article.replaceWith(fresh);
    article = fresh;
    if (news.status !== "withdrawn") say(fresh.querySelector(".tell").textContent);
  } else {
    mergeDice(article, fresh);
    mergeTelling(article, fresh);
    replaceSmallPrint(article, fresh);
  }
  article.dataset.status = news.status;
  afterNews();
}

function showSentence(news) {
  const article = turnElement(news.turn);
  if (!article) return;
  beforeNews();
  if (news.index === 0 && article.dataset.status !== "resolved") {
    // The same events are being told again, in other words; should that fail, the old ones come back.
    kept.set(String(news.turn), article.cloneNode(true));
    article.querySelector(".tell").replaceChildren();
    article.querySelector(".meta")?.remove();
    article.dataset.status = "resolved";
  }
  addSentence(article, news.index, news.html, news.text);
  afterNews();
}

function showPanels(news) {
  for (const part of parsed(news.html).querySelectorAll("[data-panel]")) {
    for (const there of document.querySelectorAll(`[data-panel="${part.dataset.panel}"]`)) {
      if (there.outerHTML !== part.outerHTML) there.replaceWith(part);
    }
  }
  board.dataset.last = news.last;
  tell("panels", news);
}

on("news:turn", showTurn);
on("news:sentence", showSentence);
on("news:panels", showPanels);
on("news:undone", (news) => {
  for (const number of news.turns) turnElement(number)?.remove();
  forgetReader();
  say("The last turn was taken back.");
  if (!log.querySelector(".turn")) location.reload();
});
on("retelling-failed", ({ turn }) => {
  const before = kept.get(String(turn));
  if (before) turnElement(turn)?.replaceWith(before);
  forgetReader();
  kept.delete(String(turn));
});
on("news:reload", () => location.reload());

if (location.hash.startsWith("#turn-")) document.querySelector(location.hash)?.scrollIntoView();
else toNewest();
