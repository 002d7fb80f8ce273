/* Comforts of the console. Every page works without them. Nothing is kept in the browser's storage. */
"use strict";
(() => {
  /* A part of the page that comes anew by itself. It waits while somebody is inside it, so that no focus is lost. */
  for (const box of document.querySelectorAll("[data-poll]")) {
    const say = document.getElementById(box.dataset.status);
    const look = async () => {
      if (document.hidden || box.contains(document.activeElement)) return;
      const known = box.querySelector("[data-part]")?.dataset.known ?? "";
      try {
        const answer = await fetch(`${box.dataset.poll}?known=${encodeURIComponent(known)}`);
        if (answer.status !== 200 || answer.redirected) return;
        const text = await answer.text();
        if (box.contains(document.activeElement)) return;
        const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-part]");
        if (!fresh) return;
        const before = box.querySelector("[data-part]")?.dataset.say;
        box.replaceChildren(fresh);
        if (say && fresh.dataset.say !== before) say.textContent = fresh.dataset.say;
      } catch { /* the next look comes by itself */ }
    };
    setInterval(look, Number(box.dataset.every) * 1000);
  }

  /* A clock that runs on from the seconds the server counted. */
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    const began = Date.now() - Number(clock.dataset.seconds) * 1000;
    const two = (n) => String(n).padStart(2, "0");
    setInterval(() => {
      const s = Math.floor((Date.now() - began) / 1000);
      const hours = Math.floor(s / 3600);
      const rest = `${two(s % 60)}`;
      const minutes = Math.floor(s / 60) % 60;
      clock.textContent = hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
    }, 1000);
  }
})();
