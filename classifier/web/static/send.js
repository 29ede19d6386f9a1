// Without this file everything works. With it, a phone that loses its connection keeps what was typed.
"use strict";
const PATIENCE_MS = 20000;

async function sent(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!main) throw new Error("no page of ours");
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  window.scrollTo(0, 0);
  watch();
}

function sayOffline(form) {
  const mistake = document.getElementById("mistake");
  mistake.textContent = form.dataset.offline;
  mistake.hidden = false;
  mistake.scrollIntoView({ block: "center" });
}

function watch() {
  const form = document.querySelector("form[data-offline]");
  if (!form || !("timeout" in AbortSignal)) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    sent(form).catch(() => sayOffline(form)).finally(() => { button.disabled = false; });
  });
}

watch();
