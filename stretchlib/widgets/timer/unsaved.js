// The runs that a timer has not brought into the journal yet: those that are over, and the one that is going on.
//
// Kept for the timer that is made when there is a kernel again, in this tab's own store: it outlives a page that is
// loaded again, and ends with the tab. Where the browser offers no store it lasts as long as the page.
import { pageMemory } from "../shared/dom.js";

/** One store for each server, so that two people's courses behind one address never meet. */
function storeName() {
  try {
    const config = globalThis.document?.getElementById?.("jupyter-config-data")?.textContent;
    return `stretchlib.practices ${config ? JSON.parse(config).baseUrl : ""}`;
  } catch {
    return "stretchlib.practices ";
  }
}

/** {owner: {key, place, runs, progress}} of this page and of those before it in this tab. */
function entries() {
  const page = pageMemory();
  if (page.unsaved) return page.unsaved;
  let stored = null;
  try {
    stored = JSON.parse(globalThis.sessionStorage.getItem(storeName()));
  } catch {
    // No store, or not ours: begin with an empty one.
  }
  const fits = (entry) => typeof entry?.key === "string" && Array.isArray(entry.runs);
  page.unsaved = Object.fromEntries(Object.entries(stored ?? {}).filter(([, entry]) => fits(entry)));
  return page.unsaved;
}

function write() {
  try {
    const name = storeName();
    const all = entries();
    if (Object.keys(all).length) globalThis.sessionStorage.setItem(name, JSON.stringify(all));
    else globalThis.sessionStorage.removeItem(name);
  } catch {
    // Full or not allowed: the page remembers by itself.
  }
}

/**
 * The unsaved runs of one timer: key names its session, cell the notebook cell it stands in.
 *   take()               the runs that timers before it could not save: {runs, progress or null}; now this timer's own
 *   put(runs, progress)  store what is unsaved at this moment
 *   kernelGone()         its kernel is gone: the next timer may take what is over
 *   viewGone()           it is not shown any more: the next timer may take what is going on, too
 */
export function createUnsavedRuns(key, cell = "") {
  const page = pageMemory();
  const owner = `${Date.now()} ${Math.random()}`;
  page.keepers.set(owner, "works");

  function put(runs, progress) {
    const all = entries();
    if (runs.length || progress) all[owner] = { key, place: cell, runs, progress };
    else delete all[owner];
    write();
  }

  function take() {
    const taken = { runs: [], progress: null };
    for (const [timer, entry] of Object.entries(entries())) {
      const state = page.keepers.get(timer);
      if (entry.key !== key || state === "works") continue;
      taken.runs.push(...entry.runs);
      // What still shows in the page goes on there; another cell's practice is not this one's.
      if (!state && entry.place === cell) taken.progress = entry.progress ?? taken.progress;
      if (state || entry.place === cell || !entry.progress) delete entries()[timer];
      else entry.runs = [];
    }
    put(taken.runs, taken.progress);
    return taken;
  }

  return {
    take,
    put,
    kernelGone: () => page.keepers.set(owner, "kernel gone"),
    viewGone: () => page.keepers.delete(owner),
  };
}
