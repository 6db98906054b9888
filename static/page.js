// Keys and small comforts of every page. Nothing here is needed: links and forms do all of it more slowly.

document.documentElement.classList.add("js");

const WAIT = 1200; // milliseconds a "g" waits for its second key
let pending = 0;

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function findItems() {
  return [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);
}

function moveItem(step) {
  const items = findItems();
  if (!items.length) return;
  const at = items.findIndex((item) => item.classList.contains("here"));
  const next = items[Math.min(Math.max(at + step, 0), items.length - 1)];
  items[at]?.classList.remove("here");
  next.classList.add("here");
  const link = next.querySelector("[data-open]") ?? next.querySelector("a");
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function openItem() {
  const item = document.querySelector("[data-item].here");
  (item?.querySelector("[data-open]") ?? item?.querySelector("a"))?.click();
}

function showKeys() {
  const dialog = document.getElementById("keys");
  if (dialog && !dialog.open) dialog.showModal();
}

function goTo(key) {
  document.querySelector(`.top nav a[data-key="${CSS.escape(key)}"]`)?.click();
}

function findField() {
  const field = document.getElementById("find");
  field?.focus();
  field?.select();
}

const KEYS = { "/": findField, j: () => moveItem(1), k: () => moveItem(-1), "?": showKeys };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (Date.now() < pending) {
    pending = 0;
    goTo(event.key);
  } else if (event.key === "g") {
    pending = Date.now() + WAIT;
  } else if (event.key === "Enter" && event.target === document.body) {
    openItem();
  } else if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

// Charts and heat-maps: one tab stop each, arrows inside.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function findStops(chart) {
  return [...chart.querySelectorAll("tbody td a, a.mark, li > a[data-year]")];
}

// Where a stop is seen: a dot's name hangs beside it and is as wide as the machine's letters, so the dot alone counts.
function centre(stop) {
  const box = (stop.querySelector("circle") ?? stop).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function nearest(from, stops, [dx, dy]) {
  const [left, top] = centre(from);
  let best = null;
  let least = Infinity;
  for (const stop of stops) {
    const [right, bottom] = centre(stop);
    const x = right - left;
    const y = bottom - top;
    const ahead = dx * x + dy * y;
    if (stop === from || ahead < 2) continue;
    const aside = Math.abs(dx ? y : x);
    const cost = ahead + 4 * aside;
    if (cost < least) [best, least] = [stop, cost];
  }
  return best;
}

function setUpCharts(root) {
  for (const chart of root.querySelectorAll("[data-arrows]")) {
    findStops(chart).forEach((stop, index) => stop.setAttribute("tabindex", index ? "-1" : "0"));
  }
  for (const box of root.querySelectorAll("[data-newest-right]")) box.scrollLeft = box.scrollWidth;
}

document.addEventListener("keydown", (event) => {
  const chart = event.target instanceof Element && event.target.closest("[data-arrows]");
  if (!chart || !ARROWS[event.key]) return;
  const stops = findStops(chart);
  const next = nearest(event.target, stops, ARROWS[event.key]);
  if (!next) return;
  event.preventDefault();
  for (const stop of stops) stop.setAttribute("tabindex", stop === next ? "0" : "-1");
  next.focus();
});

setUpCharts(document);
document.addEventListener("htmx:load", (event) => setUpCharts(event.target.parentNode ?? document));

// The strip of years: drawing over it chooses the years from the first to the last touched.

let brush = null;

function yearAt(target) {
  return Number(target instanceof Element ? target.closest("[data-year]")?.dataset.year : 0) || 0;
}

function showBrush() {
  const [first, last] = [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)];
  for (const link of brush.strip.querySelectorAll("[data-year]")) {
    const year = Number(link.dataset.year);
    link.parentElement.classList.toggle("brushed", first < last && first <= year && year <= last);
  }
}

document.addEventListener("pointerdown", (event) => {
  const strip = event.target instanceof Element && event.target.closest("[data-brush]");
  const year = yearAt(event.target);
  if (strip && year && event.button === 0 && event.pointerType === "mouse") brush = { strip, from: year, to: year };
});

document.addEventListener("pointermove", (event) => {
  const year = brush && yearAt(event.target);
  if (!year || year === brush.to) return;
  brush.to = year;
  showBrush();
});

document.addEventListener("pointerup", () => {
  if (!brush || brush.from === brush.to) return void (brush = null);
  const first = document.getElementById("f-from");
  const last = document.getElementById("f-to");
  first.value = Math.min(brush.from, brush.to);
  last.value = Math.max(brush.from, brush.to);
  brush = null;
  first.form.requestSubmit();
});

document.addEventListener("dragstart", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-brush]")) event.preventDefault();
});

// Filter forms: what is empty does not belong into the address.

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest?.("[data-filters]")) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});

// A piece that does not come is said, and the page stays as it was.

function sayFailed() {
  const main = document.getElementById("main");
  if (main.querySelector(".complaint.failed")) return;
  const note = document.createElement("p");
  note.className = "complaint failed";
  note.setAttribute("role", "alert");
  note.textContent = main.dataset.failed;
  main.prepend(note);
}

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, sayFailed);
document.addEventListener("htmx:afterOnLoad", () => document.querySelector(".complaint.failed")?.remove());

// The filter bar comes anew with its results: it stays open, and scrolled to where it was.
let filtersOpen = false;
let filtersAt = 0;
document.addEventListener("htmx:beforeSwap", () => {
  filtersOpen = Boolean(document.getElementById("filters")?.open);
  filtersAt = document.querySelector(".split > .aside")?.scrollTop ?? 0;
});
document.addEventListener("htmx:afterSwap", () => {
  const filters = document.getElementById("filters");
  if (!filters) return;
  filters.open ||= filtersOpen;
  filters.closest(".aside").scrollTop = filtersAt;
});

let changed = 0;
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-filters]");
  if (!form) return;
  clearTimeout(changed); // Enter in a field is a change and a submit: one of them is enough
  changed = setTimeout(() => form.isConnected && form.requestSubmit(), 30);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-filters]")) return clearTimeout(changed);
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
  setTimeout(() => [...event.target.elements].forEach((field) => (field.disabled = false)), 500);
});
