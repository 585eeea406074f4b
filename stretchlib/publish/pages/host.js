// The page itself as the host of a quiz: it marks by the published keys and keeps the answers in the page's store.
import { textOf } from "./journal_text.js";
import { markOf, placedOf, realOf } from "./marking.js";

/** host for mountQuiz. keys: {question id: key}; name: the quiz as the journal calls it. */
export function pageHost({ keys, name, store, t }) {
  const complaints = [];
  /** The answers to a question as it is asked here, oldest first, each with its response as `placed`. */
  const mine = (question) => store.records("answer")
    .filter((record) => record.question === question && record.seed === keys[question].seed)
    .map((record) => ({ ...record, placed: placedOf(keys[question], record.response) }))
    .filter(({ placed }) => placed !== null);
  const firstOf = ({ right, confidence }) => ({ first: { right, confidence: confidence ?? null } });

  /** The newest answer to a question, marked again: a student may come back. */
  function earlier(question) {
    const before = mine(question);
    const mark = before.length ? markOf(keys[question], before.at(-1).placed, t, true) : { refused: true };
    return mark.stage === "marked" ? [[question, { ...mark, ...firstOf(before[0]) }]] : [];
  }

  return {
    earlier: Object.fromEntries(Object.keys(keys).flatMap(earlier)),
    onUnsaved: (listener) => complaints.push(listener),
    save: async () => textOf(store.records(), store.origin()),
    async score(question, response, confidence, asked) {
      const key = keys[question];
      const mark = markOf(key, response, t, asked);
      if (mark.stage !== "marked") return mark;
      const before = mine(question);
      const answer = { question, seed: key.seed, attempt: before.length + 1, response: realOf(key, response),
        confidence: before.length ? null : confidence, points: Math.round(1000 * mark.points) / 1000,
        right: mark.right, quiz: name };
      store.add("answer", answer);
      if (!store.kept()) complaints.forEach((complain) => complain({ [question]: t("publish.unsaved") }));
      return { ...mark, ...firstOf(before[0] ?? answer) };
    },
  };
}
