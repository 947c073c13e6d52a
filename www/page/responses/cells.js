// The cells of a response. Replies are handed out unchanged, so any field may be missing.
import { el } from "../parts/dom.js";
import { stateOf } from "./state.js";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
});
/** Refiner's two forms: `2020-09-02 21:53:33` and `2020-09-02T21:53:33.000000Z`, both in UTC. */
const REFINER_TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?Z?$/;
const SCORE = /^\d{1,2}$/;

/** When the latest answer came in, or, without one, when the survey was last shown. */
export function whenCell(response) {
  const said = response.last_data_reception_at ?? response.last_shown_at ?? response.received_at;
  if (said === null || said === undefined) return [quiet("unknown")];
  const [, day, clock] = REFINER_TIME.exec(said) ?? [];
  const iso = `${day}T${clock}Z`;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return [text(said)];
  return [el("time", { datetime: iso }, DAY.format(date), " ", el("span", { class: "clock" }, TIME.format(date)))];
}

export function whoCell(response) {
  const { display_name: name, email, remote_id: id, account } = response.contact ?? {};
  const lines = [name, email, name || email ? undefined : id].filter(isGiven);
  // The account of a contact without a group has an empty name.
  const of = [account?.display_name, account?.domain, account?.remote_id].find(isGiven);
  if (lines.length === 0) lines.push("Unknown");
  return [
    el("span", { class: "who" }, text(lines[0])),
    ...lines.slice(1).map((line) => el("span", { class: "who-more" }, text(line))),
    ...(isGiven(of) ? [el("span", { class: "who-more" }, text(of))] : []),
  ];
}

export function surveyCell(response) {
  return [text(response.form?.name ?? response.form?.uuid ?? "unknown")];
}

export function stateCell(response) {
  const state = stateOf(response);
  return [el("span", { class: `state state-${state}` }, state)];
}

export function answersCell(response) {
  const answers = answersOf(response);
  if (answers.length === 0) return [quiet("no answers")];
  const isScore = ([, value]) => typeof value === "number" || (typeof value === "string" && SCORE.test(value));
  // Scores first: they matter most.
  const sorted = [...answers.filter(isScore), ...answers.filter((answer) => !isScore(answer))];
  return [
    el(
      "dl",
      { class: "answers" },
      ...sorted.map((answer) => {
        const [key, value] = answer;
        const score = isScore(answer);
        return el(
          "div",
          { class: score ? "answer has-score" : "answer" },
          el("dt", {}, key),
          el("dd", {}, score ? el("span", { class: "score" }, String(value)) : answerValue(value)),
        );
      }),
    ),
  ];
}

function answerValue(value) {
  if (value === null || value === undefined || value === "") return quiet("left empty");
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value)) return value.length > 0 ? value.map(text).join(", ") : quiet("none chosen");
  return text(value);
}

export function tagsCell(response) {
  const tags = Array.isArray(response.tags) ? response.tags : [];
  if (tags.length === 0) return [];
  return [el("ul", { class: "tags" }, ...tags.map((tag) => el("li", {}, text(tag?.name ?? tag))))];
}

function answersOf(response) {
  const { data } = response;
  return typeof data === "object" && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
}

function isGiven(value) {
  return value !== null && value !== undefined && value !== "";
}

function text(value) {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function quiet(words) {
  return el("span", { class: "quiet" }, words);
}
