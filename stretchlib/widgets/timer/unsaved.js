// The runs that a timer has not brought into the journal yet: those that are over, and the one that is going on.
//
// Kept for the timer that is made when there is a kernel again, in this tab's own store: it outlives a page that is
// loaded again, and ends with the tab. Where the browser offers no store it lasts as long as the page.
import { pageMemory } from "../shared/dom.js";
import { readTabStore, writeTabStore } from "../shared/tab_store.js";

/** {owner: {key, place, runs, progress}} of this page and of those before it in this tab. */
function entries() {
  const page = pageMemory();
  if (page.unsaved) return page.unsaved;
  const stored = readTabStore("practices");
  const fits = (entry) => typeof entry?.key === "string" && Array.isArray(entry.runs);
  page.unsaved = Object.fromEntries(Object.entries(stored ?? {}).filter(([, entry]) => fits(entry)));
  return page.unsaved;
}

function write() {
  const all = entries();
  writeTabStore("practices", Object.keys(all).length ? all : null);
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
