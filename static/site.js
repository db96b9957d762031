// Only improves what works without it. Nothing here is needed to read, answer, copy or print.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector) => document.querySelectorAll(selector);
  const said = document.querySelector("[data-said]");

  root.classList.add("script");
  if (navigator.clipboard && window.isSecureContext) root.classList.add("clipboard");

  // A screen reader speaks the same words again only when the text was empty in between.
  const say = (words) => {
    if (!said) return;
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 100);
  };

  // The error summary takes focus when the page opens; its links bring focus to the field itself.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // 'Geen van deze' and the other boxes exclude each other.
  const boxes = [...all(".choice__input[type=checkbox]")];
  for (const box of boxes) {
    box.addEventListener("change", () => {
      if (!box.checked) return;
      for (const other of boxes) {
        if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
      }
    });
  }

  for (const button of all("[data-copy-link]")) {
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(button.dataset.copyLink).then(
        () => say("De link is gekopieerd."),
        () => say("Kopiëren lukte niet. Kopieer het adres uit de adresbalk."),
      );
    });
  }

  // The answer as text stands on a page of its own; fetch it there, and go there when that fails.
  const part = (page, id, type, read) =>
    page.then((text) => new Blob([read(new DOMParser().parseFromString(text, "text/html").getElementById(id))], { type }));
  for (const link of all("[data-copy-answer]")) {
    link.addEventListener("click", (event) => {
      if (!root.classList.contains("clipboard") || !window.ClipboardItem || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const page = fetch(link.href, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      });
      // Safari wants the write to begin in the click itself, so the contents are promises.
      navigator.clipboard.write([new ClipboardItem({
        "text/plain": part(page, "plat", "text/plain", (field) => field.textContent.trim()),
        "text/html": part(page, "rijk", "text/html", (block) => block.innerHTML),
      })]).then(() => say("Het antwoord is gekopieerd. Plak het in uw e-mail."), () => { location.href = link.href; });
    });
  }

  for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());

  // On paper nothing can be opened, so everything is.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...all("main details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });

  // Leave at once: by the button, or by three times Shift within two seconds. No way back with the back button.
  const exit = document.querySelector("[data-leave]");
  if (exit) {
    const leave = () => { document.body.hidden = true; location.replace(exit.href); };
    let presses = [];
    exit.addEventListener("click", (event) => { event.preventDefault(); leave(); });
    addEventListener("keydown", (event) => {
      if (event.repeat) return;
      presses = event.key === "Shift" ? [...presses.filter((time) => event.timeStamp - time < 2000), event.timeStamp] : [];
      if (presses.length === 3) leave();
    });
  }
})();
