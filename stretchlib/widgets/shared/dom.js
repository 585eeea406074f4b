// Small tools for the page: elements whose text is always text, phrases, icons, and what browsers may offer.

const PAGE = Symbol.for("stretchlib.page");

/**
 * What all widgets of this page share. Only `unsaved` is stored, by unsaved.js and in this tab; nothing is sent.
 *   safety   {choice: null | "move" | "watch", flagged: boolean} - the answer to the safety questions
 *   muted, voice - sound settings; runningTimer - the practice that is running; audio - the only AudioContext
 *   unsaved  the runs that timers have not brought into the journal; keepers - {timer: "works" | "kernel gone"}
 *   ids      how many element ids were given out; listeners - called when this memory has changed
 * Each widget has its own copy of this code (one module per model), so sharing goes through globalThis.
 */
export function pageMemory() {
  globalThis[PAGE] ??= {
    safety: { choice: null, flagged: false },
    muted: false,
    voice: false,
    runningTimer: null,
    audio: null,
    unsaved: null,
    keepers: new Map(),
    ids: 0,
    listeners: new Set(),
  };
  return globalThis[PAGE];
}

/** Mark `el` with the language of its widget: the page around it may have another (WCAG 3.1.2). */
export function setLanguage(el, model) {
  el.lang = model.get("language");
}

/** Call the listeners of every widget of the page: the shared memory has changed. */
export function pageChanged() {
  for (const listener of [...pageMemory().listeners]) listener();
}

/** An id no other element made by these widgets has. */
export function uniqueId(stem) {
  return `slt-${stem}-${(pageMemory().ids += 1)}`;
}

