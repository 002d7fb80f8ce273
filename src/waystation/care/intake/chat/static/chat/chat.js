/* Shows new messages without loading the page anew, so that nothing typed is lost. Without script the page does it. */
"use strict";
(() => {
  const talk = document.querySelector("[data-talk]");
  if (!talk) return;
  const form = document.getElementById("say");
  if (form) {
    form.hidden = false;
    for (const plain of document.querySelectorAll("[data-instead=say]")) plain.remove();
  }
  const news = talk.dataset.news;
  if (!news) return;
  let source = null;
  let later = 0;
  /* While nobody has answered the words on the page change with the time. */
  const again = () => {
    clearTimeout(later);
    if (talk.dataset.again) later = setTimeout(() => show().catch(again), Number(talk.dataset.again) * 1000);
  };
  const show = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-talk]");
    if (!answer.ok || answer.redirected || !fresh) { location.reload(); return; }
    talk.dataset.seen = fresh.dataset.seen;
    talk.dataset.again = fresh.dataset.again ?? "";
    talk.replaceChildren(...fresh.childNodes);
    again();
    if (fresh.dataset.news) listen(); else location.reload();
  };
  const listen = () => {
    if (source) source.close();
    const address = new URL(news, location.href);
    address.searchParams.set("seen", talk.dataset.seen);
    source = new EventSource(address);
    source.addEventListener("news", () => { source.close(); show().catch(() => setTimeout(listen, 8000)); });
    source.addEventListener("busy", () => { source.close(); setTimeout(listen, 10000); });
  };
  addEventListener("pagehide", () => source && source.close());
  listen();
  again();
})();
