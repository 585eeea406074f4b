// Who leads a run where several pages show the timer of one kernel: one page leads, the others show what it sends.
//
// The page that starts a run leads it. It says every few seconds that it is there; when it is closed it says so. Where
// it has not been heard for SILENCE_MS, the next page in which somebody presses a button leads the run from the moment
// at which it was last heard. A page without a kernel (a handout, the pocket page) always leads.

import { randomId } from "../shared/dom.js";

/** So often a page tells that it leads a running practice. */
export const BEAT_MS = 5000;
/** A page that was not heard for longer than this leads no more. */
export const SILENCE_MS = 20000;

// A message to the kernel that is sent while a page closes is lost with its connection (Chromium); this one arrives.
const CLOSED = "stretchlib.timer.closed";

function openChannel(onMessage) {
  try {
    const channel = new globalThis.BroadcastChannel(CLOSED);
    channel.onmessage = ({ data }) => onMessage(data);
    return channel;
  } catch {
    return null; // not offered: the others wait for SILENCE_MS
  }
}

/**
 * clockwork: of this page; moment(): the state of its run, to be sent; host: {latestStates()}, left out where no
 * other page can show the run. latestStates() is {progress, beat}, the newest state that a page sent at a change and
 * at a beat; each carries `page`, the name of the page that sent it, or "" where that page was closed.
 * onBeat(state) tells the others that this page is there. onSilence() is called when the page that leads is no longer heard.
 */
export function createLead({ clockwork, moment, host, onBeat, onSilence }) {
  const name = randomId();
  let leader = null; // the page that leads the run shown here, where it is another one
  let silent = false;
  let heard = null; // the newest state that it sent
  let beat = 0;
  let silence = 0;
  const channel = host.latestStates ? openChannel(hearClosed) : null;

  /** The newest state that the leading page sent: its last change, or a later beat. */
  function newest() {
    const { progress, beat: later } = host.latestStates();
    const fits = later?.page && later.page === progress?.page && later.run === progress.run;
    return fits && later.anchor_ms >= progress.anchor_ms ? later : progress;
  }

  function beatAgain() {
    beat = setTimeout(beatAgain, BEAT_MS);
    onBeat(moment());
  }

  function fallSilent() {
    silent = true;
    if (heard.status === "running") clockwork.follow({ ...heard, status: "paused" });
    onSilence();
  }

  /** A page of this browser was closed, and sent where its run was. */
  function hearClosed(state) {
    if (leader === null || state?.page !== leader) return;
    if (clockwork.follow(state)) heard = state;
    clearTimeout(silence);
    fallSilent();
  }

  /**
   * Take in what the other pages sent: true where this page shows another state now. `first`: this page has just
   * opened, and takes up by itself what no page leads.
   */
  function hear(first = false) {
    const state = host.latestStates ? newest() : null;
    if (!state?.status || state.page === name || state.page === undefined) return false;
    if (heard && JSON.stringify(heard) === JSON.stringify(state)) return false;
    const closed = state.page === "";
    if (closed && leader === null) return false;
    const over = !["running", "paused"].includes(state.status);
    if (first && over) return false;
    const age = Date.now() - state.anchor_ms;
    const late = age >= 0 && age <= SILENCE_MS ? age : 0; // another computer's clock may be far from this one's
    if (!clockwork.follow(state, late)) return false;
    heard = state;
    leader = over ? null : state.page;
    silent = false;
    clearTimeout(silence);
    if (over) return true;
    if (closed || (first && age > SILENCE_MS)) fallSilent();
    else silence = setTimeout(fallSilent, SILENCE_MS - (first ? late : 0));
    return true;
  }

  return {
    name,
    hear,
    elsewhere: () => leader !== null,
    silent: () => leader !== null && silent,
    /** The run is led from here on, paused where it was last heard. */
    take() {
      leader = null;
      clearTimeout(silence);
      clockwork.lead();
    },
    /** The run is over: nobody leads it any more. */
    leave() {
      leader = null;
      clearTimeout(silence);
    },
    /** Say from now on, or no longer, that this page leads. */
    tell(running) {
      clearTimeout(beat);
      beat = running && leader === null && host.latestStates ? setTimeout(beatAgain, BEAT_MS) : 0;
    },
    /** The page goes, and leads in this state. */
    goodbye: (state) => channel?.postMessage({ ...state, page: name }),
    stop() {
      clearTimeout(beat);
      clearTimeout(silence);
      channel?.close();
    },
  };
}
