// The sums on screen: tracked = delivered + dropped + dead + queued.
import { el } from "../parts/dom.js";

/** @type {[name: "tracked" | "delivered" | "dropped" | "dead" | "queued", sign: string][]} */
const TERMS = [
  ["tracked", ""],
  ["delivered", "="],
  ["dropped", "+"],
  ["dead", "+"],
  ["queued", "+"],
];

/** @param {HTMLElement} parent @returns {(stats: import("/pkg/tracker.js").Stats) => void} */
export function sumsView(parent) {
  const numbers = new Map(TERMS.map(([name]) => [name, el("dd", { "data-sum": name }, "0")]));
  const duplicate = el("p", { class: "quiet sums-note" });
  parent.append(
    el(
      "dl",
      { class: "sums" },
      ...TERMS.map(([name, sign]) =>
        el("div", { "data-sign": sign }, el("dt", {}, name), /** @type {HTMLElement} */ (numbers.get(name))),
      ),
    ),
    duplicate,
  );
  return (stats) => {
    for (const [name, number] of numbers) number.textContent = stats[name].toLocaleString("en");
    const holds = stats.tracked === stats.delivered + stats.dropped + stats.dead + stats.queued;
    const why = Object.entries(stats.droppedBy).map(([reason, count]) => `${count} by ${reason}`);
    duplicate.textContent = [
      holds ? "The sum holds." : "The sum does not hold!",
      `Of those delivered, the gateway had ${stats.duplicate} already (duplicate).`,
      ...(why.length ? [`Dropped: ${why.join(", ")}.`] : []),
    ].join(" ");
  };
}
