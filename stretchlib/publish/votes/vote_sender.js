// A vote on its way: sent again until the room has answered, and only the newest counts.

/** Milliseconds before the next attempt; a class does not knock all at once. `random` is from 0 to 1. */
export function repeatDelay(attempts, random) {
  return Math.round(Math.min(300 * 2 ** Math.min(attempts - 1, 4), 3000) * (0.75 + random / 2));
}

/**
 * Send votes by `post(vote)`, which resolves to {status, ...}, or to null where no answer came. `wait(ms)` resolves later.
 * `onChange(state, vote)` hears "sending", "trying" (no answer yet), "counted", "late", "code" or "fault".
 */
export function voteSender({ post, wait, onChange, random = Math.random }) {
  let wanted = null;
  let isRunning = false;

  async function run() {
    isRunning = true;
    let attempts = 0;
    while (wanted) {
      const vote = wanted;
      const answer = await post(vote);
      if (vote !== wanted) {
        attempts = 0; // another answer was tapped meanwhile
        continue;
      }
      const status = answer?.status ?? 0;
      if (status === 409) {
        wanted = { ...vote, turn: vote.turn + 1 }; // another tab of this phone was ahead
      } else if ([200, 400, 403, 410].includes(status)) {
        wanted = null;
        onChange({ 200: "counted", 400: "fault", 403: "code", 410: "late" }[status], vote);
      } else {
        attempts += 1;
        onChange("trying", vote);
        await wait(repeatDelay(attempts, random()));
      }
    }
    isRunning = false;
  }

  return {
    send(vote) {
      wanted = vote;
      onChange("sending", vote);
      if (!isRunning) run();
    },
    stop() {
      wanted = null;
    },
  };
}
