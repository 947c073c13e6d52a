// @ts-check
// The version of this package; the build writes it.

export const VERSION = "0.0.0";
