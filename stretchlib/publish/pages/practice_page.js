// The timers of a published page: the same front end as in the notebook, with the page itself as its host.
//
// Each exercise has an element with the numbers of its sessions; a press on a session's button opens its timer there.
import { button, phrases } from "../../widgets/shared/dom.js";
import { safetyAnswer } from "../../widgets/timer/safety.js";
import { mountTimer } from "../../widgets/timer/timer.js";
import { textOf } from "./journal_text.js";
import { pageStore } from "./store.js";
import { unzipped } from "./unzipped.js";

const data = JSON.parse(document.getElementById("stretchlib-data").textContent);

const t = phrases(data.words);
const moving = unzipped(data.people).catch(() => null); // without it the timer stands alone

function timerHost(session, person, level) {
  const store = pageStore();
  const keptRuns = new Set();
  const unsaved = () => (keptRuns.size > 0 && !store.kept() ? t("publish.unsaved") : "");
  const save = async () => textOf(store.records(), store.origin());
  return {
    headingLevel: level,
    person,
    ...(data.keep && { unsaved, save }), // a handout keeps nothing, and says so above
    onState({ runs }) {
      for (const run of runs) {
        if (keptRuns.has(run.run)) continue;
        keptRuns.add(run.run);
        store.keepPractice(session, run);
      }
    },
  };
}

for (const container of document.querySelectorAll("[data-timer]")) {
  const level = Number(container.dataset.level);
  for (const number of container.dataset.timer.split(" ")) {
    const session = data.sessions[number];
    const opener = button("lead", session.opener, async () => {
      opener.remove();
      const { words, red_flags } = data;
      const { people, meshes } = (await moving) ?? {};
      const person = people && { ...people[number], meshes };
      const { practice } = mountTimer(container, { session, words, red_flags }, timerHost(session, person, level));
      if (safetyAnswer().choice === null) practice.ask(); // the safety questions come before the first practice
      [...container.querySelectorAll(".slt-gate-title, [data-action=start]")]
        .find((element) => element.getClientRects().length)?.focus();
    }, { look: "pub-button pub-lead", picture: "start" });
    container.append(opener);
  }
}
document.documentElement.dataset.timers = "ready";
