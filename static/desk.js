// The desk: claims judged by key, the next one there before the last is saved; suggestions for company fields;
// a sentence marked in an article. Without this file the same forms do all of it, a page at a time.

const root = document.querySelector("[data-queue]");
const one = root?.dataset.queue === "one";
const ahead = []; // items that wait, as HTML elements
const unsaved = new Set(); // claims judged here whose judgement is still on its way
let sending = Promise.resolve(); // one judgement after the other, in the order in which they were made
let asking = null;
let chord = 0;

const LOW = 3; // fewer items than this ahead: ask for more
const JSON_ONLY = { Accept: "application/json" };
const CHORD = 1200; // milliseconds in which a key after "g" belongs to the page's own keys

function trouble(text) {
  const box = document.querySelector("[data-trouble]");
  box.textContent = text;
  box.hidden = !text;
}

// The sentences are the page's, in its language: data-no-next and so on.
function troubleNamed(name) {
  trouble(document.querySelector("[data-trouble]").dataset[name]);
}

function count(answer) {
  if (answer.left !== undefined) document.querySelector("[data-left]").textContent = answer.left;
  if (answer.done !== undefined) document.querySelector("[data-done]").textContent = answer.done;
}

function makeItem(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

function items() {
  return [...root.querySelectorAll("article[data-claim]")];
}

function current() {
  return document.activeElement?.closest?.("article[data-claim]") ?? root.querySelector("article.here") ?? items()[0] ?? null;
}

function show(item) {
  root.querySelector("[data-empty]").before(item);
  item.focus({ preventScroll: one });
}

function settle() {
  root.querySelector("[data-empty]").hidden = items().length > 0 || ahead.length > 0;
}

// The next items

function have() {
  return [...[...items(), ...ahead].map((item) => item.dataset.claim), ...unsaved];
}

async function fill() {
  if (!one || asking || ahead.length >= LOW) return;
  asking = fetchMore();
  await asking;
  asking = null;
}

async function fetchMore() {
  const query = new URLSearchParams({ have: have().join(","), rule: root.dataset.rule });
  try {
    const answer = await fetch(`${root.dataset.next}?${query}`, { headers: JSON_ONLY });
    if (!answer.ok) return;
    const known = new Set(have());
    for (const html of (await answer.json()).items) {
      const item = makeItem(html);
      if (!known.has(item.dataset.claim)) ahead.push(item);
    }
  } catch {
    troubleNamed("noNext");
  }
  if (!items().length && ahead.length) show(ahead.shift());
  settle();
}

// Judging

function judge(item, name, value) {
  const form = item.querySelector("form[data-judge]");
  const data = new FormData(form);
  data.set(name, value);
  if (name === "why") data.set("do", "reject");
  trouble("");
  const sent = form.action;
  unsaved.add(item.dataset.claim);
  if (value === "edit") {
    // An edit may be refused at a field: the item stays until it is kept.
    item.classList.add("busy");
    sending = sending.then(() => send(sent, data, item, true));
    return;
  }
  leave(item);
  sending = sending.then(() => send(sent, data, item, false));
}

function leave(item) {
  const place = items().indexOf(item);
  item.remove();
  if (one) {
    if (ahead.length) show(ahead.shift());
    fill();
  } else {
    items()[Math.min(place, items().length - 1)]?.focus();
  }
  settle();
}

async function send(url, data, item, stays) {
  try {
    const answer = await fetch(url, { method: "POST", body: data, headers: JSON_ONLY });
    const said = await answer.json();
    count(said);
    if (answer.ok) {
      if (stays) leave(item);
      return;
    }
    trouble(said.message);
    back(said.item ? makeItem(said.item) : null, stays ? item : null);
  } catch {
    troubleNamed("notSaved");
    back(item, stays ? item : null);
  } finally {
    unsaved.delete(item.dataset.claim);
  }
}

function back(item, instead) {
  if (instead && item && instead.isConnected) {
    instead.replaceWith(item);
  } else if (item) {
    if (one) items().forEach((other) => { other.remove(); ahead.unshift(other); });
    show(item);
  } else if (instead) {
    leave(instead);
  }
  item?.classList.remove("busy");
  (item?.querySelector(".wrong input, .wrong select") ?? item)?.focus();
  settle();
}

async function undoLast() {
  const form = document.querySelector("form[data-undo]");
  const data = new FormData(form);
  sending = sending.then(async () => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: JSON_ONLY });
      const said = await answer.json();
      count(said);
      trouble(answer.ok ? "" : said.message);
      if (said.item) back(makeItem(said.item), null);
    } catch {
      troubleNamed("notUndone");
    }
  });
  await sending;
}

