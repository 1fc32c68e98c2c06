// Somebody signed out may leave a shared computer: the server forgets their answers after half an hour, and this takes
// them off the screen too. It counts from the last key or touch, and does so again when a sleeping computer wakes up.
export function setUpIdle() {
  const notice = document.querySelector("[data-idle-minutes]");
  if (!notice) {
    return;
  }
  const allowed = Number(notice.dataset.idleMinutes) * 60_000;
  let last = Date.now();
  const leave = () => window.location.replace(notice.dataset.idleAddress);
  const check = () => Date.now() - last >= allowed && leave();
  for (const event of ["keydown", "pointerdown", "scroll"]) {
    document.addEventListener(
      event,
      () => {
        check();
        last = Date.now();
      },
      { capture: true, passive: true },
    );
  }
  document.addEventListener("visibilitychange", check);
  window.setInterval(check, 10_000);
}
