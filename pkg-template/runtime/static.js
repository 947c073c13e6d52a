// @ts-check
// Everything in the first import: for service workers and extensions, which have no import(), and for bundles of one script.
import { decode } from "../internal/base64.js";
import { refinerFor } from "../internal/client.js";
import { eager } from "../internal/eager.js";
import * as client from "../wasm/refiner_wasm_base64.js";
import * as insight from "../wasm/refiner_insight_base64.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

// Importing loads the text, and decodes none of it.
export const Refiner = /* @__PURE__ */ refinerFor({ client: () => decode(client), insight: () => decode(insight) }, eager);
