/* Quick exit: the button, or Shift three times within five seconds. Without script the button is a plain form. */
"use strict";
(() => {
  const form = document.querySelector("form[data-exit]");
  if (!form) return;
  const leave = () => {
    document.documentElement.hidden = true;
    document.title = "…";
    fetch(form.action, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
    location.replace(form.dataset.exit);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { presses = []; return; }
    if (event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
    if (presses.length >= 3) leave();
  });
  /* Coming back by the Back button must not show the page from memory. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
