// Votes from phones: a vote is sent until it is acknowledged and only the newest counts; what the slide says and does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { repeatDelay, voteSender } from "../../stretchlib/publish/votes/vote_sender.js";
import { nextAction, panelLine, roomLook } from "../../stretchlib/publish/votes/wall.js";

/** A sender whose room answers with what `answers` holds, one after the other; each is called when it is asked. */
function sending(answers, between = () => {}) {
  const posted = [];
  const heard = [];
  const sender = voteSender({
    post: async (vote) => {
      posted.push({ ...vote });
      const answer = answers.shift();
      between(posted.length, sender);
      return answer;
    },
    wait: async () => {},
    onChange: (state, vote) => heard.push(`${state} ${vote.option} ${vote.turn}`),
    random: () => 0.5,
  });
  return { sender, posted, heard, done: () => new Promise((resolve) => setTimeout(resolve, 5)) };
}

test("a vote without an answer, or with one that the room was too busy for, is sent again until it is acknowledged", async () => {
  const { sender, posted, heard, done } = sending([null, { status: 503 }, null, { status: 200 }]);
  sender.send({ round: "r", option: 1, turn: 1 });
  await done();
  assert.equal(posted.length, 4);
  assert.deepEqual(new Set(posted.map((vote) => JSON.stringify(vote))).size, 1, "it is the same vote each time");
  assert.deepEqual(heard, ["sending 1 1", "trying 1 1", "trying 1 1", "trying 1 1", "counted 1 1"]);
});

test("an answer that is tapped while another is on its way takes its place", async () => {
  const { sender, posted, heard, done } = sending([{ status: 200 }, { status: 200 }], (count, mine) => {
    if (count === 1) mine.send({ round: "r", option: 2, turn: 2 });
  });
  sender.send({ round: "r", option: 1, turn: 1 });
  await done();
  assert.deepEqual(posted.map((vote) => vote.option), [1, 2]);
  assert.deepEqual(heard, ["sending 1 1", "sending 2 2", "counted 2 2"]);
});

test("a turn that another tab has used is raised; what is late, malformed or of another room ends", async () => {
  const ahead = sending([{ status: 409 }, { status: 409 }, { status: 200 }]);
  ahead.sender.send({ round: "r", option: 0, turn: 3 });
  await ahead.done();
  assert.deepEqual(ahead.posted.map((vote) => vote.turn), [3, 4, 5]);
  for (const [status, state] of [[410, "late"], [400, "fault"], [403, "code"]]) {
    const refused = sending([{ status }]);
    refused.sender.send({ round: "r", option: 0, turn: 1 });
    await refused.done();
    assert.deepEqual(refused.heard, ["sending 0 1", `${state} 0 1`]);
  }
});

test("attempts come further apart, not all phones at once, and never more than some seconds", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 50].map((attempts) => repeatDelay(attempts, 0.5)), [300, 600, 1200, 2400, 3000, 3000]);
  assert.ok(repeatDelay(1, 0) < repeatDelay(1, 1));
});

test("the slide says when nobody has come in a minute, and goes on without the room", () => {
  const t = (key, values = {}) => [key, values.phones, values.voted].filter((part) => part !== undefined).join(" ");
  const open = { open: true, phones: 0, voted: 0, waiting_s: 59, rounds: [null] };
  assert.equal(panelLine(open, t), "room.votes 0 0");
  assert.equal(panelLine({ ...open, waiting_s: 60 }, t), "room.nobody");
  assert.equal(panelLine({ ...open, waiting_s: 60, phones: 2 }, t), "room.votes 2 0");
  assert.equal(panelLine({ ...open, waiting_s: 900, voted: 3 }, t), "room.votes 0 3", "who voted has come");
  assert.equal(panelLine({ ...open, open: false, voted: 3, rounds: [[3]] }, t), "room.closed 0 3");
  assert.equal(panelLine(null, t), "room.gone");
});

test("votes are closed when they are shown, and opened again for a second round alone", () => {
  const closed = { open: false, rounds: [[1, 2]] };
  assert.equal(nextAction("bars", 1, { open: true, rounds: [null] }), "close");
  assert.equal(nextAction("answer", 1, closed), "");
  assert.equal(nextAction("count", 1, closed), "", "a page that was loaded again opens nothing again");
  assert.equal(nextAction("count", 2, closed), "again");
  assert.equal(nextAction("count", 2, { open: true, rounds: [[1, 2], null] }), "");
  assert.equal(nextAction("count", 2, { open: true, rounds: [null] }), "close", "the room was started anew in a second round");
  assert.equal(nextAction("count", 2, { open: false, rounds: [[0, 0]] }), "again");
  assert.deepEqual(["count", "bars", "answer"].map((stage) => roomLook(stage, 1)), ["panel", "none", "none"]);
  assert.equal(roomLook("count", 2), "line");
});
