// The demo in a real browser, used as a person would, against a real sandbox.
//
//   DEMO_URL=http://127.0.0.1:8787 SANDBOX_URL=http://127.0.0.1:4010 CHROMIUM=/path/to/chromium ARTIFACTS=folder \
//     node --test tests/demo/demo.test.mjs
// One script, because all of its tests use the one sandbox: scripts side by side would use up each other's faults.

import "./calls.mjs";
import "./gateway.mjs";
import "./tracker.mjs";
import "./responses.mjs";
import "./states.mjs";
import "./trouble.mjs";
import "./cache.mjs";
import "./insights.mjs";
import "./insights-trouble.mjs";
import "./export.mjs";
import "./looks.mjs";
import "./insights-looks.mjs";
