/* The score sheet keeps every change: first in this browser, then at the server. Without a network it goes on, counts
   what is unsent, and sends it all when the network returns; a reload takes up what was not sent. */
"use strict";

(() => {
  const sheet = document.querySelector("[data-mark]");
  if (!sheet) return;
  const form = sheet.closest("form");
  const key = `sheet-${sheet.dataset.sheet}`;
  const fields = () => [...sheet.querySelectorAll("input[name]")];
  const saved = document.querySelector("[data-saved]");
  const unsent = document.querySelector("[data-unsent]");
  const handIn = document.querySelector("[data-hand-in]");
  const every = 5000;
  let sending = false;
  let timer = 0;
  let leaving = false;

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? { changes: 0 };
    } catch {
      return { changes: 0 };
    }
  };
  const keep = (journal) => {
    try {
      if (journal.changes) localStorage.setItem(key, JSON.stringify(journal));
      else localStorage.removeItem(key);
    } catch { /* a browser that keeps nothing still sends */ }
  };

  function content() {
    const values = {};
    for (const field of fields()) {
      if (field.type !== "radio") values[field.name] = field.value;
      else if (field.checked || !(field.name in values)) values[field.name] = field.checked ? field.value : "";
    }
    return values;
  }

  function restore(values) {
    for (const field of fields()) {
      if (!(field.name in values)) continue;
      if (field.type === "radio") {
        field.checked = field.value === values[field.name];
        if (field.checked) field.dispatchEvent(new Event("change", { bubbles: true }));
      } else {
        field.value = values[field.name];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }

  function count() {
    const marks = fields().filter((field) => field.type === "number" && field.value !== "");
    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
    document.querySelector("[data-total]").textContent = sum(marks.map((field) => Number(field.value)));
    document.querySelector("[data-rated]").textContent = sum(marks.map((field) => Number(field.max)));
  }

  function say(place, kind, sentence) {
    place.replaceChildren();
    if (!sentence) return;
    const tag = document.querySelector(`[data-tag="${kind}"]`).content.cloneNode(true);
    tag.querySelector(".tag").append(sentence);
    place.append(tag);
  }

  function changed() {
    count();
    keep({ changes: kept().changes + 1, values: content() });
    send();
  }

  async function send() {
    const journal = kept();
    if (sending || !journal.changes) return;
    sending = true;
    clearTimeout(timer);
    try {
      const body = new URLSearchParams(journal.values);
      body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      const answer = await fetch(sheet.dataset.mark, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.statusText);
      heard(await answer.json(), journal);
    } catch {
      say(unsent, "wait", sheet.dataset.saidOffline.replace("%s", journal.changes));
      timer = setTimeout(send, every);
      leaving = false;
    }
    sending = false;
    if (!timer && kept().changes) send();
  }

  function heard(answer, journal) {
    timer = 0;
    const now = kept();
    if (answer.error) {
      // A refusal is not sent again; the marks stay on the page until they are put right.
      keep({ changes: 0 });
      say(unsent, "late", answer.error);
      say(saved, "late", sheet.dataset.saidRefused);
      leaving = false;
      return;
    }
    keep({ changes: now.changes - journal.changes, values: now.values });
    say(unsent, "", "");
    say(saved, "ok", `${sheet.dataset.saidSaved} ${answer.saved}`);
    handIn.textContent = answer.hand_in;
    handIn.classList.toggle("main", answer.left === 0);
    document.querySelector("[data-go-on]")?.classList.toggle("main", answer.left > 0);
    if (leaving && !kept().changes) location.assign(handIn.href);
  }

  sheet.addEventListener("change", (event) => event.target.name && changed());
  sheet.addEventListener("click", (event) => {
    // A chosen answer pressed again is taken back by app.js without a change event.
    if (event.target.type === "radio" && !event.target.checked) changed();
  });
  window.addEventListener("online", send);
  handIn.addEventListener("click", (event) => {
    if (!kept().changes) return;
    event.preventDefault();
    leaving = true; // as soon as the server has what is on its way: one press is enough
    send();
  });
  const journal = kept();
  if (journal.changes) {
    restore(journal.values);
    count();
    send();
  }
})();
