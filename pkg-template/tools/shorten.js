// @ts-check
// Makes a report fit: what says nothing goes, figures get four digits, and lists lose items at their less telling end.
import { fits } from "./fit.js";

/** @typedef {import("./fit.js").Most} Most */
/** @typedef {{ path: string, returned: number, total: number }} LeftOut */

const DIGITS = 4;

/**
 * The lists of a report that may be cut, and to how many items before any is cut further: five terms say what a camp is about, and leave
 * room for what it wrote.
 *
 * @type {Record<string, number>}
 */
const LISTS = {
  "comments.camps[].terms": 5,
  "groups[].metrics[].distribution": 5,
  "other.metrics[].distribution": 5,
  "metrics[].distribution": 20,
  groups: Infinity,
  comparisons: Infinity,
  trend: Infinity,
  "comments.sample": Infinity,
};

/** Here a null says something: the group of those without a value. */
const NULLS = ["key", "a", "b", "first", "second", "camp"];

/**
 * Without nulls that say nothing, falses and empty lists, and with figures of four digits; whole numbers stay.
 *
 * @param {any} value
 * @returns {any}
 */
export function rounded(value) {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, one]) => (one !== null || NULLS.includes(key)) && one !== false && !(Array.isArray(one) && one.length === 0));
  return Object.fromEntries(entries.map(([key, one]) => [key, rounded(one)]));
}

/**
 * The report, cut until it fits or nothing is left to cut.
 *
 * @param {any} report As it is shown; it is changed.
 * @param {Most} most
 * @returns {LeftOut[]} Which lists were cut.
 */
export function shorten(report, most) {
  const found = Object.keys(LISTS).flatMap((path) => listsAt(report, path.split(".")).map((list) => ({ path, list, total: list.length })));
  const isPeriods = report.groups?.[0]?.start !== undefined;
  for (const { path, list } of fits(report, most) ? [] : found) list.splice(isScores(list) ? 0 : LISTS[path]);
  while (!fits(report, most)) {
    const [longest] = found.filter(({ list }) => list.length > 1).sort((one, other) => sizeOf(other.list) - sizeOf(one.list));
    if (!longest) break;
    // Of how often each score was given, a part would mislead.
    const cut = isScores(longest.list) ? longest.list.length : Math.ceil(longest.list.length / 8);
    longest.list.splice(isPeriods && longest.path === "groups" ? 0 : longest.list.length - cut, cut);
  }
  const cut = found.filter(({ list, total }) => list.length < total);
  // Of lists within lists, the one that lost the most speaks for all.
  const worst = new Map();
  for (const { path, list, total } of cut) {
    const known = worst.get(path);
    if (!known || total - list.length > known.total - known.returned) worst.set(path, { path, returned: list.length, total });
  }
  return [...worst.values()];
}

/** @param {any} value @param {string[]} steps @returns {any[][]} */
function listsAt(value, [step, ...rest]) {
  if (value === undefined || value === null) return [];
  if (step === undefined) return Array.isArray(value) ? [value] : [];
  const key = step.replace("[]", "");
  const next = value[key] ?? value.untrusted_text?.[key];
  if (!step.endsWith("[]")) return listsAt(next, rest);
  return (Array.isArray(next) ? next : []).flatMap((/** @type {any} */ one) => listsAt(one, rest));
}

/** @param {any[]} list */
function isScores([first]) {
  return first?.score !== undefined && first.share !== undefined;
}

/** @param {unknown[]} list */
function sizeOf(list) {
  return JSON.stringify(list).length;
}