function toggle(item, part) {
  for (const details of item.querySelectorAll("details[data-part]")) {
    details.open = details.dataset.part === part && !details.open;
    if (details.open) details.querySelector("select, input:not([type=hidden]), button, a.button")?.focus();
  }
}

const DOING = {
  a: (item) => judge(item, "do", "accept"),
  s: (item) => judge(item, "do", "skip"),
  r: (item) => toggle(item, "reject"),
  e: (item) => toggle(item, "edit"),
  m: (item) => toggle(item, "merge"),
};

function isTyping(target) {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const item = current();
  if (event.key === "Escape" && item) {
    item.querySelectorAll("details[open]").forEach((details) => (details.open = false));
    item.focus();
    return;
  }
  if (isTyping(event.target)) return;
  if (event.key === "g") chord = Date.now() + CHORD;
  else if (Date.now() < chord) chord = 0;
  else if (event.key === "u") undoLast();
  else if (item && reason(item, event.key)) event.preventDefault();
  else if (item && DOING[event.key]) {
    event.preventDefault();
    DOING[event.key](item);
  }
}

function reason(item, key) {
  const open = item.querySelector('details[data-part="reject"][open]');
  const button = open && /^[1-9]$/.test(key) && open.querySelectorAll("button[name=why]")[Number(key) - 1];
  if (button) judge(item, "why", button.value);
  return Boolean(button);
}

if (root) {
  document.addEventListener("keydown", onKey);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-toggle]");
    if (button) toggle(button.closest("article"), button.dataset.toggle);
  });
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-judge]");
    if (!form) return;
    event.preventDefault();
    const pressed = event.submitter;
    judge(form.closest("article"), pressed?.name || "do", pressed?.value || "edit");
  });
  document.querySelector("form[data-undo]").addEventListener("submit", (event) => {
    event.preventDefault();
    undoLast();
  });
  items()[0]?.focus({ preventScroll: true });
  fill();
}

// Suggestions for company fields

const finder = document.querySelector("[data-find]")?.dataset.find;
let looking = 0;

document.addEventListener("input", (event) => {
  if (!finder || !event.target.matches?.("input[data-companies]")) return;
  clearTimeout(looking);
  looking = setTimeout(() => suggest(event.target.value), 120);
});

async function suggest(words) {
  const answer = await fetch(`${finder}?${new URLSearchParams({ q: words })}`, { headers: JSON_ONLY });
  if (!answer.ok) return;
  const options = (await answer.json()).names.map((name) => new Option("", name));
  document.getElementById("companies").replaceChildren(...options);
}

// A sentence marked in an article: choosing one writes its place, a selection inside it narrows it.

const marking = document.querySelector("form[data-mark]");

marking?.addEventListener("change", (event) => {
  if (event.target.name === "sentence") setSpan(Number(event.target.dataset.start), Number(event.target.dataset.end));
});

marking?.addEventListener("mouseup", () => {
  const chosen = getSelection();
  const words = chosen?.toString().trim();
  const label = chosen?.anchorNode?.parentElement?.closest("label");
  if (!words || !label?.contains(chosen.focusNode)) return;
  const choice = label.querySelector("input[name=sentence]");
  const at = label.querySelector("span").textContent.indexOf(words);
  if (at < 0) return;
  choice.checked = true;
  const before = [...label.querySelector("span").textContent.slice(0, at)].length;
  const start = Number(choice.dataset.start) + before;
  setSpan(start, start + [...words].length);
});

function setSpan(start, end) {
  marking.querySelector("[name=start]").value = start;
  marking.querySelector("[name=end]").value = end;
}
