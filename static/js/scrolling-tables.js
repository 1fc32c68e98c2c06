// A box that scrolls must be reachable by keyboard; one that does not scroll should not be a stop.
export function setUpScrollingTables() {
  const boxes = document.querySelectorAll(".app-table-box");
  if (!boxes.length || !("ResizeObserver" in window)) {
    return;
  }
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => update(target)));
  boxes.forEach((box) => observer.observe(box));
}

function update(box) {
  const scrolls = box.scrollWidth > box.clientWidth + 1;
  if (scrolls) {
    box.setAttribute("tabindex", "0");
  } else {
    box.removeAttribute("tabindex");
  }
}
