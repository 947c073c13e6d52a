// @ts-check
// Deno.
import { fileOr } from "../internal/base64.js";
import { refinerFor } from "../internal/client.js";
import { lazy } from "../internal/lazy.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

/** Reads a file of the package: from the disk, or from the server that the package was imported from. */
async function read(/** @type {URL} */ url) {
  const isFile = url.protocol === "file:";
  // Asked for first: without the permission, reading would stop the program until a person answers.
  // @ts-expect-error Only Deno knows the name Deno.
  const { permissions, readFile } = Deno;
  const { state } = await permissions.query(isFile ? { name: "read", path: url } : { name: "net", host: url.host });
  if (state !== "granted") throw new Error(`there is no permission to read ${url}`);
  if (isFile) return readFile(url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} was answered with status ${response.status}`);
  return response;
}

export const Refiner = /* @__PURE__ */ refinerFor(
  {
    client: () =>
      fileOr(
        () => read(new URL("../wasm/refiner_wasm_bg.wasm", import.meta.url)),
        () => import("../wasm/refiner_wasm_base64.js"),
      ),
    insight: () =>
      fileOr(
        () => read(new URL("../wasm/refiner_insight_bg.wasm", import.meta.url)),
        () => import("../wasm/refiner_insight_base64.js"),
      ),
  },
  lazy,
);
