// Plans for worlds, drawn by fast-check, so that a plan that fails is made smaller.

import fc from "fast-check";
import { FAULTS } from "./net.mjs";
import { FATES } from "./upstream.mjs";

const DAY = 86_400_000;
const tab = fc.nat(3);
const consent = fc.constantFrom("pending", "granted", "denied");

/** A step in a tab. */
const inTab = (name, more = {}) => fc.record({ do: fc.constant(name), tab, ...more });

const step = fc.oneof(
  { weight: 30, arbitrary: fc.record({ do: fc.constant("run"), picks: fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }) }) },
  { weight: 12, arbitrary: inTab("track") },
  { weight: 10, arbitrary: inTab("identify", { user: fc.constantFrom("ann", "bob") }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("advance"), ms: fc.constantFrom(1, 2_000, 5_000, 20_000, 60_000, 2 * DAY) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("fault"), faults: fc.array(fc.constantFrom(...FAULTS), { minLength: 1, maxLength: 4 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("refiner"), fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart") }) },
  { weight: 3, arbitrary: inTab("kill", { after: fc.option(fc.nat(4), { nil: undefined }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("open"), name: fc.constantFrom("a", "b", "c", "d"), consent: fc.option(consent, { nil: undefined, freq: 5 }) }) },
  { weight: 2, arbitrary: inTab("leave") },
  { weight: 2, arbitrary: inTab("back") },
  { weight: 1, arbitrary: inTab("hide") },
  { weight: 1, arbitrary: inTab("online") },
  { weight: 2, arbitrary: inTab("flush") },
  { weight: 1, arbitrary: inTab("reset") },
  { weight: 1, arbitrary: inTab("consent", { consent }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("tokens"), fail: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("clock"), ms: fc.constantFrom(-DAY, -60_000, 60_000, DAY, 30 * DAY) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("disk"), count: fc.integer({ min: 1, max: 3 }) }) },
);

const knobs = fc.record({
  seed: fc.nat(2 ** 31 - 1),
  locks: fc.constantFrom("web", "lease"),
  places: fc.constantFrom("database", "both", "local"),
  diskFails: fc.constantFrom(false, false, true),
  hasFetchLater: fc.boolean(),
  maxEvents: fc.constantFrom(1_000, 1_000, 3),
  maxAgeMs: fc.constantFrom(7 * DAY, 365_000 * DAY),
  memory: fc.constantFrom("process", "objects"),
  objectsFail: fc.boolean(),
  perUser: fc.constantFrom(100, 100, 3),
  consent: fc.constantFrom(undefined, undefined, "granted", "pending"),
});

/** How many steps a plan has at most. */
const STEPS = 50;

export const plan = fc.record({ knobs, steps: fc.array(step, { minLength: 5, maxLength: STEPS, size: "max" }) });
