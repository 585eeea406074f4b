// The timers of a published page: the same front end as in the notebook, with the page itself as its host.
//
// Each exercise has a place with the number of its session; a press on its button brings the timer there.
import { button, phrases } from "../../widgets/shared/dom.js";
import { safetyAnswer } from "../../widgets/timer/safety.js";
import { mountTimer } from "../../widgets/timer/timer.js";
import { textOf } from "./journal_text.js";
import { pageStore } from "./store.js";

const data = JSON.parse(document.getElementById("stretchlib-data").textContent);

const t = phrases(data.words);

function timerHost(session, level) {
  const store = pageStore();
  const told = new Set();
  const unsaved = () => (told.size > 0 && !store.kept() ? t("publish.unsaved") : "");
  const save = async () => textOf(store.records(), store.origin());
  return {
    headingLevel: level,
    ...(data.keep && { unsaved, save }), // a handout keeps nothing, and says so above
    onState({ runs }) {
      for (const run of runs) {
        if (told.has(run.run)) continue;
        told.add(run.run);
        store.keepPractice(session, run);
      }
    },
  };
}

for (const place of document.querySelectorAll("[data-timer]")) {
  const level = Number(place.dataset.level);
  for (const number of place.dataset.timer.split(" ")) {
    const session = data.sessions[number];
    const opener = button("lead", session.opener, () => {
      opener.remove();
      const { words, red_flags } = data;
      const { practice } = mountTimer(place, { session, words, red_flags }, timerHost(session, level));
      if (safetyAnswer().choice === null) practice.ask(); // the safety questions come before the first practice
      [...place.querySelectorAll(".slt-gate-title, [data-action=start]")].find((one) => one.getClientRects().length)?.focus();
    }, { look: "pub-button pub-lead", picture: "start" });
    place.append(opener);
  }
}
document.documentElement.dataset.timers = "ready";
