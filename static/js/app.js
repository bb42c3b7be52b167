// Everything here is a convenience: each page does its whole job without it.
// One section per job; none knows another. Texts come from the page (data- attributes), so both languages work.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const said = (name, fallback) => document.body.dataset[name] || fallback;

// --- keys: Enter while composing Chinese never submits; "/" goes to the search field ---------------------------
let composing = false;
addEventListener("compositionstart", () => { composing = true; }, true);
addEventListener("compositionend", () => { setTimeout(() => { composing = false; }); }, true);
addEventListener("keydown", (event) => {
  // 229 is what Safari reports for the Enter that ends a composition.
  if (event.key === "Enter" && (event.isComposing || composing || event.keyCode === 229)) {
    if (event.target.tagName === "INPUT") event.preventDefault();
    return;
  }
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const search = document.querySelector(".search input");
  if (search) { event.preventDefault(); search.focus(); search.select(); }
});

// --- tabs: the page one is on is in sight, also where they do not all fit ----------------------------------------
for (const here of all(".tabs [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

// --- button[data-print]: prints the page --------------------------------------------------------------------------
for (const button of all("[data-print]")) { button.hidden = false; button.addEventListener("click", () => print()); }

// --- a[data-key]: a key follows the link, as the arrows turn the pages of the calendar ------------------------------
addEventListener("keydown", (event) => {
  const elsewhere = event.target.closest?.("input, textarea, select, [contenteditable], [popover]") || document.querySelector("dialog[open]");
  if (elsewhere || composing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
});

// --- form[data-keys]: Ctrl+Enter in its text sends it ---------------------------------------------------------------
addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || composing) return;
  const form = event.target.closest?.("form[data-keys]");
  if (form && event.target.tagName === "TEXTAREA") { event.preventDefault(); form.requestSubmit(); }
});

// --- confirm: data-confirm on a form, a submit button or a link asks once, naming the thing ---------------------
function ask(about) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.dataset.tone = about.dataset.confirmTone || "late";
  const text = Object.assign(document.createElement("p"), { id: "confirm-text", textContent: about.dataset.confirm });
  dialog.setAttribute("aria-labelledby", text.id);
  const form = Object.assign(document.createElement("form"), { method: "dialog", className: "actions" });
  const no = Object.assign(document.createElement("button"), { className: "button", value: "no", autofocus: true });
  no.textContent = about.dataset.confirmNo || said("no", "取消");
  const yes = Object.assign(document.createElement("button"), { className: "button", value: "yes" });
  yes.textContent = about.dataset.confirmYes || said("yes", "确定");
  yes.dataset.kind = dialog.dataset.tone === "late" ? "danger" : "primary";
  yes.dataset.last = "";
  form.append(no, yes);
  dialog.append(text, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => {
    dialog.remove();
    answer(dialog.returnValue === "yes");
  }));
}
addEventListener("submit", async (event) => {
  const about = [event.submitter, event.target].find((it) => it?.dataset.confirm);
  if (!about || event.target.dataset.confirmed !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!await ask(about)) { event.submitter?.focus(); return; }
  event.target.dataset.confirmed = "";
  event.target.requestSubmit(event.submitter);
  delete event.target.dataset.confirmed;
}, true);
addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-confirm]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  if (await ask(link)) location.assign(link.href);
});

// --- submit: a second press does nothing; the pressed button's name and value are still sent ---------------------
addEventListener("submit", (event) => {
  const form = event.target;
  // Not form.method: a field named "method" would stand in for it.
  if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent !== undefined) { event.preventDefault(); return; }
  form.dataset.sent = "";
  // After the browser has collected the fields, or the button would be left out.
  setTimeout(() => all("button:not([type=button])", form).forEach((button) => { button.disabled = true; }));
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  all("button", form).forEach((button) => { button.disabled = false; });
}));

// --- filters: form[data-auto] submits itself when a choice changes ------------------------------------------------
for (const form of all("form[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (composing || event.target.matches("input[type=search], input[type=text]")) return;
    form.requestSubmit();
  });
  // Empty fields stay out of the address.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// --- rows: [data-rows] gets a working add-row button, which clones the last row emptied ----------------------------
