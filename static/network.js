// The network: lifts a company's neighbours, names lines, makes the drawing larger, replays the years.
// Nothing of it is needed: dots and lines are links, and the list below says the same.

const STEP = 1100; // milliseconds a year is shown in the replay
let zoom = 1;
let timer = 0;

function slugs(link) {
  return link.getAttribute("href").split("/").filter(Boolean).slice(1);
}

function liftNeighbours(net, node) {
  const [own] = slugs(node);
  const near = new Set([own]);
  for (const tie of net.querySelectorAll(".ties a")) {
    const pair = slugs(tie);
    const meets = pair.includes(own);
    tie.classList.toggle("near", meets);
    if (meets) pair.forEach((slug) => near.add(slug));
  }
  for (const other of net.querySelectorAll(".node")) other.classList.toggle("near", near.has(slugs(other)[0]));
  net.classList.add("lit");
}

function letGo(net) {
  net.classList.remove("lit");
  for (const lifted of net.querySelectorAll(".near")) lifted.classList.remove("near");
}

for (const [come, go] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(come, (event) => {
    const node = event.target.closest?.(".net .node");
    if (node) liftNeighbours(node.closest(".net"), node);
  });
  document.addEventListener(go, (event) => {
    const node = event.target.closest?.(".net .node");
    if (node) letGo(node.closest(".net"));
  });
}

// A line's name, beside the pointer.

function nameOf(slug, net) {
  return net.querySelector(`.node[href$="/${CSS.escape(slug)}/"] text`)?.textContent ?? slug;
}

document.addEventListener("pointermove", (event) => {
  const figure = event.target.closest?.(".network");
  const tip = figure?.querySelector(".tip");
  if (!tip) return;
  const tie = event.target.closest(".ties a");
  tip.hidden = !tie;
  if (!tie) return;
  const looks = [...tie.firstElementChild.classList];
  const stage = looks.find((name) => name.startsWith("t-"))?.slice(2) ?? "active";
  const word = document.querySelector(`[data-stage="${stage}"]`)?.textContent ?? stage;
  const net = tie.closest(".net");
  tip.textContent = `${slugs(tie).map((slug) => nameOf(slug, net)).join(" – ")}: ${word}`;
  const box = figure.getBoundingClientRect();
  tip.style.left = `${Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 4)}px`;
  tip.style.top = `${event.clientY - box.top + 16}px`;
});

// Size: dots and names keep theirs, the space between them grows; the frame scrolls.

function setZoom(stage, next, at) {
  const before = zoom;
  zoom = Math.min(Math.max(next, 1), 6);
  const net = stage.querySelector(".net");
  const x = at?.x ?? stage.clientWidth / 2;
  const y = at?.y ?? stage.clientHeight / 2;
  const left = ((stage.scrollLeft + x) * zoom) / before - x;
  const top = ((stage.scrollTop + y) * zoom) / before - y;
  net.style.width = net.style.height = `${zoom * 100}%`;
  net.classList.toggle("close", zoom >= 2);
  stage.scrollTo(left, top);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-zoom]");
  if (!button) return;
  const stage = document.querySelector(".network .stage");
  if (stage) setZoom(stage, Number(button.dataset.zoom) * zoom || 1);
});

document.addEventListener("wheel", (event) => {
  const stage = event.target.closest?.(".network .stage");
  if (!stage || !event.ctrlKey) return;
  event.preventDefault();
  const box = stage.getBoundingClientRect();
  const at = { x: event.clientX - box.left, y: event.clientY - box.top };
  setZoom(stage, zoom * (event.deltaY < 0 ? 1.25 : 0.8), at);
}, { passive: false });

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const stage = event.target.closest?.(".network .stage");
  if (!stage || zoom === 1 || event.pointerType !== "mouse" || event.target.closest("a")) return;
  dragged = { stage, x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
  event.preventDefault();
});
document.addEventListener("pointermove", (event) => {
  if (dragged) dragged.stage.scrollTo(dragged.x - event.clientX, dragged.y - event.clientY);
});
document.addEventListener("pointerup", () => (dragged = null));

// Replay: one year after the other, each asked of the server as the slider would.

function stop(form) {
  clearTimeout(timer);
  timer = 0;
  const play = form?.querySelector(".play");
  if (play) play.textContent = play.dataset.play;
}

function showYear(form, year) {
  const slider = form.elements.day;
  slider.value = year;
  form.querySelector("output").textContent = year;
  slider.dispatchEvent(new Event("change", { bubbles: true }));
}

function step() {
  const form = document.querySelector("[data-replay]");
  if (!form) return stop();
  const slider = form.elements.day;
  if (Number(slider.value) >= Number(slider.max)) return stop(form);
  showYear(form, Number(slider.value) + 1);
  timer = setTimeout(step, STEP);
}

document.addEventListener("click", (event) => {
  const play = event.target.closest?.(".play");
  if (!play) return;
  const form = play.closest("form");
  if (timer) return stop(form);
  play.textContent = play.dataset.pause;
  const slider = form.elements.day;
  if (slider.value === slider.max) showYear(form, slider.min);
  timer = setTimeout(step, STEP);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-replay]");
  if (form && event.target.name === "day") {
    if (event.isTrusted) stop(form);
    form.querySelector("output").textContent = event.target.value;
  }
});

// This year's end has not come: the last stop of the slider is today, which needs no word in the address.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("[data-replay]");
  if (form && form.elements.day.value === form.elements.day.max) event.detail.formData.delete("day");
});

function setUp() {
  for (const hidden of document.querySelectorAll(".play, .zoom")) hidden.hidden = false;
  const stage = document.querySelector(".network .stage");
  if (stage && zoom > 1) setZoom(stage, zoom);
}

setUp();
document.addEventListener("htmx:afterSettle", setUp);
