// How far a response got, by the rule of summaries and files (src/insight/state.rs). tests/fixtures/states.json holds all three.

/** @returns {"completed" | "partial" | "viewed"} */
export function stateOf({ completed_at, last_data_reception_at, data }) {
  if (isPresent(completed_at)) return "completed";
  // A list in place of the answers counts as one answer.
  const answers = typeof data === "object" && data !== null && !Array.isArray(data) ? Object.values(data) : [data];
  const answered = typeof data === "object" && answers.some(isAnswer);
  return isPresent(last_data_reception_at) || answered ? "partial" : "viewed";
}

function isPresent(value) {
  return value !== undefined && value !== null && value !== "";
}

/** Null, an empty text and a list of nothing else say nothing. */
function isAnswer(value) {
  return Array.isArray(value) ? value.some(isPresent) : isPresent(value);
}