for (const box of all("[data-rows]")) {
  const add = box.querySelector("[data-add]");
  const body = box.querySelector("tbody");
  if (!add || !body?.rows.length) continue;
  const pattern = all("tr", body).filter((row) => row.querySelector("input, select, textarea")).at(-1);
  if (!pattern) continue;
  add.hidden = false;
  add.addEventListener("click", () => {
    const row = pattern.cloneNode(true);
    const number = all("tr", body).filter((it) => it.querySelector("input, select, textarea")).length;
    for (const field of all("input, select, textarea", row)) {
      field.removeAttribute("id");
      field.removeAttribute("aria-invalid");
      const label = field.getAttribute("aria-label");
      if (label) field.setAttribute("aria-label", label.replace(/\d+\s*$/, number + 1));
      if (field.type === "checkbox" || field.type === "radio") { field.checked = false; if (/^\d+$/.test(field.value)) field.value = number; }
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else if (field.type !== "hidden" || !field.hasAttribute("data-keep")) field.value = "";
    }
    body.append(row);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

// --- draft: form[data-draft] keeps what is typed on this computer until it has been saved, for whoever typed it, until they sign out
const ME = document.body.dataset.me;
const KEPT = `draft:${ME}:`;
// Whoever is signed in on this computer: a page of somebody who has signed out, in another window, keeps nothing any more.
const isHere = () => localStorage.getItem("me") === ME;
if (ME) {
  try { localStorage.setItem("me", ME); } catch { /* full or forbidden: nothing is kept */ }
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft:") && !key.startsWith(KEPT)) localStorage.removeItem(key);
}
for (const key of all("[data-draft-saved]").map((it) => it.dataset.draftSaved)) localStorage.removeItem(KEPT + key);
let leaves = false;
for (const form of all("form[action='/logout']")) {
  form.addEventListener("submit", () => {
    leaves = true;
    localStorage.removeItem("me");
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key);
  });
}
for (const form of all("form[data-draft]")) {
  const key = KEPT + form.dataset.draft;
  const fields = () => [...form.elements].filter((it) => it.name && !["password", "file", "hidden", "submit", "button"].includes(it.type));
  const read = () => fields().map((it) => [it.name, it.type === "checkbox" || it.type === "radio" ? `${it.value}:${it.checked}` : it.value]);
  const shown = JSON.stringify(read());
  const saved = !form.querySelector("[aria-invalid]");   // a form that came back with complaints is not saved yet
  const kept = localStorage.getItem(key);
  // In a form of many on one page what was typed goes back at once, where nothing was saved since.
  const atOnce = form.dataset.draftAtOnce !== undefined && read().every(([, value]) => !value);
  if (kept && kept !== shown) { if (atOnce) restore(JSON.parse(kept)); else offer(kept); }
  else if (saved) localStorage.removeItem(key);

  let timer;
  const write = () => {
    timer = undefined;
    if (leaves || !isHere()) return;
    const now = JSON.stringify(read());
    try { if (now === shown && saved) localStorage.removeItem(key); else localStorage.setItem(key, now); } catch { /* full or forbidden: the form works on */ }
  };
  const keep = () => { clearTimeout(timer); timer = setTimeout(write, 400); };
  // Another form of the page was sent, or a link followed, before that.
  addEventListener("pagehide", () => { if (timer) { clearTimeout(timer); write(); } });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  function offer(text) {
    const notice = Object.assign(document.createElement("div"), { className: "notice" });
    notice.dataset.tone = "dawn";
    notice.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = form.dataset.draftFound || said("draftFound", "这台电脑上有未保存的草稿。");
    const button = (label, deed) => {
      const it = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
      it.dataset.size = "small";
      it.addEventListener("click", () => { deed(); notice.remove(); });
      return it;
    };
    notice.append(words,
      button(form.dataset.draftRestore || said("draftRestore", "恢复草稿"), () => restore(JSON.parse(text))),
      button(form.dataset.draftDrop || said("draftDrop", "丢弃"), () => localStorage.removeItem(key)));
    form.prepend(notice);
  }
  function restore(pairs) {
    const count = (list, name) => list.filter((it) => it === name).length;
    for (const name of new Set(pairs.map(([it]) => it))) {
      const add = form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest("[data-rows]")?.querySelector("[data-add]");
      while (add && count(fields().map((it) => it.name), name) < count(pairs.map(([it]) => it), name)) add.click();
    }
    const left = [...pairs];
    for (const field of fields()) {
      const at = left.findIndex(([name]) => name === field.name);
      if (at < 0) continue;
      const [[, value]] = left.splice(at, 1);
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.endsWith(":true");
      else field.value = value;
    }
    form.querySelector("input, textarea, select")?.focus();
  }
}

// --- live: the numbers and the newest notice while the page is open and seen; without it they wait for the next page ----
const live = document.body.dataset.live;
if (live && "EventSource" in window) {
  let line, last;
  const listen = () => {
    if (line || document.hidden) return;
    line = new EventSource(live);
    line.addEventListener("inbox", (event) => told(JSON.parse(event.data)));
  };
  // A browser has few lines to one place: who does not look gives theirs back.
  const leave = () => { line?.close(); line = undefined; };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", () => setTimeout(listen, 800));

  function told(now) {
    for (const it of all("[data-count]")) {
      const count = now[it.dataset.count];
      if (count === undefined) continue;
      it.textContent = count;
      it.hidden = count === 0;
      if (it.dataset.count === "/tasks") it.dataset.tone = now.late > 0 ? "late" : "dawn";
    }
    for (const [href, label] of [["/tasks", now.inbox], ["/notices", now.unread]]) {
      document.querySelector(`.topbar .tool[href="${href}"]`)?.setAttribute("aria-label", label);
    }
    const notice = now.notice;
    // What was unread when the page was made is no news.
    const isNew = notice && notice.id !== last && (last !== undefined || now["/notices"] > Number(document.body.dataset.unread));
    last = notice ? notice.id : "";
    if (isNew) toast(notice);
  }
  function toast({ text, why, href }) {
    const place = document.querySelector(".toasts");
    const bell = document.querySelector('.topbar .tool[href="/notices"] .icon');
    if (!place || !href.startsWith("/")) return;
    const it = Object.assign(document.createElement("div"), { className: "toast" });
    const words = document.createElement("div");
    words.append(Object.assign(document.createElement("a"), { href, textContent: text }),
      Object.assign(document.createElement("small"), { textContent: why }));
    const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: said("close", "知道了") });
    close.dataset.size = "small";
    close.dataset.kind = "quiet";
    close.addEventListener("click", () => it.remove());
    it.append(bell ? bell.cloneNode(true) : "", words, close);
    place.replaceChildren(it);
  }
}

// --- fill: a button[data-fill] puts its value into the field with that id --------------------------------------------
for (const button of all("button[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.fill);
    if (!field) return;
    field.value = button.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// --- a field that is only there to be copied selects itself ------------------------------------------------------
addEventListener("focusin", (event) => { if (event.target.matches?.("input[readonly]")) event.target.select(); });
