// What this tab remembers by itself: it outlives a page that is loaded again, and ends with the tab.

/** A store for each server, so that two people's courses behind one address never meet. */
function tabStoreName(stem) {
  try {
    const config = globalThis.document?.getElementById?.("jupyter-config-data")?.textContent;
    return `stretchlib.${stem} ${config ? JSON.parse(config).baseUrl : ""}`;
  } catch {
    return `stretchlib.${stem} `;
  }
}

/** What stands in the tab's store under `stem`; null where there is none, or it cannot be read. */
export function readTabStore(stem) {
  try {
    return JSON.parse(globalThis.sessionStorage.getItem(tabStoreName(stem)));
  } catch {
    return null;
  }
}

/** Write `value`, or take it out where it is null. Where the browser offers no store, or it is full, nothing happens. */
export function writeTabStore(stem, value) {
  try {
    if (value === null) globalThis.sessionStorage.removeItem(tabStoreName(stem));
    else globalThis.sessionStorage.setItem(tabStoreName(stem), JSON.stringify(value));
  } catch {
    // The page remembers as long as it is open.
  }
}
