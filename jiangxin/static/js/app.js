/* What the pages do beyond HTML. Everything works without this file except where a comment says so.
   One listener per kind of event on the document, so that parts swapped in by htmx need no set-up. */
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(found, event);
  });

/* Keyboard: Ctrl+K to the search; Enter to the next mark (Shift+Enter back); Esc closes what floats. */
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (event.key === "Escape") {
    for (const floating of all("details[data-float][open]")) {
      floating.open = false;
      floating.querySelector("summary").focus();
    }
  }
});

/* Keys that type nothing press the button that names them (data-key="F2"): for whoever decides one file after the other. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !/^(F\d+|Insert)$/.test(event.key)) return;
  const button = document.querySelector(`[data-key="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
  enter(button.closest("details"));
});
/* A panel that opens takes the focus: its reason where one must be given, else its button. Ctrl+Enter sends the words. */
document.addEventListener("toggle", ({ target }) => target.matches?.("details[data-float]") && enter(target), true);
function enter(panel) {
  if (panel?.open) panel.querySelector("form :is([required], .btn)")?.focus();
}
on("keydown", "form.panel textarea", (words, event) => {
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const phrase = all("[data-phrase]", words.form)[event.code.slice(-1) - 1];
    if (phrase) event.preventDefault();
    phrase?.click();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) words.form.requestSubmit();
});

on("keydown", "[data-next]", (cell, event) => {
  if (event.key === "Escape") cell.value = cell.defaultValue;
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const cells = all("[data-next]:not([disabled], [readonly])");
  const next = cells[cells.indexOf(cell) + (event.shiftKey ? -1 : 1)];
  if (!next) return;
  next.focus();
  next.select();
});

/* A wheel over a focused number would change a mark unseen. */
document.addEventListener("wheel", (event) => {
  if (event.target === document.activeElement && event.target.type === "number") event.target.blur();
}, { passive: true });

/* What floats closes when one presses elsewhere, and only one floats at a time. */
document.addEventListener("click", (event) => {
  for (const floating of all("details[data-float][open]")) {
    if (!floating.contains(event.target)) floating.open = false;
  }
});

/* A button with data-confirm asks in <dialog id="confirm"> first. The server asks again where it matters. */
on("click", "[data-confirm]", async (button, event) => {
  if (button.dataset.confirmed) return void delete button.dataset.confirmed;
  event.preventDefault();
  event.stopPropagation();
  if (button.form && !button.form.reportValidity()) return;
  if (!(await confirmed(button.dataset.confirm, button))) return;
  button.dataset.confirmed = "yes";
  button.click();
});

function confirmed(question, button) {
  const dialog = document.getElementById("confirm");
  const yes = dialog.querySelector("[data-yes]");
  dialog.querySelector("h2").textContent = question;
  yes.textContent = button.textContent.trim();
  yes.className = button.classList.contains("grave") ? "btn grave" : "btn main";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

on("click", "[data-opens]", (button) => document.getElementById(button.dataset.opens)?.showModal());
on("click", "[data-closes]", (button) => button.closest("dialog").close());

/* A form is sent once; the server is idempotent besides. Coming back by the browser's button frees it again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.target || event.defaultPrevented) return; // a file in a window of its own leaves this page
  if (form.dataset.sent) return void event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

function free(form) {
  delete form.dataset.sent;
  for (const button of all("[aria-busy]", form)) button.removeAttribute("aria-busy");
}
window.addEventListener("pageshow", (event) => event.persisted && all("form[data-sent]").forEach(free));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) free(form);
});

/* What htmx could not do is said where messages stand: the sentence of the refusal, or that nothing was sent. */
document.addEventListener("htmx:responseError", (event) => {
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  say(answer.querySelector("main h1")?.textContent ?? event.detail.xhr.statusText);
});
document.addEventListener("htmx:sendError", () => say(document.getElementById("messages").dataset.offline));

function say(sentence) {
  const notice = document.createElement("div");
  notice.className = "notice late";
  notice.setAttribute("role", "alert");
  notice.append(document.createElement("span"), sentence);
  document.getElementById("messages").replaceChildren(notice);
  notice.scrollIntoView({ block: "center" });
}

/* Rows ticked in a table, and the bar that says what can be done with them (needs this file). */
on("change", '[name="pk"], [data-all]', (box) => {
  const form = box.closest("form");
  const boxes = all('[name="pk"]', form);
  if ("all" in box.dataset) for (const each of boxes) each.checked = box.checked;
  count(form, boxes);
});
on("click", "[data-none]", (button) => {
  const boxes = all('[name="pk"]', button.form);
  for (const each of boxes) each.checked = false;
  count(button.form, boxes);
});

function count(form, boxes) {
  const chosen = boxes.filter((box) => box.checked).length;
  const every = form.querySelector("[data-all]");
  const bar = form.querySelector("[data-batch]");
  if (every) [every.checked, every.indeterminate] = [chosen === boxes.length, chosen > 0 && chosen < boxes.length];
  if (bar) [bar.hidden, bar.querySelector("[data-count]").textContent] = [chosen === 0, chosen];
}

/* Small helps in forms: a filter acts at once, a ready phrase goes into the reason, a photo shows before it is sent. */
on("change", "[data-submit]", (field) => field.form.requestSubmit());
on("click", "[data-phrase]", (button) => {
  const reason = button.closest("form").querySelector('[name="reason"]');
  const phrase = button.dataset.phrase || button.textContent;
  const before = reason.value.slice(0, reason.selectionStart); // what is written stays: the phrase comes where one writes
  reason.setRangeText(before && !before.endsWith("\n") ? `\n${phrase}` : phrase, reason.selectionStart, reason.selectionEnd, "end");
  reason.focus();
});
/* A phone's picture is made smaller before it is looked at or sent; where that fails it goes as it is. */
const made = new WeakSet();
document.addEventListener("change", async (event) => {
  const input = event.target;
  const [file] = input.matches?.('[data-photo] input[type="file"]') ? input.files : [];
  if (!file || file.size < 1_000_000 || made.has(file)) return;
  event.stopImmediatePropagation();
  try {
    const picture = await createImageBitmap(file); // upright, as the camera was held
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
    const files = new DataTransfer();
    files.items.add(new File([small], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }));
    input.files = files.files;
  } catch { /* the server has the words for what is no picture */ }
  made.add(input.files[0]);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}, { capture: true });
