// What a form has sent and Python has not taken yet. It is kept in this tab, and sent again by the next form of its name.
import { pageMemory, randomId } from "../shared/dom.js";
import { readTabStore, writeTabStore } from "../shared/tab_store.js";

const STORE_STEM = "forms";
const TYPING_MS = 700;
const ANSWER_MS = 3000;

/** {form: [message, ...]} of this page and of those before it in this tab. */
function allWaiting() {
  const page = pageMemory();
  page.forms ??= readTabStore(STORE_STEM) ?? {};
  return page.forms;
}

/**
 * The outbox of the form `name`. post(message) sends to Python, onSilence() is called where it does not answer.
 *   put(do, subject, {key, later})  send, or after a pause in typing where `later`; a newer message of a key replaces the older
 *   waiting(key)                 what was put under this key and is not taken yet; undefined where there is nothing
 *   isSent(key)                  whether what waits under this key has been sent, so that Python may have it already
 *   taken(ids)                   Python has done these
 *   flush()                      send now what waits for a pause
 *   resend()                     send all again: what a form before this one could not bring home
 *   stop()                       the form is gone from the page
 */
export function createOutbox(name, post, onSilence) {
  const list = () => (allWaiting()[name] ?? []);
  let typing = null;
  let patience = null;

  function store(messages) {
    const all = allWaiting();
    if (messages.length) all[name] = messages;
    else delete all[name];
    writeTabStore(STORE_STEM, Object.keys(all).length ? all : null);
  }

  function deliver(messages) {
    for (const { id, do: kind, what: subject } of messages) {
      try {
        post({ id, do: kind, what: subject });
      } catch {
        // The kernel is gone: the message waits for the next form of this name.
      }
    }
    clearTimeout(patience);
    if (messages.length) patience = setTimeout(() => list().length && onSilence(), ANSWER_MS);
  }

  /** Send those of the list that `test` holds for. */
  function send(test) {
    clearTimeout(typing);
    typing = null;
    const due = list().filter(test);
    if (!due.length) return;
    store(list().map(({ unsent: _, ...message }) => message));
    deliver(due);
  }

  const flush = () => send((message) => message.unsent);
  const newest = (key) => list().findLast((message) => message.key === key);

  return {
    put(kind, subject, { key = null, later = false } = {}) {
      const message = { id: randomId(), do: kind, what: subject, key, unsent: true };
      store([...list().filter((earlier) => key === null || earlier.key !== key), message]);
      clearTimeout(typing);
      if (later) typing = setTimeout(flush, TYPING_MS);
      else flush();
      return message.id;
    },
    waiting: (key) => newest(key)?.what,
    isSent: (key) => Boolean(newest(key)) && !newest(key).unsent,
    empty: () => list().length === 0,
    taken(ids) {
      const rest = list().filter((message) => !ids.includes(message.id));
      if (rest.length < list().length) store(rest);
      if (!rest.length) clearTimeout(patience);
    },
    flush,
    resend: () => send(() => true),
    stop() {
      flush();
      clearTimeout(patience);
    },
  };
}
