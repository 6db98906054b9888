// Answers while typing: arrows go down into them, Escape and a click elsewhere close them.
// Without this file the answers are plain links and Enter asks the whole search page.

function closeAll(except) {
  for (const pop of document.querySelectorAll(".pop")) if (pop !== except) pop.replaceChildren();
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[role=search]");
  const pop = form?.querySelector(".pop");
  if (!pop?.hasChildNodes()) return;
  const links = [...pop.querySelectorAll("a")];
  const at = links.indexOf(event.target);
  if (event.key === "Escape") {
    form.querySelector("input[type=search]").focus();
    closeAll();
  } else if (event.key === "ArrowDown") {
    links[Math.min(at + 1, links.length - 1)]?.focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    (links[at - 1] ?? form.querySelector("input[type=search]")).focus();
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("pointerdown", (event) => closeAll(event.target.closest?.("form[role=search]")?.querySelector(".pop")));
document.addEventListener("focusin", (event) => closeAll(event.target.closest?.("form[role=search]")?.querySelector(".pop")));

// An answer that comes after its box was left is too late.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.matches?.(".pop") && !event.target.closest("form").contains(document.activeElement)) {
    event.detail.shouldSwap = false;
  }
});
