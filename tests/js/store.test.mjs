// The store of a published page: two tabs, deleting, a browser that refuses, ids of stores, and the order of records.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf, readText, textOf } from "../../stretchlib/publish/pages/journal_text.js";
import { isMisdated } from "../../stretchlib/publish/pages/record_order.js";
import { createStore } from "../../stretchlib/publish/pages/store.js";

const NAME = "a page";
const HEX = /^[0-9a-f]{16}$/;

/** The store of a browser; open(name) is a tab on it, which hears what the others change, as browsers tell it. */
function takeBrowser(t, { full = false, blocked = false } = {}) {
  const kept = new Map();
  const browser = { kept, full, deaf: false };
  const tabs = [];
  let acting = null;
  const tell = (key, newValue) => {
    for (const tab of tabs) if (tab !== acting && !browser.deaf) tab.hear({ key, newValue });
  };
  const area = {
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, text) {
      if (browser.full) throw new DOMException("full", "QuotaExceededError");
      if (kept.get(key) === text) return;
      kept.set(key, text);
      tell(key, text);
    },
    removeItem(key) {
      if (kept.delete(key)) tell(key, null);
    },
  };
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      if (blocked) throw new DOMException("no", "SecurityError");
      return area;
    },
  });
  t.after(() => {
    delete globalThis.localStorage;
    delete globalThis.addEventListener;
  });
  browser.open = () => {
    const tab = { hear: () => {}, changes: 0 };
    globalThis.addEventListener = (event, handler) => event === "storage" && (tab.hear = handler);
    const store = createStore(NAME);
    store.onChange(() => (tab.changes += 1));
    tabs.push(tab);
    const inTab = (name) => (...given) => {
      acting = tab;
      try {
        return store[name](...given);
      } finally {
        acting = null;
      }
    };
    return Object.assign(tab, Object.fromEntries(Object.keys(store).map((name) => [name, inTab(name)])));
  };
  return browser;
}

const questions = (tab) => tab.records("answer").map(({ question }) => question);

test("what is deleted in one tab does not come back with the next answer in another", (t) => {
  for (const deaf of [false, true]) {
    const browser = takeBrowser(t);
    const [first, second] = [browser.open(), browser.open()];
    first.add("answer", { question: "Q01" });
    second.add("answer", { question: "Q02" });
    assert.deepEqual([questions(first), questions(second)], [["Q01", "Q02"], ["Q01", "Q02"]]);
    browser.deaf = deaf; // a tab that slept hears nothing, and looks before it writes
    first.forget();
    assert.deepEqual(questions(second), deaf ? ["Q01", "Q02"] : []);
    second.add("answer", { question: "Q03" });
    assert.deepEqual(questions(second), ["Q03"]);
    assert.deepEqual(JSON.parse(browser.kept.get(NAME)).map(({ question }) => question), ["Q03"]);
    if (!deaf) assert.deepEqual(questions(first), ["Q03"]);
  }
});

test("each tab hears what another wrote, and what both wrote stands once", (t) => {
  const browser = takeBrowser(t);
  const [first, second] = [browser.open(), browser.open()];
  first.add("answer", { question: "Q01" });
  assert.ok(second.changes > 0);
  assert.deepEqual(second.merge(first.records()), [0, 1]);
  assert.deepEqual(first.merge([...second.records(), ...second.records()]), [0, 2]);
  assert.equal(JSON.parse(browser.kept.get(NAME)).length, 1);
});

test("a store has its id with its first record, in every tab, and a new one after deleting", (t) => {
  const browser = takeBrowser(t);
  const [first, second] = [browser.open(), browser.open()];
  assert.equal(browser.kept.size, 0, "nothing is written before the first record");
  second.add("answer", { question: "Q01" });
  first.add("answer", { question: "Q02" });
  const ids = new Set(first.records().map(({ origin }) => origin));
  assert.equal(ids.size, 1);
  assert.match([...ids][0], HEX);
  assert.equal(browser.open().origin(), [...ids][0]);
  first.forget();
  assert.equal(browser.kept.size, 0);
  first.add("answer", { question: "Q03" });
  assert.notEqual(first.records()[0].origin, [...ids][0]);
});

test("a store of before gets an id once, for the records it holds, and its claims the ids of the course", (t) => {
  const browser = takeBrowser(t);
  const old = { id: "a".repeat(16), kind: "answer", at: "2026-01-05T09:00:00+01:00", question: "C03" };
  browser.kept.set(NAME, JSON.stringify([{ ...old, question: "claim_C03" }]));
  const tab = browser.open();
  const [{ origin, ...rest }] = tab.records();
  assert.deepEqual(rest, old);
  assert.match(origin, HEX);
  assert.equal(browser.open().records()[0].origin, origin);
  const { records, left } = readText(textOf(tab.records(), tab.origin()));
  assert.deepEqual([records, left], [[{ ...old, origin }], 0]);
});

test("records of elsewhere keep their ids, and stand in the order of their moments", (t) => {
  const tab = takeBrowser(t).open();
  const record = (number, at, origin) => ({
    id: String(number).repeat(16), kind: "answer", at, origin, n: number, question: `Q${number}` });
  const [phone, computer] = ["1".repeat(16), "2".repeat(16)];
  tab.merge([record(1, "2026-01-12T09:00:00+01:00", computer), record(2, "2026-01-04T09:00:00+01:00", phone)]);
  tab.merge([record(3, "2026-01-11T23:30:00-08:00", phone)]); // an hour and a half before the one of the computer
  assert.deepEqual(questions(tab), ["Q2", "Q3", "Q1"]);
  assert.deepEqual(
    tab.records().map(({ origin }) => origin),
    [phone, phone, computer],
  );
  const late = record(5, "2026-01-13T09:00:00+01:00", computer);
  tab.merge([record(6, "2026-01-01T09:00:00+01:00", computer), late]); // its clock was set back between the two
  assert.deepEqual(questions(tab), ["Q2", "Q3", "Q1", "Q5", "Q6"]);
});

