// A page about a run that goes on asks every second how far it is, and shows the result when it is done. Without this
// the page loads itself again every few seconds.
const EVERY = 1000;

export function setUpProgress() {
  const box = document.querySelector("[data-progress]");
  if (!box) {
    return;
  }
  const bar = box.querySelector("progress");
  const stage = box.querySelector("[data-progress-stage]");
  const percent = box.querySelector("[data-progress-percent]");
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) {
        window.location.reload(); // signed out, or the run is gone: the page says which
        return;
      }
      const run = await answer.json();
      if (run.done) {
        window.location.reload();
        return;
      }
      bar.value = run.percent;
      percent.textContent = run.percent;
      if (stage.textContent !== run.stage) {
        stage.textContent = run.stage; // heard only when it changes
      }
    } catch {
      // The network is away for a moment; the next time may be better.
    }
    window.setTimeout(ask, EVERY);
  };
  window.setTimeout(ask, EVERY);
}
