// The first thing in the body, run before the first paint: tells the style sheet that scripts
// work, so that nothing jumps when app.js arrives. The class names are the design system's.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
}
