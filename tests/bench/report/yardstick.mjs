// The summaries beside native programs.

import { KIND_NAMES } from "../data/kinds.mjs";
import { figure, spread } from "./stats.mjs";
import { table } from "./tables.mjs";

const OURS = "refiner-wasm";
/** The program that the bar is about. */
const MEASURE = "simd-json";

/** Megabytes a second. @param {number} bytes @param {number[]} times */
const speed = (bytes, times) => figure(times.map((ms) => bytes / 1000 / ms));

/** How fast a runtime summarises each kind, as a share of the native program's speed; the worst kind. @param {any} results @param {string} runtime */
export function shareOfMachine({ yardstick, rows }, runtime) {
  const ours = rows.summary?.[runtime];
  if (!yardstick || !ours) return undefined;
  const shares = KIND_NAMES.map((kind) => {
    const { bytes, times } = yardstick[kind];
    const native = speed(bytes, times[MEASURE]).value;
    const { value, low, high } = speed(bytes, ours[kind][OURS]);
    return { kind, value: value / native, low: low / native, high: high / native };
  });
  return shares.reduce((worst, other) => (other.value < worst.value ? other : worst));
}

/** @param {any} results */
export function yardstick({ yardstick: found, rows, runtimes }) {
  const about =
    "Megabytes of pages a second, NPS and the distribution of a multiple choice, from their bytes. The native programs run on the same machine: this crate’s own summary, and serde’s typed structures, with only the fields that are counted, by simd-json and sonic-rs. Ours finds the end of what it skips, and does not look into it.";
  const programs = Object.keys(Object.values(/** @type {any} */ (found))[0].times);
  const measured = runtimes.filter(({ name }) => rows.summary?.[name]);
  const lines = KIND_NAMES.map((kind) => {
    const { bytes, times } = found[kind];
    const native = programs.map((program) => spread(speed(bytes, times[program])));
    return [kind, ...native, ...measured.map(({ name }) => spread(speed(bytes, rows.summary[name][kind][OURS])))];
  });
  const head = ["", ...programs, ...measured.map(({ name }) => `**${OURS}**, ${name}`)];
  return ["### How far it is from the machine", about, table(head, lines)].join("\n\n");
}
