// The vote page of a phone: the code, the question, an answer that is counted. Nothing but the room is asked.
import { h, phrases, setText, randomId } from "../../widgets/shared/dom.js";
import { voteSender } from "./vote_sender.js";

const ASK_MS = 2000;
const ANSWER_MS = 5000;
const KEEP = "stretchlib-vote-";
const byLanguage = JSON.parse(document.getElementById("phrases").textContent);
// The line below stands outside what is replaced: a live region that is put in together with its words is not spoken.
const asked = h("div");
const said = h("p", { id: "said", role: "status" });
const note = h("p", { class: "note" });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let code = location.pathname.slice(1).toUpperCase();
let t = phrases(Object.values(byLanguage)[0]);
let isShown = null; // what of the room's state stands on the page
let vote = null; // {round, option, turn} as last tapped here

/** What this phone keeps for this room, under a number that it made for this room alone: of each round what counts. */
function kept() {
  let content = null;
  try {
    content = JSON.parse(localStorage.getItem(KEEP + code));
  } catch {
    // No storage here: the number lives as long as the page.
  }
  return content ?? kept.memory[code] ?? keep({ device: randomId() + randomId(), turn: 0, votes: {} });
}
kept.memory = {};

function keep(content) {
  kept.memory[code] = content;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEEP) && key !== KEEP + code) localStorage.removeItem(key);
    localStorage.setItem(KEEP + code, JSON.stringify(content));
  } catch {
    // As above.
  }
  return content;
}

/** Ask the room; {status, ...} or null where no answer came. */
async function ask(path, options = {}) {
  try {
    const answer = await fetch(`/${code}/${path}`, { ...options, signal: AbortSignal.timeout?.(ANSWER_MS) });
    return { ...(await answer.json()), status: answer.status };
  } catch {
    return null;
  }
}

const sender = voteSender({
  wait,
  post: ({ round, option, turn }) => ask("vote", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ device: kept().device, round, option, turn }),
  }),
  onChange(state, sent) {
    if (state === "code") return askForCode(t("phone.code_wrong"));
    if (state === "counted") {
      const before = kept();
      keep({ ...before, turn: Math.max(before.turn, sent.turn), votes: { ...before.votes, [sent.round]: sent.option } });
    }
    vote = { ...sent, state };
    tellVote();
  },
});

const letter = (position) => String.fromCharCode(65 + position);

function tellVote() {
  if (!isShown?.round) return;
  const mine = vote?.round === isShown.round ? vote : null;
  const name = mine ? letter(mine.option) : "";
  document.body.dataset.vote = mine?.state ?? "none";
  const closed = `${t("phone.closed")} ${mine?.state === "counted" ? t("phone.yours", { letter: name }) : ""}`.trim();
  if (mine?.state === "late") setText(said, t("phone.late"));
  else if (!isShown.open && mine?.state !== "trying") setText(said, closed);
  else setText(said, mine ? t(`phone.${mine.state}`, { letter: name }) : t("phone.choose"));
}

function choose(option) {
  const before = kept();
  const turn = Math.max(before.turn, vote?.round === isShown.round ? vote.turn : 0) + 1;
  keep({ ...before, turn });
  sender.send({ round: isShown.round, option, turn });
}

/** Put `parts` where the question stands. Who was there before, with a keyboard or a screen reader, goes on at its heading. */
function replaceAsked(...parts) {
  const isFirst = !asked.childElementCount;
  asked.replaceChildren(...parts);
  setText(note, t("phone.private"));
  if (!isFirst) asked.querySelector("h1").focus();
}

const heading = (text) => h("h1", { tabindex: "-1" }, text);

/** The question with its answers; while the round is open each is a choice that is sent when it is made. */
function showQuestion(state) {
  if (vote?.round !== state.round) {
    const { votes, turn } = kept();
    vote = state.round in votes ? { round: state.round, option: votes[state.round], turn, state: "counted" } : null;
  }
  const options = state.options.map((text, position) => {
    const input = h("input", { type: "radio", name: "option", value: position });
    input.checked = vote?.option === position;
    input.addEventListener("click", (event) => {
      if (!isShown?.open) event.preventDefault();
    });
    input.addEventListener("change", () => choose(position));
    return h("label", { class: "option" }, input, h("b", {}, letter(position)), h("span", {}, text));
  });
  replaceAsked(h("fieldset", {}, h("legend", {}, state.number > 1 && h("p", { class: "again" }, t("phone.second")), heading(state.stem)), ...options));
}

/** Say of each answer whether it may be chosen. An input that is disabled would lose the focus, and with it the reader. */
function markOpen(isOpen) {
  for (const input of asked.querySelectorAll("input")) input.setAttribute("aria-disabled", String(!isOpen));
}

function showLine(text) {
  replaceAsked(heading(t("phone.title")));
  setText(said, text);
}

function askForCode(refusal = "") {
  code = "";
  isShown = null;
  sender.stop();
  const input = h("input", { id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 6,
    "aria-describedby": "said", enterkeyhint: "go" });
  const form = h("form", {}, heading(t("phone.title")), h("label", { for: "code" }, t("phone.code_label")), input,
    h("button", { type: "submit" }, t("phone.code_go")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!/^[A-Z]{6}$/i.test(input.value.trim())) return setText(said, t("phone.code_wrong"));
    setText(said, ""); // the same refusal once more is news again
    code = input.value.trim().toUpperCase();
    history.replaceState(null, "", `/${code}`);
    follow();
  });
  replaceAsked(form);
  setText(said, refusal);
  input.focus();
}

function show(state) {
  if (JSON.stringify(state) === JSON.stringify(isShown)) return;
  const isSameRound = state.round && state.round === isShown?.round;
  isShown = state;
  if (byLanguage[state.language]) {
    document.documentElement.lang = state.language;
    t = phrases(byLanguage[state.language]);
    document.title = t("phone.title");
  }
  if (!state.round) return showLine(t("phone.wait"));
  if (!isSameRound) showQuestion(state);
  markOpen(state.open);
  tellVote();
}

let following = 0;

/** Ask the room every few seconds, not while the phone sleeps. */
async function follow() {
  const mine = (following += 1);
  let missed = 0;
  while (mine === following && code) {
    if (!document.hidden) {
      const state = await ask(`state?device=${kept().device}`);
      if (mine !== following) return;
      if (state?.status === 403) return askForCode(t("phone.code_wrong"));
      missed = state?.status === 200 ? 0 : missed + 1;
      if (state?.status === 200) {
        document.body.classList.remove("lost");
        show(state);
      } else if (missed === 2) {
        document.body.classList.add("lost");
        if (!isShown) showLine(t("phone.lost"));
      }
    }
    await wait(ASK_MS * (0.9 + Math.random() / 5) * Math.min(1 + missed, 3));
  }
}

document.querySelector("main").append(asked, said, note);
if (code) follow();
else askForCode();
document.addEventListener("visibilitychange", () => code && !document.hidden && follow());