/** 16 random hexadecimal digits. */
export function randomId() {
  return [...globalThis.crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** Have the browser save a text as a file of this name. */
export function downloadText(fileName, text) {
  const link = h("a", { download: fileName });
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * t(key, values): the phrase of that key with {name} replaced by values.name. A key that is not in
 * `words` stands in its own place, so that a lecturer sees at once which phrase the table lacks.
 */
export function phrases(words) {
  return (key, values = {}) => {
    const text = words && Object.hasOwn(words, key) ? String(words[key]) : key;
    return text.replace(/\{(\w+)\}/g, (mark, name) =>
      Object.hasOwn(values, name) ? String(values[name]) : mark,
    );
  };
}

/** The word key of an id with spaces: wordKey("phase", "get ready") is "phase.get_ready". */
export function wordKey(group, id) {
  return `${group}.${String(id).replaceAll(" ", "_")}`;
}

/** An HTML element. Attributes that are false, null or undefined are left out; children may be strings. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, as h(). */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Set the text only if it is another one: a live region must not be told the same thing twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Seconds as m:ss, rounded up to whole seconds as the big digits are. */
export function clockText(seconds) {
  const whole = Math.ceil(seconds - 0.001);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// 24 x 24, drawn with a 2 px line; filled where the name ends in "!".
const ICONS = {
  "start!": "M7 4.5v15l12.5-7.5z",
  "pause!": "M6.5 5h4v14h-4zM13.5 5h4v14h-4z",
  "back!": "M5 5h2.5v14H5zM20 5v14L8.5 12z",
  "skip!": "M4 5v14l11.5-7zM16.5 5H19v14h-2.5z",
  restart: "M4.5 12a7.5 7.5 0 1 0 2.6-5.7M7.5 2.5v4.3h4.3",
  "end!": "M6 6h12v12H6z",
  mute: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11",
  muted: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9.5l5 5M20.5 9.5l-5 5",
  voice: "M4 5h16v10.5h-8.5L7 19.5v-4H4zM8 9h8M8 12h5",
  classroom: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  leave: "M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5",
  watch: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1-.1 0z",
  questions: "M12 3.5a8.5 8.5 0 1 1-.1 0zM9.5 9.7a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.7M12 16.4v.2",
  done: "M5 12.5l4.5 4.5L19 7.5",
};

/** An icon; always beside words, so hidden from screen readers. */
export function icon(name) {
  const filled = `${name}!` in ICONS;
  const paint = filled
    ? { fill: "currentColor" }
    : {
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 2,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
      };
  return svg(
    "svg",
    { class: "slt-icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: ICONS[filled ? `${name}!` : name] ?? "", ...paint }),
  );
}

/**
 * A native button with words and, if named, an icon. JupyterLab's one-letter shortcuts work on a focused
 * button too (d d deletes the cell) unless the button itself carries the attribute.
 */
export function button(action, text, press, { look = "", picture = null } = {}) {
  const element = h(
    "button",
    {
      type: "button",
      class: `slt-button ${look}`.trim(),
      "data-action": action,
      "data-lm-suppress-shortcuts": "true",
    },
    picture && icon(picture),
    h("span", {}, text),
  );
  element.addEventListener("click", () => {
    // aria-disabled instead of disabled: a button that goes dead under the finger would lose the focus.
    if (element.getAttribute("aria-disabled") !== "true") press();
  });
  return element;
}

/** Change what a button says and does; its place and its focus stay. */
export function relabel(element, { action, text, picture, off }) {
  if (action) element.dataset.action = action;
  if (text !== undefined) setText(element.lastElementChild, text);
  if (picture && element.dataset.picture !== picture) {
    element.dataset.picture = picture;
    element.querySelector(".slt-icon")?.replaceWith(icon(picture));
  }
  if (off !== undefined) element.toggleAttribute("data-off", off);
  if (off !== undefined) element.setAttribute("aria-disabled", String(off));
}

/** Keep the screen awake where the browser can. set(true) asks, and again when the page is shown again. */
export function screenAwake() {
  let wanted = false;
  let lock = null;
  async function ask() {
    if (!wanted || lock || globalThis.document?.visibilityState !== "visible") return;
    try {
      const granted = await globalThis.navigator.wakeLock.request("screen");
      granted.addEventListener("release", () => (lock = null));
      if (wanted) lock = granted;
      else granted.release();
    } catch {
      // Not offered, not allowed, or the battery is low: the practice goes on all the same.
    }
  }
  function set(on) {
    wanted = on;
    globalThis.document?.[on ? "addEventListener" : "removeEventListener"]("visibilitychange", ask);
    if (on) ask();
    else lock?.release().catch(() => {});
  }
  return { set };
}

/**
 * Let an element fill the window: true full screen where allowed, else the browser's top layer (a popover),
 * which no clipping or containing ancestor can hold back; the class does the rest. onChange() follows.
 */
export function windowFiller(element, onChange) {
  let filling = false;
  const popover = typeof element.showPopover === "function";

  async function enter() {
    if (filling) return;
    filling = true;
    element.classList.add("slt-classroom");
    onChange();
    try {
      await element.requestFullscreen();
    } catch {
      if (!filling || !popover) return;
      element.setAttribute("popover", "manual");
      element.showPopover();
    }
  }

  function leave() {
    if (!filling) return;
    filling = false;
    element.classList.remove("slt-classroom");
    if (element.hasAttribute("popover")) element.removeAttribute("popover");
    if (document.fullscreenElement === element) document.exitFullscreen().catch(() => {});
    onChange();
  }

  // In full screen the browser keeps Escape for itself and only tells that it has left.
  element.addEventListener("fullscreenchange", () => document.fullscreenElement === element || leave());
  element.addEventListener("keydown", (event) => {
    if (!filling) return;
    if (event.key === "Escape") leave();
    if (event.key === "Tab") keepFocusInside(element, event);
    event.stopPropagation();
  });
  return { enter, leave, filling: () => filling };
}

/** Move the focus by Tab from the last button of an element to its first, and back with Shift. */
function keepFocusInside(element, event) {
  const buttons = [...element.querySelectorAll("button")].filter((child) => child.getClientRects().length);
  const edge = event.shiftKey ? buttons[0] : buttons.at(-1);
  if (event.target !== edge && buttons.includes(event.target)) return;
  event.preventDefault();
  (event.shiftKey ? buttons.at(-1) : buttons[0])?.focus();
}
