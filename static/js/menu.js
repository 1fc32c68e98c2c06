// Escape closes the menu of the header; the focus, which was on a link that is gone then, goes to its button.
export function setUpMenu() {
  const button = document.querySelector(".nhsuk-header__menu-toggle");
  const menu = button?.closest("nav");
  document.addEventListener(
    "keydown",
    (event) => {
      const isOpen = button?.getAttribute("aria-expanded") === "true";
      if (event.key === "Escape" && isOpen && menu.contains(document.activeElement)) {
        button.focus();
      }
    },
    true,
  );
}
