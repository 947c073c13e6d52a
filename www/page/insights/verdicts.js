// What the package's tests say, in words that anybody may read.
import { counted, numberText } from "./words.js";

/** @typedef {"up" | "down" | "no_evidence" | "too_few"} Verdict */

/**
 * The comparisons of the score, by the keys of their groups.
 *
 * @param {any[] | null} comparisons each group against the rest
 * @returns {Map<string | null, { verdict: Verdict }>}
 */
export function ofScore(comparisons) {
  return new Map((comparisons ?? []).filter(({ figure }) => figure === "value").map((one) => [one.a, one]));
}

/**
 * Which groups differ from the rest. The package makes up for the number of groups that were looked at.
 *
 * @param {{ name: string, comparison: { verdict: Verdict } | undefined }[]} groups
 * @returns {string[]}
 */
export function restText(groups) {
  const tested = groups.filter(({ comparison }) => comparison && comparison.verdict !== "too_few");
  if (tested.length === 0) return [];
  const named = (verdict) => tested.filter(({ comparison }) => comparison?.verdict === verdict).map(({ name }) => name);
  const said = [
    ["up", "Higher than the rest"],
    ["down", "Lower than the rest"],
  ].flatMap(([verdict, words]) => (named(verdict).length > 0 ? [`${words}: ${named(verdict).join(", ")}.`] : []));
  const looks = `${counted(tested.length, "group")} compared, which the tests make up for.`;
  return [`${said.length > 0 ? said.join(" ") : "No group differs from the rest by more than chance may."} ${looks}`];
}

/**
 * Whether the score rises or falls over the months.
 *
 * @param {import("./kinds.js").Kind} kind
 * @param {any[] | null} trends
 * @returns {string[]}
 */
export function slopeText(kind, trends) {
  const trend = trends?.find(({ figure }) => figure === "value");
  if (!trend || trend.verdict === "too_few") return [];
  if (trend.verdict === "no_evidence") return ["Over all months it neither rises nor falls by more than chance may."];
  const way = trend.verdict === "up" ? "rises" : "falls";
  return [`Over all months it ${way}, by about ${numberText(Math.abs(trend.slope), kind.digits + 1)}${kind.unit} a month.`];
}
