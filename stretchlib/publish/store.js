// What a published page remembers: records as the journal writes them, one list for all scripts of the page.
//
// A page of data.keep (its name in this browser's store) remembers them there where the browser lets a file do
// so; a handout, and a browser that refuses, keeps them until the page is closed. Several tabs may show the page: what
// stands in the store counts, so each reads it before it writes, and hears what another tab wrote or deleted.
import { isoLocal } from "../widgets/clockwork.js";
import { isOrigin, withOrigin } from "./journal_text.js";
import { recordOf } from "./practice_record.js";
import { inOrder } from "./record_order.js";

const STORE = Symbol.for("stretchlib.store");

function shelf(name) {
  try {
    return name ? globalThis.localStorage : null;
  } catch {
    return null; // a page from disk may be refused even the name of the store
  }
}

/** The store's random id stands beside its records, under a name of its own: an older edition of the page reads on. */
const idName = (name) => `${name} id`;

function read(name) {
  try {
    const found = JSON.parse(shelf(name)?.getItem(name) ?? "[]");
    return Array.isArray(found) ? found.filter((record) => record && typeof record.id === "string") : [];
  } catch {
    return [];
  }
}

function readId(name) {
  try {
    const id = shelf(name)?.getItem(idName(name));
    return isOrigin(id) ? id : null;
  } catch {
    return null;
  }
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The records of two lists, each id once. */
function joined(first, second) {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...second.filter(({ id }) => !known.has(id) && known.add(id))];
}

/** A store under `name`, or of this page alone. onChange(listener) tells of every change, of another tab as well. */
export function createStore(name) {
  let origin = readId(name) ?? newId(); // kept with the first record
  let stored = read(name);
  let waiting = []; // what the browser's store has not taken
  let ordered = null;
  const listeners = new Set();

  function changed() {
    ordered = null;
    for (const listener of listeners) listener();
  }

  function look() {
    origin = readId(name) ?? origin;
    stored = read(name);
  }

  function write(fresh) {
    look();
    waiting = joined(waiting, fresh);
    try {
      const all = joined(stored, waiting);
      if (shelf(name)) {
        shelf(name).setItem(idName(name), origin);
        shelf(name).setItem(name, JSON.stringify(all));
        [stored, waiting] = [all, []];
      }
    } catch {
      // Full or refused: kept() says so, and the next record tries again.
    }
    changed();
  }

  if (shelf(name))
    globalThis.addEventListener?.("storage", ({ key, newValue }) => {
      if (key !== null && key !== name) return;
      if (newValue === null) waiting = []; // another tab deleted everything, and nothing of it may come back
      look();
      changed();
    });
  // A store of before has no id: from now on it has one, and so have its records.
  if (stored.length > 0 && readId(name) === null) write([]);

  const add = (kind, fields) => write([{ id: newId(), kind, at: isoLocal(Date.now()), origin, ...fields }]);
  return {
    add,
    keepPractice: (session, run) => add("practice", recordOf(session, run)),
    /** The records, oldest first, each with the id of the store it was first written in. */
    records(kind) {
      ordered ??= inOrder(joined(stored, waiting).map((record) => withOrigin(record, origin)));
      return ordered.filter((record) => kind === undefined || record.kind === kind);
    },
    origin: () => origin,
    /** Add records of elsewhere: [new ones, those that were here already]. */
    merge(others) {
      look();
      const known = new Set(joined(stored, waiting).map(({ id }) => id));
      const fresh = joined([], others.filter(({ id }) => !known.has(id)));
      if (fresh.length) write(fresh);
      return [fresh.length, others.length - fresh.length];
    },
    forget() {
      [stored, waiting, origin] = [[], [], newId()];
      try {
        shelf(name)?.removeItem(name);
        shelf(name)?.removeItem(idName(name));
      } catch {
        // Refused: there was nothing in it.
      }
      changed();
    },
    /** Whether the browser keeps all of it when the page is closed. */
    kept: () => shelf(name) !== null && waiting.length === 0,
    onChange: (listener) => listeners.add(listener),
  };
}

/** The one store of this page; each script has its own copy of this code, so it is shared through globalThis. */
export function pageStore() {
  globalThis[STORE] ??= createStore(JSON.parse(document.getElementById("stretchlib-data").textContent).keep ?? null);
  return globalThis[STORE];
}
