// Print and copy need scripts: their buttons are hidden in the HTML and shown here.
export function setUpPageActions() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
    button.closest("li").hidden = false;
  }
  if (!navigator.clipboard) {
    return;
  }
  for (const button of document.querySelectorAll("[data-copy-link]")) {
    button.addEventListener("click", () => copy(button));
    button.closest("li").hidden = false;
  }
}

async function copy(button) {
  const status = button.closest("li").querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(button.dataset.copyLink || window.location.href);
    status.textContent = "Link copied";
  } catch {
    status.textContent = "Your browser did not let us copy. The address is in its address bar.";
  }
}
