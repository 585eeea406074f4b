// The deck: one slide at a time, by clicker or keyboard. It needs neither kernel nor server once it stands.
(() => {
  "use strict";
  const name = document.body.dataset.deck;
  const short = new URLSearchParams(location.search).has("short");
  const channel = new BroadcastChannel(`stretchlib-deck-${name}`);
  const kept = {
    get: (key) => sessionStorage.getItem(`deck-${name}-${key}`),
    set: (key, value) => sessionStorage.setItem(`deck-${name}-${key}`, value),
  };
  let slideNumber = Number(location.hash.slice(1)) || 1;
  let part = 0; // of a slide that is taller than the wall
  let parts = [];
  let black = false;
  const words = () => JSON.parse(document.getElementById("sd-words")?.textContent ?? "{}");
  const say = (key, values = {}) => (words()[`lecture.${key}`] ?? key).replace(/\{(\w+)\}/g, (mark, given) => values[given] ?? mark);

  const slides = () => [...document.querySelectorAll(".sd-slide")].filter((slide) => !(short && "cut" in slide.dataset));
  const index = () => Math.max(0, slides().findIndex((slide) => Number(slide.id.slice(6)) >= slideNumber));
  const plannedMinutes = (all) => all.reduce((sum, slide) => sum + Number(slide.dataset.minutes), 0);

  function show({ focus = true } = {}) {
    const all = slides();
    const currentSlide = all[index()];
    for (const slide of document.querySelectorAll(".sd-slide")) slide.hidden = slide !== currentSlide;
    if (!currentSlide) return;
    history.replaceState(null, "", `#${currentSlide.id.slice(6)}`);
    if (focus) {
      currentSlide.tabIndex = -1;
      currentSlide.focus({ preventScroll: true });
    }
    window.dispatchEvent(new Event("resize")); // what was drawn while hidden measures itself again
    layParts();
    sendState();
  }

  /** Write number and minutes on the rail of each slide; a shorter class counts its own. */
  function writeRails() {
    const all = slides();
    let minute = 0;
    all.forEach((slide, at) => {
      const planned = Number(slide.dataset.minutes);
      const rail = slide.querySelector(".sd-rail");
      rail.querySelector(".sd-number").textContent = at + 1;
      rail.querySelector(".sd-of").textContent = `/ ${all.length}`;
      rail.querySelector(".sd-minute").textContent = planned ? `${minute}\u2013${minute + planned}` : "";
      rail.querySelector(".sd-hour").replaceChildren(...all.map((each, position) => {
        const piece = document.createElement("i");
        piece.style.flexGrow = Number(each.dataset.minutes) || 1;
        piece.className = position < at ? "sd-done" : position === at ? "sd-now" : "";
        return piece;
      }));
      minute += planned;
    });
  }

  const scrolls = () => matchMedia("(max-width: 720px)").matches; // zoomed in at a desk: slides scroll down

  /** Cut the slide that is shown into parts as high as the wall, and show the part it stood on. */
  function layParts() {
    const slide = slides()[index()];
    if (!slide) return;
    const style = getComputedStyle(slide);
    const [top, bottom] = [parseFloat(style.paddingTop), parseFloat(style.paddingBottom)];
    const height = slide.clientHeight - top - bottom;
    const fits = scrolls() || slide.scrollHeight <= slide.clientHeight + 1;
    parts = fits ? [] : slideParts(slideBlocks(slide, height), height);
    part = Math.min(part, Math.max(0, parts.length - 1));
    const [above, below] = document.querySelectorAll(".sd-cover");
    above.hidden = parts.length < 2 || part === 0;
    below.hidden = parts.length < 2;
    slide.style.setProperty("--after", fits ? "0px" : "100vh"); // room to bring the last part to the top
    if (!scrolls()) slide.scrollTop = parts.length > 1 ? parts[part].start - top : 0;
    if (parts.length > 1) below.style.insetBlockStart = `${Math.ceil(parts[part].end - parts[part].start + top)}px`;
    const rail = slide.querySelector(".sd-part");
    const short = parts.length > 1 ? `${part + 1} | ${parts.length}` : "";
    if (rail.textContent !== short) rail.textContent = short; // the observer below would answer to a change of its own
    const counter = document.querySelector(".sd-place");
    const text = `${index() + 1} / ${slides().length}` + (short && `, ${say("part", { part: part + 1, parts: parts.length })}`);
    if (counter.textContent !== text) counter.textContent = text;
  }

  function go(by) {
    leaveClassroom();
    const all = slides();
    if (Math.abs(by) === 1 && part + by >= 0 && part + by < parts.length) {
      part += by;
      blacken(false);
      return show();
    }
    const next = all[Math.min(Math.max(index() + by, 0), all.length - 1)];
    if (!next) return;
    if (by > 0 && !kept.get("started")) kept.set("started", String(Date.now()));
    if (Number(next.id.slice(6)) !== slideNumber) part = by === -1 ? Infinity : 0;
    slideNumber = Number(next.id.slice(6));
    blacken(false);
    show();
  }

  /** A timer that fills the wall gives it back before the slide changes. */
  const leaveClassroom = () => document.querySelector(".slt-classroom")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));

  function blacken(on) {
    black = on;
    document.body.classList.toggle("sd-black", on);
  }

  // Of a note only these elements are sent, without attributes, as data: the notes window gets no HTML.
  const SENT = ["p", "ul", "ol", "li", "strong", "em", "code", "h1", "h2", "h3", "br"];
  const plainContent = (node) =>
    [...node.childNodes].flatMap((child) => {
      if (child.nodeType === Node.TEXT_NODE) return [child.data];
      if (child.nodeType !== Node.ELEMENT_NODE || ["script", "style", "template"].includes(child.localName)) return [];
      return SENT.includes(child.localName) ? [[child.localName, plainContent(child)]] : plainContent(child);
    });

  /** Send the notes window the state of the deck. */
  function sendState() {
    const all = slides();
    const at = index();
    channel.postMessage({
      kind: "state", position: at + 1, count: all.length, title: all[at]?.dataset.title ?? "",
      next: all[at + 1]?.dataset.title ?? "", minutes: plannedMinutes(all.slice(at, at + 1)),
      planned: plannedMinutes(all.slice(0, at + 1)), total: plannedMinutes(all), started: Number(kept.get("started")) || 0,
      slack: Number(document.body.dataset.slack), words: words(), language: document.documentElement.lang,
      notes: [...(all[at]?.querySelectorAll(".sd-notes") ?? [])].flatMap((template) => plainContent(template.content)),
    });
  }

  function openNotes() {
    const page = new Blob([document.getElementById("sd-notes-page").innerHTML.replaceAll("DECK", encodeURIComponent(name))],
      { type: "text/html" });
    window.open(URL.createObjectURL(page), `notes-${name}`, "width=900,height=700");
  }

  /** Ask before a new class empties what was typed. */
  function askNewClass() {
    const dialog = document.querySelector(".sd-ask");
    if (!dialog.open) dialog.showModal();
  }

  function newClass() {
    for (const key of Object.keys(sessionStorage)) sessionStorage.removeItem(key);
    slideNumber = 1;
    history.replaceState(null, "", "#1");
    location.reload();
  }

  const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
    .catch(() => {});
  const KEYS = { PageDown: () => go(1), PageUp: () => go(-1), F5: fullScreen };
  const FREE = {
    ArrowRight: () => go(1), ArrowDown: () => go(1), ArrowLeft: () => go(-1), ArrowUp: () => go(-1),
    Home: () => go(-Infinity), End: () => go(Infinity), b: () => blacken(!black), ".": () => blacken(!black),
    f: fullScreen, n: openNotes, K: () => location.reload(), C: askNewClass,
  };

  // In the capture phase: sliders eat PageUp and PageDown, and a clicker knows no other keys.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const busy = event.target.closest?.("input, select, textarea, [contenteditable], audio, video, .slt-classroom, .sls-view");
    if (document.querySelector(".sd-ask")?.open) return; // the question is answered first
    const action = KEYS[event.key] ?? (busy ? null : FREE[event.key]);
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    action();
  }, true);
  window.addEventListener("hashchange", () => {
    slideNumber = Number(location.hash.slice(1)) || 1;
    show();
  });
  channel.onmessage = ({ data }) => (data.kind === "go" ? go(data.by) : data.kind === "hello" && sendState());

  // A slide is shown as soon as its first line has arrived, before the page is complete.
  const arrivals = new MutationObserver(() => document.querySelector(".sd-slide") && show({ focus: false }));
  document.addEventListener("DOMContentLoaded", () => {
    arrivals.disconnect();
    writeRails();
    show();
    watchSize();
    document.querySelector(".sd-ask").addEventListener("close", (event) => event.target.returnValue === "begin" && newClass());
    watchKernel();
  });
  arrivals.observe(document.documentElement, { childList: true, subtree: true });

  /** Lay the parts anew whenever a slide or the window has another size, and show the part that has the focus. */
  function watchSize() {
    const sizes = new ResizeObserver(() => requestAnimationFrame(layParts));
    for (const cell of document.querySelectorAll(".sd-cell, .sd-deck")) sizes.observe(cell);
    // The safety questions are read on the slide, part by part; a full window would have to scroll.
    new MutationObserver(() => document.querySelector('.slt-classroom[data-asking="true"]') && leaveClassroom())
      .observe(document.querySelector(".sd-deck"), { subtree: true, attributeFilter: ["data-asking", "class"] });
    document.addEventListener("focusin", ({ target }) => {
      const slide = target.closest(".sd-slide");
      if (parts.length < 2 || !slide || target === slide) return;
      const middle = target.getBoundingClientRect().top - slide.getBoundingClientRect().top + slide.scrollTop;
      const holding = parts.findIndex(({ start, end }) => middle >= start - 2 && middle <= end);
      if (holding >= 0) part = holding;
      layParts();
    });
  }

  /** Say when the kernel has gone, and end it when the page goes. */
  function watchKernel() {
    const config = document.getElementById("jupyter-config-data");
    if (!config) return;
    const { baseUrl, kernelId } = JSON.parse(config.textContent);
    const banner = Object.assign(document.createElement("p"), { className: "sd-banner", hidden: true });
    banner.setAttribute("role", "status");
    banner.textContent = say("python_stopped");
    document.body.append(banner);
    setInterval(async () => {
      const answer = await fetch(`${baseUrl}api/kernels/${kernelId}`).catch(() => null);
      banner.hidden = Boolean(answer?.ok);
    }, 1500);
    window.addEventListener("pagehide", () => {
      const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? "";
      navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}?_xsrf=${encodeURIComponent(xsrf)}`);
    });
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }
})();
