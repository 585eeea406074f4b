// What a timer has not brought into the journal yet: practices that are over, and the one that is going on.
//
// Kept for the timer that is made when there is a kernel again, in this tab's own store: it outlives a page that is
// loaded again, and ends with the tab. Where the browser offers no store it lasts as long as the page.
import { pageMemory } from "../shared/dom.js";

/** One store for each server, so that two people's courses behind one address never meet. */
function storeName() {
  try {
    const told = globalThis.document?.getElementById?.("jupyter-config-data")?.textContent;
    return `stretchlib.practices ${told ? JSON.parse(told).baseUrl : ""}`;
  } catch {
    return "stretchlib.practices ";
  }
}

/** {owner: {key, place, runs, progress}} of this page and of those before it in this tab. */
function entries() {
  const page = pageMemory();
  if (page.left) return page.left;
  let found = null;
  try {
    found = JSON.parse(globalThis.sessionStorage.getItem(storeName()));
  } catch {
    // No store, or not ours: begin with an empty one.
  }
  const fits = (one) => typeof one?.key === "string" && Array.isArray(one.runs);
  page.left = Object.fromEntries(Object.entries(found ?? {}).filter(([, one]) => fits(one)));
  return page.left;
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
 * The keeping of one timer: key names its session, place the cell it stands in.
 *   take()               what timers that are gone have left: {runs, progress or null}; it is this timer's now
 *   put(runs, progress)  what is to be left at this moment
 *   part()               its kernel is gone: the next timer may have what is over
 *   gone()               it shows nothing any more: the next timer may have what is going on, too
 */
export function keeping(key, place = "") {
  const page = pageMemory();
  const owner = `${Date.now()} ${Math.random()}`;
  page.keepers.set(owner, "works");

  function put(runs, progress) {
    const all = entries();
    if (runs.length || progress) all[owner] = { key, place, runs, progress };
    else delete all[owner];
    write();
  }

  function take() {
    const found = { runs: [], progress: null };
    for (const [other, one] of Object.entries(entries())) {
      const state = page.keepers.get(other);
      if (one.key !== key || state === "works") continue;
      found.runs.push(...one.runs);
      // What still shows in the page goes on there; another cell's practice is not this one's.
      if (!state && one.place === place) found.progress = one.progress ?? found.progress;
      if (state || one.place === place || !one.progress) delete entries()[other];
      else one.runs = [];
    }
    put(found.runs, found.progress);
    return found;
  }

  return {
    take,
    put,
    part: () => page.keepers.set(owner, "parting"),
    gone: () => page.keepers.delete(owner),
  };
}
