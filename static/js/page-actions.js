// Print and copy need scripts: their buttons are hidden in the HTML and shown here.
export function setUpPageActions() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
    button.closest("li").hidden = false;
  }
  setUpPrinting();
  if (!navigator.clipboard) {
    return;
  }
  for (const button of document.querySelectorAll("[data-copy-link]")) {
    button.addEventListener("click", () => copy(button));
    button.closest("li").hidden = false;
  }
}

// On paper nothing can be unfolded: what is folded is opened for the printer, and folded again after it.
function setUpPrinting() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    opened.forEach((details) => details.setAttribute("open", ""));
  });
  window.addEventListener("afterprint", () => opened.forEach((details) => details.removeAttribute("open")));
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
