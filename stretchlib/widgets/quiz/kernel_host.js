// Python as the host of a quiz: attempts go out over the widget's model, and marks and pictures come back.

/** Python as the host: an attempt goes out with a number, and what comes back with that number answers it. */
export function kernelHost(model) {
  const open = new Map();
  const listeners = [];
  let seq = Date.now();
  function answer(mark) {
    open.get(mark.seq)?.resolve(mark);
    open.delete(mark.seq);
  }
  const follow = () => Object.values(model.get("marks")).forEach(answer);
  const endings = [];
  const close = () => endings.forEach((listener) => listener(model.get("end")));
  const complain = () => listeners.forEach((listener) => listener(model.get("unsaved")));
  let waiting = []; // {plate, resolve} for each picture that Python has yet to draw
  function deliver() {
    const pictures = model.get("pictures");
    for (const { plate, resolve } of waiting) if (pictures[plate]) resolve(pictures[plate]);
    waiting = waiting.filter(({ plate }) => !pictures[plate]);
  }
  model.on("change:pictures", deliver);
  model.on("change:marks", follow);
  model.on("msg:custom", answer);
  model.on("change:unsaved", complain);
  model.on("change:end", close);
  return {
    earlier: model.get("marks"),
    unsaved: model.get("unsaved"),
    onUnsaved: (listener) => listeners.push(listener),
    end: model.get("end"),
    onEnd: (listener) => endings.push(listener),
    score(question, response, confidence, asked = false) {
      const text = JSON.stringify([question, response, confidence, asked]);
      // Pressed again while Python is busy: the same attempt is sent again, not another one.
      let attempt = [...open.values()].find((waiting) => waiting.text === text);
      if (!attempt) {
        attempt = { text, message: { seq: (seq += 1), question, response, confidence, asked } };
        attempt.promise = new Promise((resolve) => (attempt.resolve = resolve));
        open.set(seq, attempt);
      }
      model.send(attempt.message);
      return attempt.promise;
    },
    picture(plate) {
      if (!waiting.length && !model.get("pictures")[plate]) model.send({ do: "pictures" }); // one message for them all
      return new Promise((resolve) => {
        waiting.push({ plate, resolve });
        deliver();
      });
    },
    /** The text of all records, as a file for the journal. */
    save() {
      model.send({ seq: (seq += 1), do: "save" });
      return new Promise((resolve) => open.set(seq, { resolve: (answer) => resolve(answer.journal) }));
    },
    stop() {
      model.off("change:pictures", deliver);
      model.off("change:marks", follow);
      model.off("msg:custom", answer);
      model.off("change:unsaved", complain);
      model.off("change:end", close);
    },
  };
}
