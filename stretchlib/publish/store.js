// What a published page remembers: records as the journal writes them, one list for all scripts of the page.
//
// A page of data.keep (its name in this browser's store) remembers them there where the browser lets a file do
// so; a handout, and a browser that refuses, keeps them until the page is closed.
import { isoLocal } from "../widgets/clockwork.js";
import { recordOf } from "./practice_record.js";

const STORE = Symbol.for("stretchlib.store");

function shelf(name) {
  try {
    return name ? globalThis.localStorage : null;
  } catch {
    return null; // a page from disk may be refused even the name of the store
  }
}

function read(name) {
  try {
    const found = JSON.parse(shelf(name)?.getItem(name) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => one && typeof one.id === "string") : [];
  } catch {
    return [];
  }
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A store under `name`, or of this page alone. onChange(listener) tells of every new record. */
export function createStore(name) {
  let records = read(name);
  let kept = Boolean(shelf(name));
  const listeners = new Set();

  function write(fresh) {
    // Another tab may have added some meanwhile: what it wrote stays.
    const known = new Set(records.map((one) => one.id));
    records = [...records, ...[...(kept ? read(name) : []), ...fresh].filter((one) => !known.has(one.id) && known.add(one.id))];
    try {
      if (name) shelf(name).setItem(name, JSON.stringify(records));
    } catch {
      kept = false;
    }
    for (const listener of listeners) listener();
  }

  const add = (kind, fields) => write([{ id: newId(), kind, at: isoLocal(Date.now()), ...fields }]);
  return {
    add,
    keepPractice: (session, run) => add("practice", recordOf(session, run)),
    records: (kind) => records.filter((one) => kind === undefined || one.kind === kind),
    /** Add records of elsewhere: [new ones, those that were here already]. */
    merge(others) {
      const known = new Set(records.map((one) => one.id));
      const fresh = others.filter((one) => !known.has(one.id));
      if (fresh.length) write(fresh);
      return [fresh.length, others.length - fresh.length];
    },
    forget() {
      records = [];
      try {
        shelf(name)?.removeItem(name);
      } catch {
        kept = false;
      }
      for (const listener of listeners) listener();
    },
    kept: () => kept,
    onChange: (listener) => listeners.add(listener),
  };
}

/** The one store of this page; each script has its own copy of this code, so it is shared through globalThis. */
export function pageStore() {
  globalThis[STORE] ??= createStore(JSON.parse(document.getElementById("stretchlib-data").textContent).keep ?? null);
  return globalThis[STORE];
}
