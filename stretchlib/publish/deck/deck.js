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
  let black = false;

  const slides = () => [...document.querySelectorAll(".sd-slide")].filter((slide) => !(short && "cut" in slide.dataset));
  const index = () => Math.max(0, slides().findIndex((slide) => Number(slide.id.slice(6)) >= slideNumber));
  const plannedMinutes = (all) => all.reduce((sum, slide) => sum + Number(slide.dataset.minutes), 0);

  function show({ focus = true } = {}) {
    const all = slides();
    const currentSlide = all[index()];
    for (const slide of document.querySelectorAll(".sd-slide")) slide.hidden = slide !== currentSlide;
    if (!currentSlide) return;
    history.replaceState(null, "", `#${currentSlide.id.slice(6)}`);
    const counter = document.querySelector(".sd-place");
    const text = `${index() + 1} / ${all.length}`;
    if (counter.textContent !== text) counter.textContent = text; // the observer below would answer to a change of its own
    if (focus) {
      currentSlide.tabIndex = -1;
      currentSlide.focus({ preventScroll: true });
    }
    window.dispatchEvent(new Event("resize")); // what was drawn while hidden measures itself again
    sendState();
  }

  function go(by) {
    const all = slides();
    const next = all[Math.min(Math.max(index() + by, 0), all.length - 1)];
    if (!next) return;
    if (by > 0 && !kept.get("started")) kept.set("started", String(Date.now()));
    slideNumber = Number(next.id.slice(6));
    blacken(false);
    show();
  }

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
      notes: [...(all[at]?.querySelectorAll(".sd-notes") ?? [])].flatMap((template) => plainContent(template.content)),
    });
  }

  function openNotes() {
    const page = new Blob([document.getElementById("sd-notes-page").innerHTML.replaceAll("DECK", encodeURIComponent(name))],
      { type: "text/html" });
    window.open(URL.createObjectURL(page), `notes-${name}`, "width=900,height=700");
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
    f: fullScreen, n: openNotes, K: () => location.reload(), C: newClass,
  };

  // In the capture phase: sliders eat PageUp and PageDown, and a clicker knows no other keys.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const busy = event.target.closest?.("input, select, textarea, [contenteditable], audio, video, .slt-classroom, .sls-view");
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
  const arrivals = new MutationObserver(() => show({ focus: false }));
  document.addEventListener("DOMContentLoaded", () => {
    arrivals.disconnect();
    show();
    watchKernel();
  });
  arrivals.observe(document.documentElement, { childList: true, subtree: true });

  /** Say when the kernel has gone, and end it when the page goes. */
  function watchKernel() {
    const config = document.getElementById("jupyter-config-data");
    if (!config) return;
    const { baseUrl, kernelId } = JSON.parse(config.textContent);
    const banner = Object.assign(document.createElement("p"), { className: "sd-banner", hidden: true });
    banner.setAttribute("role", "status");
    banner.textContent = "Python has stopped: slides, timer and votes go on, sliders wait. Shift + K: start it again on this slide.";
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
