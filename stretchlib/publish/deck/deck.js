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
  let now = Number(location.hash.slice(1)) || 1;
  let black = false;

  const slides = () => [...document.querySelectorAll(".sd-slide")].filter((one) => !(short && "cut" in one.dataset));
  const index = () => Math.max(0, slides().findIndex((one) => Number(one.id.slice(6)) >= now));
  const minutes = (all) => all.reduce((sum, one) => sum + Number(one.dataset.minutes), 0);

  function show({ focus = true } = {}) {
    const all = slides();
    const shown = all[index()];
    for (const one of document.querySelectorAll(".sd-slide")) one.hidden = one !== shown;
    if (!shown) return;
    history.replaceState(null, "", `#${shown.id.slice(6)}`);
    const place = document.querySelector(".sd-place");
    const text = `${index() + 1} / ${all.length}`;
    if (place.textContent !== text) place.textContent = text; // else the observer below would see its own doing
    if (focus) {
      shown.tabIndex = -1;
      shown.focus({ preventScroll: true });
    }
    window.dispatchEvent(new Event("resize")); // what was drawn while hidden measures itself again
    tell();
  }

  function go(by) {
    const all = slides();
    const next = all[Math.min(Math.max(index() + by, 0), all.length - 1)];
    if (!next) return;
    if (by > 0 && !kept.get("started")) kept.set("started", String(Date.now()));
    now = Number(next.id.slice(6));
    blacken(false);
    show();
  }

  function blacken(on) {
    black = on;
    document.body.classList.toggle("sd-black", on);
  }

  // Of a note only these elements are told, without attributes, as data: the notes window gets no HTML.
  const KEPT = ["p", "ul", "ol", "li", "strong", "em", "code", "h1", "h2", "h3", "br"];
  const told = (node) =>
    [...node.childNodes].flatMap((one) => {
      if (one.nodeType === Node.TEXT_NODE) return [one.data];
      if (one.nodeType !== Node.ELEMENT_NODE || ["script", "style", "template"].includes(one.localName)) return [];
      return KEPT.includes(one.localName) ? [[one.localName, told(one)]] : told(one);
    });

  /** Tell the notes window where the deck is. */
  function tell() {
    const all = slides();
    const at = index();
    channel.postMessage({
      kind: "state", place: at + 1, count: all.length, title: all[at]?.dataset.title ?? "",
      next: all[at + 1]?.dataset.title ?? "", minutes: minutes(all.slice(at, at + 1)),
      planned: minutes(all.slice(0, at + 1)), total: minutes(all), started: Number(kept.get("started")) || 0,
      notes: [...(all[at]?.querySelectorAll(".sd-notes") ?? [])].flatMap((one) => told(one.content)),
    });
  }

  function openNotes() {
    const page = new Blob([document.getElementById("sd-notes-page").innerHTML.replaceAll("DECK", encodeURIComponent(name))],
      { type: "text/html" });
    window.open(URL.createObjectURL(page), `notes-${name}`, "width=900,height=700");
  }

  function newClass() {
    for (const key of Object.keys(sessionStorage)) sessionStorage.removeItem(key);
    now = 1;
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
    const busy = event.target.closest?.("input, select, textarea, [contenteditable], audio, video, .slt-classroom");
    const act = KEYS[event.key] ?? (busy ? null : FREE[event.key]);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, true);
  window.addEventListener("hashchange", () => {
    now = Number(location.hash.slice(1)) || 1;
    show();
  });
  channel.onmessage = ({ data }) => (data.kind === "go" ? go(data.by) : data.kind === "hello" && tell());

  // Slides stand as soon as their first line has come: nobody waits for the last one.
  const seen = new MutationObserver(() => show({ focus: false }));
  document.addEventListener("DOMContentLoaded", () => {
    seen.disconnect();
    show();
    watchKernel();
  });
  seen.observe(document.documentElement, { childList: true, subtree: true });

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
