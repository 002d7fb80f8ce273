/* Leaving a desk and coming back: what was typed and not sent goes to the server, which seals it, and comes from there.
   Without this script a page is come back to all the same, and what was sent too late waits. */
"use strict";
(() => {
  const leaving = document.querySelector("form[data-leave]");
  if (!leaving) return;
  const changed = new WeakSet();
  const answered = new URLSearchParams(location.search).has("answer");
  const forms = () => [...document.querySelectorAll("main form")].filter((form) => form.getAttribute("method") === "post");
  const place = (form) => new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
  const nth = (form) => forms().filter((other) => place(other) === place(form)).indexOf(form);
  const isSecret = (control) => ["password", "file", "submit", "button", "image"].includes(control.type);

  addEventListener("input", (event) => {
    const form = event.target.closest?.("form");
    if (form) changed.add(form);
  });

  /* What this page holds that no server has: of each changed form its address, which of them it is, and its fields. */
  const typed = () => forms()
    .filter((form) => changed.has(form) || answered || form.querySelector("[aria-invalid=true]"))
    .map((form) => {
      const secret = new Set([...form.elements].filter(isSecret).map((control) => control.name));
      const pairs = [...new FormData(form)].filter(
        ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !secret.has(name));
      return [place(form), nth(form), pairs];
    })
    .filter(([, , pairs]) => pairs.length);

  leaving.addEventListener("submit", () => {
    document.body.dataset.leaving = "true";
    const from = document.referrer.startsWith(`${location.origin}/`) ? document.referrer.slice(location.origin.length) : "";
    const words = { page: location.pathname + location.search, before: from, typed: JSON.stringify(typed()) };
    for (const [name, value] of Object.entries(words)) {
      const field = leaving.querySelector(`input[name=${name}]`) ?? leaving.appendChild(document.createElement("input"));
      Object.assign(field, { type: "hidden", name, value });
    }
  });

  /* Coming back: the address names what was kept; the server opens it for whoever it belongs to, once. */
  const put = (control, values) => {
    if (isSecret(control) || control.name === "csrfmiddlewaretoken") return;
    if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.multiple && control.options) for (const one of control.options) one.selected = values.includes(one.value);
    else if (values.length) control.value = values.shift();
  };
  const fill = ([path, number, pairs]) => {
    const form = forms().filter((other) => place(other) === path)[number];
    if (!form) return false;
    const found = new Map();
    for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
    for (const control of form.elements) if (control.name) put(control, found.get(control.name) ?? []);
    for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    for (const fold of form.querySelectorAll("details")) fold.open = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };
  const comeBack = async (name) => {
    history.replaceState(null, "", location.pathname + location.search);
    const address = `/kept/${name}/`;
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const { typed: kept } = await answer.json();
    if (!kept.every(fill)) return;
    document.querySelector("[data-left-open]")?.remove();
    const token = leaving.querySelector("input[name=csrfmiddlewaretoken]").value;
    await fetch(address, { method: "POST", headers: { "x-csrftoken": token }, redirect: "manual" });
  };
  if (/^#kept=[0-9a-f-]{36}$/.test(location.hash)) comeBack(location.hash.slice(6));
})();
