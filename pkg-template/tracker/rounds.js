// @ts-check
// The rounds of sending. In each, this tab asks for its turn, and goes through the places where events wait until nothing in them may go.
import { batches, gate, MOST_BYTES, MOST_ENTRIES } from "./batch.js";
import { heldFor } from "./ledger.js";
import { meaning } from "./replies.js";
import { act } from "./state.js";

/** @typedef {import("./batch.js").Batch} Batch */
/** @typedef {import("./ledger.js").Entry} Entry */
/** @typedef {import("./ledger.js").Ledger} Ledger */
/** @typedef {import("./state.js").Step} Step */

/** A round of sending, now or after this one. @param {Step} step @param {boolean} [hurry] Whether it is not to wait for our own backoff. */
export function want(step, hurry) {
  if (step.away || step.consent !== "granted") {
    act(step, "done", step.flushes);
    step.flushes = [];
    return;
  }
  step.hurryNext ||= hurry;
  if (!step.busy) act(step, "lock", step.round);
  else step.again = true;
  step.busy = true;
}

/** @param {Step} step @param {number} ms */
export function wake(step, ms) {
  const at = step.now + ms;
  if (step.away || step.wakeAt <= at) return;
  step.wakeAt = at;
  act(step, "wait", ms);
}

/**
 * Looks into the queue, once what is known of it is written there.
 *
 * @param {Step} step
 * @param {number} round
 * @param {number} place
 * @param {import("./ledger.js").Outcome} [outcome]
 */
export function look(step, round, place, outcome = {}) {
  if (outcome.wait && round === step.round) step.failed = [...step.failed, outcome.wait.user];
  if (place < step.rules.stores) return act(step, "look", round, place, outcome, step.chance);
  endRound(step);
  if (step.again) want(step);
  else leave(step, "insure");
}

/** @param {Step} step @param {number} round @param {number} place @param {Entry[]} entries @param {Ledger} ledger */
export function looked(step, round, place, entries, { denied, holds, seq }) {
  if (round !== step.round) return;
  // A worse place has newer events. Those must not overtake the others.
  if (place === 0 || (entries.length && !step.known.entries.length)) step.known = { place, seq, entries, holds };
  const mayGo = gate(holds, step.now, step.hurry, step.failed);
  // After a denial in another tab, nothing goes.
  const user = entries.find((entry) => entry.user !== null && !denied && mayGo(entry.user))?.user;
  const [batch] = batches(entries, (each) => each === user, step.size, MOST_BYTES);
  if (!batch) {
    const waits = holds.map((hold) => heldFor(hold, step.now)).filter((ms) => ms > 0);
    // If nobody is held, that is never.
    if (entries.length) wake(step, Math.min(...waits));
    return look(step, round, place + 1);
  }
  const token = step.tokens.get(batch.user);
  if (step.rules.token && !token) act(step, "token", round, place, batch.user);
  else act(step, "send", round, place, { batch, token });
}

/** @param {Step} step @param {number} round @param {number} place @param {Batch} batch @param {import("./replies.js").Reply} reply */
export function replied(step, round, place, { user, entries }, reply) {
  const outcome = meaning(user, entries, reply);
  // It was ended with its round.
  if (round !== step.round && !outcome.verdicts) return;
  if (outcome.smaller) step.size = Math.max(1, entries.length >> 1);
  else if (outcome.verdicts) step.size = MOST_ENTRIES;
  // It may just be too old. The next time, there is a new one.
  if (outcome.refused) step.tokens = new Map(step.tokens).set(user, undefined);
  look(step, round, place, outcome);
}

/** @param {Step} step */
export function endRound(step) {
  if (step.busy) act(step, "unlock");
  if (!step.again) {
    act(step, "done", step.flushes);
    step.flushes = [];
  }
  step.busy = false;
  step.round += 1;
  step.failed = [];
}

/** Ends everything until the page is back. @param {Step} step */
export function stop(step) {
  step.away = true;
  step.again = false;
  step.wakeAt = Infinity;
  endRound(step);
  act(step, "wait", Infinity);
}

/**
 * Sends without waiting for a reply.
 *
 * @param {Step} step
 * @param {"leave" | "insure"} how Now, or when the browser finds that the page is gone.
 */
export function leave(step, how) {
  if (step.consent !== "granted") return;
  const { entries, holds } = step.known;
  const mayGo = gate(holds, step.now);
  const found = batches(entries, (user) => mayGo(user) && !(step.rules.token && !step.tokens.get(user)), step.size, MOST_BYTES);
  act(step, how, found.map((batch) => ({ batch, token: step.tokens.get(batch.user) })));
}
