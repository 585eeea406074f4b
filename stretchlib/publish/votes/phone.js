// The vote page of a phone: the code, the question, an answer that is counted. Nothing but the room is asked.
import { h, phrases, setText, randomId } from "../../widgets/shared/dom.js";
import { voteSender } from "./vote_sender.js";

const ASK_MS = 2000;
const ANSWER_MS = 5000;
const KEEP = "stretchlib-vote-";
const byLanguage = JSON.parse(document.getElementById("phrases").textContent);
const main = document.querySelector("main");
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let code = location.pathname.slice(1).toUpperCase();
let t = phrases(Object.values(byLanguage)[0]);
let isShown = null; // what of the room's state stands on the page
let vote = null; // {round, option, turn} as last tapped here

/** What this phone keeps for this room, under a number that it made for this room alone. */
function kept() {
  let content = null;
  try {
    content = JSON.parse(localStorage.getItem(KEEP + code));
  } catch {
    // No storage here: the number lives as long as the page.
  }
  return content ?? kept.memory[code] ?? keep({ device: randomId() + randomId(), turn: 0, round: "", option: -1 });
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
    if (state === "counted") keep({ ...kept(), ...sent });
    vote = { ...sent, state };
    tellVote();
  },
});

const letter = (position) => String.fromCharCode(65 + position);

function tellVote() {
  const line = document.getElementById("said");
  if (!line || !isShown?.round) return;
  const mine = vote?.round === isShown.round ? vote : null;
  const name = mine ? letter(mine.option) : "";
  document.body.dataset.vote = mine?.state ?? "none";
  const closed = `${t("phone.closed")} ${mine?.state === "counted" ? t("phone.yours", { letter: name }) : ""}`.trim();
  if (mine?.state === "late") setText(line, t("phone.late"));
  else if (!isShown.open && mine?.state !== "trying") setText(line, closed);
  else setText(line, mine ? t(`phone.${mine.state}`, { letter: name }) : t("phone.choose"));
}

function choose(option) {
  const before = kept();
  const turn = Math.max(before.turn, vote?.round === isShown.round ? vote.turn : 0) + 1;
  keep({ ...before, turn });
  sender.send({ round: isShown.round, option, turn });
}

/** The question with its answers; while the round is open each is a choice that is sent when it is made. */
function showQuestion(state) {
  const before = kept();
  if (vote?.round !== state.round) {
    vote = before.round === state.round ? { round: state.round, option: before.option, turn: before.turn, state: "counted" } : null;
  }
  const options = state.options.map((text, position) => {
    const input = h("input", { type: "radio", name: "option", value: position, disabled: !state.open && "" });
    input.checked = vote?.option === position;
    input.addEventListener("change", () => choose(position));
    return h("label", { class: "option" }, input, h("b", {}, letter(position)), h("span", {}, text));
  });
  main.replaceChildren(
    h("fieldset", {}, h("legend", {}, state.number > 1 && h("p", { class: "again" }, t("phone.second")), h("h1", {}, state.stem)), ...options),
    h("p", { id: "said", role: "status" }), h("p", { class: "note" }, t("phone.private")),
  );
  tellVote();
}

function showLine(text, heading = t("phone.title")) {
  main.replaceChildren(h("h1", {}, heading), h("p", { id: "said", role: "status" }, text), h("p", { class: "note" }, t("phone.private")));
}

function askForCode(refusal = "") {
  code = "";
  isShown = null;
  sender.stop();
  const input = h("input", { id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 6,
    "aria-describedby": "said", enterkeyhint: "go" });
  const form = h("form", {}, h("h1", {}, t("phone.title")), h("label", { for: "code" }, t("phone.code_label")), input,
    h("button", { type: "submit" }, t("phone.code_go")), h("p", { id: "said", role: "status" }, refusal), h("p", { class: "note" }, t("phone.private")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!/^[A-Z]{6}$/i.test(input.value.trim())) return setText(document.getElementById("said"), t("phone.code_wrong"));
    code = input.value.trim().toUpperCase();
    history.replaceState(null, "", `/${code}`);
    follow();
  });
  main.replaceChildren(form);
  input.focus();
}

function show(state) {
  if (JSON.stringify(state) === JSON.stringify(isShown)) return;
  isShown = state;
  if (byLanguage[state.language]) {
    document.documentElement.lang = state.language;
    t = phrases(byLanguage[state.language]);
    document.title = t("phone.title");
  }
  if (state.round) showQuestion(state);
  else showLine(t("phone.wait"));
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

if (code) follow();
else askForCode();
document.addEventListener("visibilitychange", () => code && !document.hidden && follow());
