// When a device makes or shows no passkey, allauth's script says so with an event; people read it beside the button.
export function setUpPasskeys() {
  const problem = document.querySelector("[data-passkey-problem]");
  if (!problem) {
    return;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    problem.hidden = false;
  });
}