on("change", '[data-photo] input[type="file"]', (input) => {
  const [file] = input.files;
  if (!file?.type.startsWith("image/")) return void input.closest("[data-photo]").querySelector(".frame").replaceChildren();
  const reader = new FileReader();
  reader.onload = () => {
    const picture = new Image();
    picture.src = reader.result; // a data: address, which the page's policy allows
    picture.alt = "";
    input.closest("[data-photo]").querySelector(".frame").replaceChildren(picture);
  };
  reader.readAsDataURL(file);
});

/* The score sheet. Blank is not zero: the first press gives full marks, then each press moves by half a mark. */
on("click", "[data-by]", (button) => {
  const row = button.closest("[data-score]");
  const input = row.querySelector("input");
  const max = Number(row.dataset.max);
  const full = "deduct" in row.dataset ? 0 : max;
  const moved = Number(input.value) + Number(button.dataset.by);
  input.value = input.value === "" ? full : Math.min(max, Math.max(0, moved));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
on("click", "[data-clear]", (button) => {
  const input = button.closest("[data-score]").querySelector("input");
  input.value = "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
on("input", "[data-score] input", (input) => {
  const row = input.closest("[data-score]");
  const blank = input.value === "";
  const mark = "deduct" in row.dataset ? Number(row.dataset.max) - Number(input.value) : Number(input.value);
  row.classList.toggle("blank", blank);
  row.querySelector("[data-result]").textContent = blank ? "–" : mark;
});
on("change", "[data-knock] input", (input) => {
  const row = input.closest("[data-knock]");
  row.classList.remove("blank");
  row.querySelector("[data-said]").textContent = row.querySelector("[data-said]").dataset.said;
});
/* A chosen 否定项 answer pressed again is taken back: nobody has said yet. */
on("pointerdown", "[data-knock] label", (label) => { label.dataset.was = label.querySelector("input").checked; });
on("click", "[data-knock] input", (input, event) => {
  if (input.parentElement.dataset.was !== "true" || event.detail === 0) return; // the arrow keys also "click"
  const row = input.closest("[data-knock]");
  input.checked = false;
  row.classList.add("blank");
  row.querySelector("[data-said]").textContent = row.querySelector("[data-said]").dataset.waiting;
  input.parentElement.dataset.was = "false";
});

/* 大字: remembered in a cookie, so that the next page comes large from the server. */
on("click", "[data-large]", () => {
  const large = document.documentElement.dataset.size !== "large";
  if (large) document.documentElement.dataset.size = "large";
  else delete document.documentElement.dataset.size;
  document.cookie = `size=${large ? "large" : ""}; path=/; max-age=${large ? 31536000 : 0}; samesite=lax`;
  showSize();
});
function showSize() {
  const large = document.documentElement.dataset.size === "large";
  for (const button of all("[data-large]")) button.setAttribute("aria-pressed", large);
}

document.addEventListener("DOMContentLoaded", () => {
  showSize();
  document.querySelector("[data-errors]")?.focus();
});
