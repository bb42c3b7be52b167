// What a person finds on a page by its words. Asked from outside, so it works where the page's own scripts are off.
// arguments: the question, then what it is about. Answers { found } or { trouble }, or plain values.
const tidy = (text) => (text || "").replace(/\s+/g, " ").trim();
const shown = (it) => it.getClientRects().length > 0 && it.checkVisibility({ visibilityProperty: true });
const top = document.querySelector("dialog[open]") || document;
const every = (selector, from = top) => [...from.querySelectorAll(selector)].filter(shown);
const FIELDS = "input:not([type=hidden]), textarea, select";

const named = (it) => {
  if (it.hasAttribute("aria-label")) return tidy(it.getAttribute("aria-label"));
  if (it.hasAttribute("aria-labelledby")) {
    return tidy(it.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
  }
  if (it.matches(FIELDS)) return it.labels?.length ? words(it.labels[0]) : "";
  return tidy(it.innerText);
};
// The words of a label without its marks and explanations.
const words = (label) => {
  const copy = label.cloneNode(true);
  copy.querySelectorAll(".needed, .optional, .hint, small, select, textarea").forEach((it) => it.remove());
  return tidy(copy.textContent);
};
const within = (part) => {
  if (!part) return [top];
  const headings = every("h1, h2, h3, legend, th").filter((it) => tidy(it.innerText).startsWith(part));
  const labelled = every("[aria-label]").filter((it) => it.ariaLabel === part && it.matches("nav, section"));
  return labelled.length ? labelled : headings.map((it) => it.closest("tr, fieldset, section, form, article") || it.parentElement);
};
// Exactly these words; else what begins with them; else what has them.
const best = (all, name) => [(it) => it === name, (it) => it.startsWith(name), (it) => it.includes(name)]
  .map((fits) => all.filter((it) => fits(named(it)))).find((some) => some.length) || [];
const list = (all) => [...new Set(all.map((it) => `「${named(it)}」`))].join(" ") || "none";

const one = (what, name, all, part) => {
  let some = best(all, name);
  // Several links to one place are one link.
  if (some.length > 1 && some.every((it) => it.href && it.href === some[0].href)) some = [some[0]];
  if (some.length === 1) {
    some[0].scrollIntoView({ block: "center", behavior: "instant" });
    return { found: some[0] };
  }
  const where = part ? ` within 「${part}」` : "";
  return { trouble: `${some.length || "no"} ${what} 「${name}」${where}; there are: ${list(all)}` };
};

const questions = {
  press: (name, part) => {
    const all = within(part).flatMap((it) => every("a[href], button, summary", it));
    const answer = one("link or button", name, all.filter((it) => it.ariaDisabled !== "true"), part);
    if (answer.found || !best(all, name).length) return answer;
    return { trouble: `the button 「${name}」 ${part ? `within 「${part}」 ` : ""}cannot be pressed` };
  },
  field: (name, part) => {
    const all = within(part).flatMap((it) => every(FIELDS, it)).filter((it) => !["checkbox", "radio"].includes(it.type));
    const answer = one("field", name, all, part);
    return answer.found ? { ...answer, kind: answer.found.type, value: answer.found.value } : answer;
  },
  value: (field) => field.value,
  box: (name, part) => {
    const all = within(part).flatMap((it) => every("input[type=checkbox], input[type=radio]", it));
    return one("choice", name, all, part);
  },
  option: (field, words) => {
    const all = [...field.options].filter((it) => tidy(it.text).includes(words));
    return all.length === 1 ? all[0].index : `${all.length} choices have 「${words}」; there are: ${[...field.options].map((it) => tidy(it.text)).join(" / ")}`;
  },
  nameless: () => {
    const all = every(`${FIELDS}, a[href], button, summary`, document).filter((it) => !named(it));
    return all.length ? all.map((it) => it.outerHTML.slice(0, 120)) : null;
  },
  text: () => tidy((top === document ? document.body : top).innerText),
  dialog: () => top === document ? null : tidy(top.innerText),
  leave: () => { document.documentElement.dataset.left = ""; },
  where: () => ({
    arrived: document.readyState === "complete" && document.documentElement.dataset.left === undefined,
    path: decodeURI(location.pathname + location.search),
    title: document.title,
    trouble: document.querySelector(".trouble .number")?.textContent,
  }),
  wide: () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return null;
    // What is placed by itself is held back only by what it is placed in.
    const holder = (it) => getComputedStyle(it).position === "absolute" ? it.offsetParent : it.parentElement;
    const held = (it) => it && it !== document.body && (getComputedStyle(it).overflowX !== "visible" || held(holder(it)));
    const sticks = (it) => shown(it) && it.getBoundingClientRect().right > width + 1 && !held(holder(it));
    const out = [...document.body.querySelectorAll("*")].filter(sticks);
    return `${document.documentElement.scrollWidth} of ${width} px; out there: ${out.slice(0, 4).map((it) => `${it.tagName.toLowerCase()}.${it.className}「${tidy(it.innerText).slice(0, 20)}」`).join(", ")}`;
  },
  focus: () => {
    const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
    // The browser itself draws on which part of a date the keyboard is.
    const seen = it.type === "date" || it.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return { name: it === document.body ? "" : named(it), seen, on_screen: box.bottom > 0 && box.top < innerHeight && box.right > 0, kind: it.tagName.toLowerCase() };
  },
};
return questions[arguments[0]](...[...arguments].slice(1));
