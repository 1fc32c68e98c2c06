// The filter panel is open for everybody; where the screen is narrow it starts closed, so that
// the results come first.
const NARROW = "(max-width: 989px)";

export function setUpFilters() {
  for (const panel of document.querySelectorAll("details.app-filters")) {
    if (window.matchMedia(NARROW).matches && !panel.querySelector(".nhsuk-error-message")) {
      panel.open = false;
    }
    panel.classList.add("app-filters--ready");
  }
}
