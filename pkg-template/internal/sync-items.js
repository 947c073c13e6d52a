// @ts-check
// The responses of a page as a sync sees them: which they are, where they stand in the list, and in which state they are.

/**
 * @typedef {object} Item
 * @property {any} response
 * @property {string} uuid
 * @property {number} place Where it stands in the list: the time that Refiner orders it by, in milliseconds since 1970.
 * @property {string} state
 */

/**
 * @param {any[]} responses
 * @param {object} page
 * @param {boolean} page.isAll Whether views are asked for. Refiner then goes by when a survey was last shown.
 * @param {number | undefined} page.last Where the page before ended.
 * @param {number} page.newest
 * @returns {Item[]}
 */
export function itemsOf(responses, { isAll, last, newest }) {
  const places = responses.map(isAll ? shownAt : receivedAt);
  // One without a time stands where its neighbour stands.
  let place = last ?? (places.find((one) => one > 0) || newest);
  return responses.map((response, index) => {
    place = places[index] || place;
    const { uuid, last_shown_at, last_data_reception_at, completed_at, dismissed_at, data, tags } = response ?? {};
    // Without views, being shown again is no change: it does not move a response in the list.
    const shown = isAll ? last_shown_at : undefined;
    const times = [shown, last_data_reception_at, completed_at, dismissed_at].map(parsed);
    // Without a uuid, only the same response again is known.
    return { response, uuid: typeof uuid === "string" ? uuid : hashOf(response), place, state: hashOf([times, data, tags]) };
  });
}

/** The time that Refiner orders a response by, if views are not asked for; the next best time is our guess. 0 if there is none. @param {any} response */
function receivedAt(response) {
  const { last_data_reception_at, completed_at, last_shown_at, received_at } = response ?? {};
  return firstOf(last_data_reception_at, completed_at, last_shown_at, received_at);
}

/** The same with views. @param {any} response */
function shownAt(response) {
  const { last_shown_at, last_data_reception_at, received_at } = response ?? {};
  return firstOf(last_shown_at, last_data_reception_at, received_at);
}

/** @param {...unknown} times */
function firstOf(...times) {
  return times.map(parsed).find((time) => time > 0) ?? 0;
}

/** Milliseconds since 1970; 0 if it is not a time. @param {unknown} text */
export function parsed(text) {
  if (typeof text !== "string") return 0;
  // Refiner's own format has no zone; we take it for UTC.
  const whole = /^\d{4}-\d\d-\d\d$/.test(text) || /[zZ]$|T.*[+-]\d\d:?\d\d$/.test(text);
  const at = Date.parse(whole ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? 0 : at;
}

/** FNV-1a, 32 bits: two states of one response collide once in 4 billion. @param {unknown} value */
function hashOf(value) {
  let sum = 0x811c9dc5;
  const text = textOf(value);
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return (sum >>> 0).toString(36);
}

/** @param {unknown} value */
function textOf(value) {
  try {
    return JSON.stringify(value);
  } catch {
    // JSON.parse reads deeper nesting than JSON.stringify can write. What is that deep has one state.
    return "deep";
  }
}
