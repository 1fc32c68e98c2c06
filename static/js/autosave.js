// Long forms save themselves while somebody writes. Without scripts the Save button does the same.
const WAIT = 2500;

export function setUpAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    watch(form, form.querySelector("[data-autosave-status]"));
  }
}

function watch(form, status) {
  let timer = 0;
  let saving = false;
  let again = false;
  let leaving = false;

  const save = async (aside = false) => {
    window.clearTimeout(timer);
    timer = 0;
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    status.textContent = await send(form, aside);
    saving = false;
    if (again && !leaving) {
      again = false;
      await save();
    }
  };
  const later = (event) => {
    if (event.target.type === "file") {
      return; // files go with the Save button
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(), WAIT);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    leaving = true;
    window.clearTimeout(timer);
  });
  // A telephone puts a page aside without another word.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer && !leaving) {
      save(true);
    }
  });
}

// aside: the page may be gone before the answer comes; browsers see to the request then, if it is not large.
async function send(form, aside) {
  const body = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file]")) {
    body.delete(input.name);
  }
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { "X-Autosave": "yes" },
      credentials: "same-origin",
      keepalive: aside,
    });
    const said = await answer.json();
    if (said.seen && form.elements.seen) {
      form.elements.seen.value = said.seen; // what is there now is what this page knows of
    }
    return said.saved || said.problem;
  } catch {
    return "Not saved yet: there is no connection. We try again when you write on.";
  }
}
