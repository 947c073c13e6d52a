// @ts-check
// What the machine has written down, in the order in which the page asked for it.
import { countAdds, countDrop } from "./ledger.js";
import { act } from "./state.js";

/** @typedef {import("./ledger.js").Op} Op */
/** @typedef {import("./state.js").Step} Step */

/** @param {Step} step @param {Op[]} ops @param {import("./state.js").Done[]} calls Those who wait until these are written. */
export function push(step, ops, calls) {
  const { held, unwritten } = step;
  if (step.consent === "granted") {
    step.unwritten = [...unwritten, { ops, calls }];
    return write(step);
  }
  // There is nothing safer to wait for: without consent, nothing is written.
  act(step, "done", calls);
  if (step.consent === "denied") return drop(step, "consent", ops);
  const isFull = countAdds(held) >= step.rules.maxPending;
  if (isFull) drop(step, "pending", ops);
  // Whose the others are must be known all the same.
  step.held = [...held, ...ops.filter(({ op }) => (op === "add" ? !isFull : held.at(-1)?.op !== op))];
}

/** Drops events that never got as far as the books. @param {Step} step @param {import("../tracker.js").DropReason} reason @param {Op[]} ops */
export function drop(step, reason, ops) {
  const count = countAdds(ops);
  if (!count) return;
  step.dropped = { ...step.dropped };
  countDrop(step.dropped, reason, count);
  act(step, "drop", reason, count);
}

/**
 * Writes all that is to be written: one write at a time. When there is no more time, events do not wait, but whose they are does: if the
 * first write failed, the second would be done before it.
 *
 * @param {Step} step
 * @param {boolean} [now]
 */
export function write(step, now) {
  const { unwritten, writing } = step;
  const ops = unwritten.flatMap((each) => each.ops);
  if (!ops.length || (writing && !(now && ops.every(({ op }) => op === "add")))) return;
  act(step, "write", ops, unwritten.flatMap(({ calls }) => calls));
  step.unwritten = [];
  step.writing += 1;
}
