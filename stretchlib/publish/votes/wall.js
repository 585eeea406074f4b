// Votes from phones on the slides: address, code and QR code beside each vote, and the counts when they are shown.
// The deck goes on without it: what is typed stays, and is added to what phones sent.
import { h, phrases, setText, uniqueId } from "../../widgets/shared/dom.js";

const LOOK_MS = 1000;
const ALONE_S = 60; // so long without a phone, and the slide says so

/** The line under the code: `result` is what the room tells, null where it does not answer. */
export function panelLine(result, t) {
  if (!result) return t("room.gone");
  if (result.open && !result.phones && !result.voted && result.waiting_s >= ALONE_S) return t("room.nobody");
  if (result.open) return t("room.votes", result);
  return t(result.rounds.length ? "room.closed" : "room.phones", result);
}

/**
 * What the wall does next with a vote: its `stage`, how many `rounds` it has, and what the room told of it. A room that
 * was started anew does not know the first round of a vote that is in its second: that ends, then the second begins.
 */
export function nextAction(stage, rounds, result) {
  if (stage === "count" && rounds <= result.rounds.length) return "";
  if (result.open) return "close";
  return stage === "count" ? "again" : "";
}

/** How much of the slide the room takes: most while phones come, a line in a second round, nothing beside the bars. */
export const roomLook = (stage, rounds) => (stage !== "count" ? "none" : rounds > 1 ? "line" : "panel");

/** Begin: `data` is what the page was given, `votes` the set of votes on the page (see votes.js). */
export function showRoom(data, votes) {
  const t = phrases(data.words[document.documentElement.lang] ?? Object.values(data.words)[0]);
  const panels = new Map(); // by the vote it stands beside; null is the title

  async function ask(content) {
    try {
      const answer = await fetch(new URL("votes/wall", document.baseURI), {
        method: "POST", headers: { "Content-Type": "application/json", "X-Votes-Key": data.key }, body: JSON.stringify(content),
        signal: AbortSignal.timeout?.(5000),
      });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  function panel(say) {
    const name = uniqueId("room");
    const line = h("p", { class: "sdv-line", role: "status" });
    const size = h("button", { type: "button", class: "sdv-size", "data-lm-suppress-shortcuts": "true", "aria-pressed": "false" }, say("room.larger"));
    const element = h("aside", { class: "sdv", "aria-labelledby": name }, h("p", { class: "sdv-name", id: name }, say("room.heading")),
      h("img", { class: "sdv-qr", src: data.qr, alt: say("room.qr", data) }),
      h("p", {}, h("span", { class: "sdv-hint" }, say("room.network"), " "), h("b", {}, data.address)),
      h("p", {}, h("span", { class: "sdv-hint" }, say("room.code"), " "), h("b", { class: "sdv-code" }, data.code)), line, size);
    size.addEventListener("click", () => {
      const isLarge = element.classList.toggle("sdv-large");
      size.setAttribute("aria-pressed", String(isLarge));
      setText(size, say(isLarge ? "room.smaller" : "room.larger"));
    });
    return { element, line, say };
  }

  function panelOf(vote) {
    if (!panels.has(vote)) {
      const language = data.words[vote?.language] ? phrases(data.words[vote.language]) : t;
      const made = panel(language);
      panels.set(vote, made);
      if (vote) {
        vote.root.parentElement.dataset.room = "panel";
        vote.root.parentElement.append(made.element);
        vote.root.addEventListener("click", (event) => event.target.closest("[data-action]") && look());
      } else document.querySelector(".sd-title")?.append(made.element);
    }
    return panels.get(vote);
  }

  /** Bring the vote on the slide before the class, or show its counts. */
  async function follow(vote) {
    const { id: question, stem, options } = vote.poll;
    const about = { question, stem, options: options.map((option) => option.text), language: vote.language };
    const stage = () => vote.root.dataset.stage;
    let result = await ask({ ...about, do: stage() === "count" ? "open" : "look" });
    const action = result && nextAction(stage(), vote.rounds()?.length ?? 1, result);
    if (action) result = await ask({ ...about, do: action });
    if (result) vote.setPhones(result.rounds.map((counts) => counts ?? options.map(() => 0)));
    vote.root.parentElement.dataset.room = roomLook(stage(), vote.rounds()?.length ?? 1);
    setText(panelOf(vote).line, panelLine(result, panelOf(vote).say));
  }

  let isLooking = false;
  async function look() {
    if (isLooking) return;
    isLooking = true;
    for (const vote of votes) panelOf(vote);
    const visible = [...votes].find((vote) => vote.root.checkVisibility());
    if (visible) await follow(visible);
    else if (document.querySelector(".sd-title:not([hidden]) .sdv")) {
      setText(panelOf(null).line, panelLine(await ask({ question: "title", do: "look" }), t));
    }
    isLooking = false;
  }

  /** A new class empties what the tab keeps and loads the page again: then the room is emptied as well. */
  async function begin() {
    const isNew = performance.getEntriesByType("navigation")[0]?.type === "reload" && !sessionStorage.getItem("votes-room");
    sessionStorage.setItem("votes-room", data.code);
    if (isNew) await ask({ question: "title", do: "new class" });
    panelOf(null);
    await look();
    setInterval(look, LOOK_MS);
  }
  return begin();
}
