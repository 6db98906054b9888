// An article: pointing at a claim lights its sentence, pointing at a sentence lights its claims.

function light(ids, on) {
  for (const id of ids) {
    document.querySelector(`[data-claim="${id}"]`)?.classList.toggle("lit", on);
    document.querySelectorAll(`mark[data-claims~="${id}"]`).forEach((mark) => mark.classList.toggle("lit", on));
  }
}

function idsOf(target) {
  const place = target instanceof Element && target.closest("[data-claim], mark[data-claims]");
  return place ? (place.dataset.claim ?? place.dataset.claims).split(" ") : [];
}

for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(enter, (event) => light(idsOf(event.target), true));
  document.addEventListener(leave, (event) => light(idsOf(event.target), false));
}
