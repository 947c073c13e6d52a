// @ts-check
// Tables that fit the terminal.
import { fitted, widthOf } from "./terminal.js";

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {"left" | "right"} [align]
 * @property {boolean} [shrinks] Whether it may be cut where there is no room.
 * @property {import("./terminal.js").Style | ((row: number) => import("./terminal.js").Style | undefined)} [style]
 * @property {string[]} cells
 */

/** What is left of a column that is cut. */
const NARROWEST = 8;

const GAP = 2;

/**
 * The lines of a table. Columns that still do not fit are left out, the last ones first.
 *
 * @param {Column[]} columns
 * @param {import("./terminal.js").Terminal} terminal
 */
export function table(columns, { width, paint }) {
  let shown = columns.map((column) => ({ ...column, width: Math.max(widthOf(column.name), ...column.cells.map(widthOf)) }));
  const total = () => shown.reduce((sum, { width }) => sum + width + GAP, -GAP);
  for (let over = total() - width; over > 0; over = total() - width) {
    const widest = shown.filter(({ shrinks, width }) => shrinks && width > NARROWEST).sort((one, other) => other.width - one.width)[0];
    if (widest) widest.width = Math.max(NARROWEST, widest.width - over);
    else if (shown.length > 1) shown = shown.slice(0, -1);
    else shown[0].width = width;
  }
  const line = (/** @type {(column: typeof shown[number]) => string} */ cell) => shown.map(cell).join(" ".repeat(GAP)).trimEnd();
  const head = line(({ name, width, align }) => paint("bold", fitted(name, width, align)));
  const rows = (columns[0]?.cells ?? []).map((_, row) =>
    line(({ cells, width, align, style }) => {
      const text = fitted(cells[row], width, align);
      const wanted = typeof style === "function" ? style(row) : style;
      return wanted ? paint(wanted, text) : text;
    }),
  );
  return [head, ...rows];
}

/**
 * How much room a table leaves.
 *
 * @param {Column[]} columns
 * @param {number} width
 */
export function roomBeside(columns, width) {
  return width - columns.reduce((sum, { name, cells }) => sum + Math.max(widthOf(name), ...cells.map(widthOf)) + GAP, 0);
}

/**
 * A value and its interval as a small bar: `  ├──●───┤  `.
 *
 * @param {{ value: number | null, interval: readonly number[] | null | undefined }} figure
 * @param {{ low: number, high: number }} scale
 * @param {number} width
 */
export function bar({ value, interval }, { low, high }, width) {
  if (value === null || !(high > low)) return "";
  const place = (/** @type {number} */ at) => Math.round((Math.min(Math.max((at - low) / (high - low), 0), 1) * (width - 1)));
  const drawn = Array.from({ length: width }, () => " ");
  if (interval) {
    const [from, to] = interval.map(place);
    drawn.fill("─", from, to + 1);
    [drawn[from], drawn[to]] = ["├", "┤"];
  }
  drawn[place(value)] = "●";
  return drawn.join("");
}
