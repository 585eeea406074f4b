// What a published page remembers: records as the journal writes them, one list for all scripts of the page.
//
// A page of data.keep (its name in this browser's store) remembers them there where the browser lets a file do
// so; a handout, and a browser that refuses, keeps them until the page is closed. Several tabs may show the page: what
// stands in the store counts, so each reads it before it writes, and hears what another tab wrote or deleted.
import { randomId } from "../../widgets/shared/dom.js";
import { isoLocal } from "../../widgets/timer/clock.js";
import { isOrigin, lineOf, withOrigin } from "./journal_text.js";
import { recordOf } from "./practice_record.js";
import { inOrder, instantOf } from "./record_order.js";

const STORE = Symbol.for("stretchlib.store");

function browserStore(name) {
  try {
    return name ? globalThis.localStorage : null;
  } catch {
    return null; // a page from disk may be refused even the name of the store
  }
}

/** The store's random id stands beside its records, under a name of its own: an older edition of the page reads on. */
const idName = (name) => `${name} id`;

/** A text that is no list of records is laid aside under this name before the next record takes its place. */
const asideName = (name) => `${name} unreadable`;

function listIn(text) {
  try {
    const list = JSON.parse(text ?? "[]");
    return Array.isArray(list) ? list.filter((record) => record && typeof record.id === "string") : null;
  } catch {
    return null;
  }
}

function textAt(key, name) {
  try {
    return browserStore(name)?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

const read = (name) => listIn(textAt(name, name)) ?? [];

function readId(name) {
  try {
    const id = browserStore(name)?.getItem(idName(name));
    return isOrigin(id) ? id : null;
  } catch {
    return null;
  }
}

/** Which of two records with one id counts: that of the later instant, as journal.py has it. */
function isLater(first, second) {
  const [[at, text, n], [otherAt, otherText, otherN]] = [first, second].map(({ n: number, ...record }) => [
    instantOf(String(record.at)) ?? 0, lineOf(withOrigin(record)), number ?? 0]);
  return at !== otherAt ? at > otherAt : text !== otherText ? text > otherText : n > otherN;
}

/** The records of two lists, each id once. */
function joined(first, second) {
  const byId = new Map(first.map((record) => [record.id, record]));
  for (const record of second) {
    const here = byId.get(record.id);
    if (!here || isLater(record, here)) byId.set(record.id, record);
  }
  return [...byId.values()];
}

/** A store under `name`, or of this page alone. onChange(listener) tells of every change, of another tab as well. */
export function createStore(name) {
  let origin = readId(name) ?? randomId(); // kept with the first record
  let hadId = readId(name) !== null; // whether the browser's store had one when it was last looked at
  let stored = read(name);
  let waiting = []; // what the browser's store has not taken
  let ordered = null;
  const listeners = new Set();

  function changed() {
    ordered = null;
    for (const listener of listeners) listener();
  }

  function look() {
    const now = readId(name);
    // Another tab deleted everything, heard or not: what waits here was deleted with it.
    if (browserStore(name) && hadId && now !== origin) waiting = [];
    if (hadId && now === null) origin = randomId();
    origin = now ?? origin;
    hadId = now !== null;
    stored = read(name);
  }

  /** Lay a text aside that nobody can read, before it is written over. */
  function layAside() {
    const text = textAt(name, name);
    if (text !== null && listIn(text) === null) browserStore(name).setItem(asideName(name), text);
  }

  const nextNumber = () =>
    1 + joined(stored, waiting)
      .reduce((most, record) => ((record.origin ?? origin) === origin && record.n > most ? record.n : most), 0);

  function write(fresh) {
    waiting = joined(waiting, fresh);
    try {
      const all = joined(stored, waiting);
      if (browserStore(name)) {
        layAside();
        browserStore(name).setItem(idName(name), origin);
        hadId = true;
        browserStore(name).setItem(name, JSON.stringify(all));
        [stored, waiting] = [all, []];
      }
    } catch {
      // Full or refused: kept() says so, and the next record tries again.
    }
    changed();
  }

  if (browserStore(name))
    globalThis.addEventListener?.("storage", ({ key, newValue }) => {
      if (key !== null && key !== name) return;
      if (newValue === null) waiting = []; // another tab deleted everything, and nothing of it may come back
      look();
      changed();
    });
  // A store of before has no id: from now on it has one, and so have its records.
  if (stored.length > 0 && readId(name) === null) write([]);

  function add(kind, fields) {
    look();
    write([{ id: randomId(), kind, at: isoLocal(Date.now()), origin, n: nextNumber(), ...fields }]);
  }
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
      const present = new Map(joined(stored, waiting).map((record) => [record.id, record]));
      const fresh = joined([], others.filter(({ id }) => !present.has(id)));
      const changed = others.filter((record) => present.has(record.id) && isLater(record, present.get(record.id)));
      if (fresh.length + changed.length) write([...fresh, ...changed]);
      return [fresh.length, others.length - fresh.length];
    },
    forget() {
      [stored, waiting, origin, hadId] = [[], [], randomId(), false];
      try {
        browserStore(name)?.removeItem(asideName(name));
        browserStore(name)?.removeItem(name);
        browserStore(name)?.removeItem(idName(name));
      } catch {
        // Refused: there was nothing in it.
      }
      changed();
    },
    /** A text that stood in the store and was no list of records: kept aside. Null where there is none. */
    unreadable() {
      const text = textAt(name, name);
      return text !== null && listIn(text) === null ? text : textAt(asideName(name), name);
    },
    /** Whether the browser keeps all of it when the page is closed. */
    kept: () => browserStore(name) !== null && waiting.length === 0,
    onChange: (listener) => listeners.add(listener),
  };
}

/** The one store of this page; each script has its own copy of this code, so it is shared through globalThis. */
export function pageStore() {
  globalThis[STORE] ??= createStore(JSON.parse(document.getElementById("stretchlib-data").textContent).keep ?? null);
  return globalThis[STORE];
}
