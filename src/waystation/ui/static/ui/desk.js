/* Comforts of the staff pages. Every page works without them. Nothing is kept in the browser's storage. */
"use strict";
(() => {
  const post = (url, body) => fetch(url, { method: "POST", keepalive: true, body, headers: { "x-csrftoken": token() } });
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

  /* Drafts: the form goes to the server, which seals it; at most once in five seconds, only after a change. */
  for (const form of document.querySelectorAll("form[data-draft-url]")) {
    let changed = false;
    let busy = false;
    const state = form.querySelector("[data-draft-state]") ?? document.querySelector("[data-draft-state]");
    form.addEventListener("input", () => { changed = true; });
    const keep = async () => {
      if (!changed || busy) return;
      changed = false;
      busy = true;
      try {
        const answer = await post(form.dataset.draftUrl, new URLSearchParams(new FormData(form)));
        if (!answer.ok || answer.redirected) throw new Error("not kept");
        touched();
        if (state) { state.hidden = false; state.textContent = state.dataset.kept ?? state.textContent; }
      } catch {
        changed = true;
        if (state) { state.hidden = false; state.textContent = state.dataset.failed ?? state.textContent; }
      } finally { busy = false; }
    };
    const timer = setInterval(keep, 5000);
    form.addEventListener("submit", () => { clearInterval(timer); changed = false; });
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  }

  /* Where there is no draft, the browser asks before words are lost. */
  for (const form of document.querySelectorAll("form[data-confirm-leave]")) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed && !document.body.dataset.leaving) event.preventDefault(); });
  }

  /* The idle lock is the server's. This says that it is near, and clears the screen when it is there. Somebody may be
     at work in another tab, so the server is asked first; asking does not count as work. */
  const { idleSeconds, lockUrl, keepUrl, idleUrl } = document.body.dataset;
  const notice = document.getElementById("idle");
  let last = Date.now();
  const touched = () => { last = Date.now(); if (notice) notice.hidden = true; };
  if (idleSeconds) {
    const limit = Number(idleSeconds) * 1000;
    const early = 10_000;
    let asking = false;
    const left = () => limit - (Date.now() - last);
    const ask = async () => {
      try {
        const answer = await fetch(idleUrl, { headers: { accept: "application/json" } });
        return answer.ok && !answer.redirected ? (await answer.json()).left * 1000 : 0;
      } catch { return 0; }
    };
    const lock = () => {
      clearInterval(timer);
      document.documentElement.hidden = true;
      const leaving = document.querySelector("form[data-leave]");
      if (leaving) leaving.requestSubmit();
      else location.replace(`${lockUrl}?next=${encodeURIComponent(location.pathname)}`);
    };
    const look = async () => {
      const near = left() < 60000 && notice?.hidden;
      if (asking || (left() > early && !near)) return;
      asking = true;
      const known = await ask();
      asking = false;
      last = Date.now() - limit + known;
      if (known <= early) lock();
      else if (notice) notice.hidden = known >= 60000;
    };
    const timer = setInterval(look, 5000);
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    notice?.querySelector("button")?.addEventListener("click", async () => {
      const answer = await post(keepUrl, new URLSearchParams());
      if (answer.ok && !answer.redirected) touched(); else look();
    });
  }

  /* Copy: a courtesy for codes and addresses that are on the screen already. */
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
      if (button.dataset.copied) button.textContent = button.dataset.copied;
    });
  }
})();
