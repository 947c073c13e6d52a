// @ts-check
// From messages to calls: each user's events in order, neighbouring identify_user calls merged.

/** @typedef {import("../../gateway-state.js").QueueEntry} QueueEntry */
/** @typedef {import("../../gateway-state.js").QueueMessage} QueueMessage */

/**
 * An event, and the messages that have it: usually one.
 *
 * @typedef {object} Item
 * @property {QueueEntry} entry
 * @property {number} at
 * @property {QueueMessage[]} messages
 */

/**
 * The events of a message, or undefined if it is none of the gateway's.
 *
 * @param {any} body
 * @returns {QueueEntry[] | undefined}
 */
export function entriesOf(body) {
  if (body?.v !== 1 || !Array.isArray(body.entries)) return undefined;
  const valid = body.entries.every((/** @type {any} */ entry) =>
    [entry?.user, entry?.id, entry?.action].every((text) => typeof text === "string") && typeof entry.input === "object" && entry.input,
  );
  return valid ? body.entries : undefined;
}

/**
 * The events by user, each user's in the order in which they happened. An event that came twice is there once.
 *
 * @param {readonly { message: QueueMessage, entries: QueueEntry[] }[]} received
 * @returns {Item[][]}
 */
export function byUser(received) {
  /** @type {Map<string, Map<string, Item>>} */
  const users = new Map();
  for (const { message, entries } of received) {
    for (const entry of entries) {
      const items = users.get(entry.user) ?? new Map();
      users.set(entry.user, items);
      const item = items.get(entry.id);
      if (item) item.messages.push(message);
      else items.set(entry.id, { entry, at: timeOf(entry, message), messages: [message] });
    }
  }
  return [...users.values()].map((items) => [...items.values()].sort((a, b) => a.at - b.at));
}

/**
 * @param {QueueEntry} entry
 * @param {QueueMessage} message
 */
function timeOf({ at }, { timestamp }) {
  const time = typeof at === "number" ? at : Date.parse(at ?? "");
  return Number.isFinite(time) ? time : Number(timestamp ?? 0);
}

/**
 * One user's events as calls: each is one event, or several identify_user calls that nothing separates.
 *
 * @param {Item[]} items
 * @returns {Item[][]}
 */
export function callsOf(items) {
  /** @type {Item[][]} */
  const calls = [];
  for (const item of items) {
    const call = calls.at(-1);
    if (call && call.length < 100 && mergeable(call, item)) call.push(item);
    else calls.push([item]);
  }
  return calls;
}

/**
 * The traits of one account must not go to another, so a user who changes the account is told of in two calls.
 *
 * @param {Item[]} call
 * @param {Item} next
 */
function mergeable(call, next) {
  if (call[0].entry.action !== "identify_user" || next.entry.action !== "identify_user") return false;
  const accounts = [...call, next].map(({ entry }) => entry.input.account).filter((account) => account);
  return accounts.every((account) => account.id === accounts[0].id);
}

/**
 * One input for several identify_user calls: later traits win.
 *
 * @param {any[]} inputs At least one.
 */
export function merged(inputs) {
  return inputs.reduce((former, later) => {
    const both = { ...former, ...later };
    const attributes = joined(former.attributes, later.attributes);
    const account = joined(former.account, later.account);
    if (attributes) both.attributes = attributes;
    if (account) both.account = account;
    const traits = joined(former.account?.attributes, later.account?.attributes);
    if (traits) both.account.attributes = traits;
    return both;
  });
}

/**
 * @param {any} former
 * @param {any} later
 */
function joined(former, later) {
  return former && later ? { ...former, ...later } : (later ?? former);
}
