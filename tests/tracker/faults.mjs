// What goes wrong between a page and its gateway.

/** A fixed order of faults, so that a failure can be repeated: every fifth request. */
export function everyFifth() {
  const faults = ["cut", 503, "lose", 429];
  return (_, count) => (count % 5 === 4 ? faults[Math.floor(count / 5) % faults.length] : undefined);
}
