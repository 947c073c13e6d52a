// What lasts as long as a test, or as a file: the last that began ends first, so that a server ends before its folder.

/** @param {(end: () => Promise<void>) => void} after That of a test, or of a file. */
export function lasting(after) {
  const ends = [];
  after(async () => {
    for (const end of ends) await end();
  });
  return { after: (end) => void ends.unshift(end) };
}
