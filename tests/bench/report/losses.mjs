// Where others are faster than we are.

import { median, short, together } from "./stats.mjs";

const OURS = "refiner-wasm";
const TITLES = { call: "One call", list: "A page listed", summary: "NPS and distribution", csv: "CSV" };

/** Who is faster than we are, where, and by how much, in some of the rows; empty if nobody is. @param {any} results @param {(row: string) => boolean} is */
export function lossesIn({ rows, runtimes }, is) {
  const measured = Object.entries(rows).filter(([row]) => is(row));
  const lost = measured.flatMap(([row, found]) => {
    const names = [...new Set(Object.values(found).flatMap((kinds) => Object.keys(together(kinds))))].filter((name) => name !== OURS);
    return names.flatMap((name) => {
      const faster = runtimes.flatMap((runtime) => {
        const kinds = found[runtime.name];
        const times = kinds && together(kinds);
        const factor = times && median(times[OURS]) / median(times[name]);
        return factor > 1 ? [`${runtime.name} (${short(factor)}×)`] : [];
      });
      return faster.length ? [`- ${TITLES[row]}, “${name}”: ${faster.join(", ")}.`] : [];
    });
  });
  return lost.length > 0 ? `Others are faster here:\n\n${lost.join("\n")}` : "";
}