test("a browser that is full or refuses is told, nothing is lost meanwhile, and room is used when there is some", (t) => {
  const refusing = takeBrowser(t, { blocked: true }).open();
  refusing.add("answer", { question: "Q01" });
  assert.deepEqual([refusing.kept(), questions(refusing)], [false, ["Q01"]]);
  const browser = takeBrowser(t);
  const tab = browser.open();
  tab.add("answer", { question: "Q01" });
  assert.equal(tab.kept(), true);
  browser.full = true;
  tab.add("answer", { question: "Q02" });
  assert.deepEqual([tab.kept(), questions(tab)], [false, ["Q01", "Q02"]]);
  assert.equal(readText(textOf(tab.records(), tab.origin())).records.length, 2, "it can be taken out");
  browser.full = false;
  tab.add("answer", { question: "Q03" });
  assert.deepEqual([tab.kept(), JSON.parse(browser.kept.get(NAME)).length], [true, 3]);
  browser.full = true;
  tab.add("answer", { question: "Q04" });
  browser.open().forget();
  assert.deepEqual(questions(tab), [], "nor does what could not be written come back after deleting");
});

test("a page without a name for it keeps its records to itself", (t) => {
  const browser = takeBrowser(t);
  const store = createStore(null);
  store.add("practice", { exercise: "bridge" });
  assert.deepEqual([store.records().length, store.kept(), browser.kept.size], [1, false, 0]);
});

const ORIGIN = "a".repeat(16);
const made = (day, more = {}) => ({
  id: `r${day}`, kind: "answer", at: `2026-11-0${day}T10:00:00+01:00`, origin: ORIGIN, question: `Q${day}`, ...more });

test("a part of an origin's records and then all of them stand as all of them, numbered or not", () => {
  for (const numbered of [true, false]) {
    const all = [1, 2, 3, 4, 9].map((day) => made(day, numbered ? { n: day } : {}));
    for (const parts of [[[0, 2, 3, 4], [0, 1, 2, 3, 4]], [[4, 1], [0], [3, 2, 1]], [[0, 1, 2, 3, 4], [4, 0]]]) {
      const store = createStore(null);
      for (const part of parts) store.merge(part.map((position) => all[position]));
      assert.deepEqual(store.records().map(({ id }) => id), all.map(({ id }) => id));
      assert.deepEqual(store.merge(all), [0, 5]);
    }
  }
});

test("each record has a number in its store, higher than all before it, in whichever tab", (t) => {
  const browser = takeBrowser(t);
  const [first, second] = [browser.open(), browser.open()];
  browser.deaf = true;
  first.add("answer", { question: "Q01" });
  second.add("answer", { question: "Q02" });
  first.merge([made(1, { n: 40 })]);
  first.add("answer", { question: "Q03" });
  assert.deepEqual(first.records().filter(({ origin }) => origin === first.origin()).map(({ n }) => n), [1, 2, 3]);
});

test("of two records with one id the later one counts, whichever came first", () => {
  const [early, late] = [made(1, { right: false }), made(1, { right: true, at: made(5).at })];
  for (const order of [[early, late], [late, early]]) {
    const store = createStore(null);
    for (const record of order) store.merge([record]);
    assert.deepEqual([store.records().length, store.records()[0].right], [1, true]);
  }
});

test("a store that nobody can read is laid aside and told, not written over", (t) => {
  for (const text of ["{bad", '{"a":1}']) {
    const browser = takeBrowser(t);
    browser.kept.set(NAME, text);
    const tab = browser.open();
    assert.equal(tab.unreadable(), text);
    tab.add("answer", { question: "Q01" });
    assert.deepEqual([tab.unreadable(), browser.open().unreadable(), questions(browser.open())], [text, text, ["Q01"]]);
    assert.equal(browser.kept.get(`${NAME} unreadable`), text);
    tab.forget();
    assert.deepEqual([tab.unreadable(), browser.kept.size], [null, 0]);
  }
});

test("what waits in a tab does not come back after another deleted everything, heard or not", (t) => {
  for (const again of [false, true]) {
    const browser = takeBrowser(t);
    const [first, second] = [browser.open(), browser.open()];
    first.add("answer", { question: "Q01" });
    browser.full = true;
    first.add("answer", { question: "Q02" });
    browser.full = false;
    browser.deaf = true;
    second.forget();
    if (again) second.add("answer", { question: "Q03" });
    first.add("answer", { question: "Q04" });
    assert.deepEqual(questions(first), again ? ["Q03", "Q04"] : ["Q04"]);
    assert.equal(new Set(first.records().map(({ origin }) => origin)).size, 1);
  }
});

test("a line of right checksum that is no record is left out", () => {
  const lines = [null, 5, [1], { a: 1 }, made(1)].map((value) => lineOf(value)).join("");
  const journal = readText(textOf([], ORIGIN) + lines + "null\n5\n");
  assert.deepEqual(journal.records.map(({ id }) => id), ["r1"]);
});

test("a day of a clock that was not set is no day of a record", () => {
  const day = (ms) => new Date(ms).toISOString().slice(0, 10);
  for (const wrong of ["1970-01-01", "2019-12-31", "2036-01-05", day(Date.now() + 3 * 86400e3)]) assert.ok(isMisdated(wrong));
  for (const right of ["2020-01-01", "2026-01-05", day(Date.now())]) assert.ok(!isMisdated(right));
});
