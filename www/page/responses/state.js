// How far a response got, by the rule of summaries and files (src/insight/state.rs). tests/fixtures/states.json holds all three.

/** @returns {"completed" | "partial" | "viewed"} */
export function stateOf({ completed_at, last_data_reception_at, data }) {
  if (isPresent(completed_at)) return "completed";
  const answers = typeof data === "object" && data !== null ? Object.values(data) : [];
  // A list in place of the answers counts by its items, whatever they are.
  const answered = Array.isArray(data) ? data.length > 0 : answers.some(isAnswer);
  return isPresent(last_data_reception_at) || answered ? "partial" : "viewed";
}

function isPresent(value) {
  return value !== undefined && value !== null && value !== "";
}

/** Null, an empty text and an empty list say nothing. */
function isAnswer(value) {
  return isPresent(value) && !(Array.isArray(value) && value.length === 0);
}
