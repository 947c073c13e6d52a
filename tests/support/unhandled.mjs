// Collects unhandled rejections, which end a Node process.

/**
 * Collects them until the test ends.
 *
 * @param {import("node:test").TestContext} t
 * @returns {unknown[]}
 */
export function unhandledRejections(t) {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  return unhandled;
}
