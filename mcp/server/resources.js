// @ts-check
// What can be read besides tools: the contract, and the account's surveys.
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from "@modelcontextprotocol/server";
import contract from "refiner-wasm/contract";
import { isRefinerError } from "refiner-wasm";
import { firstForms, formOf } from "./forms.js";

/** @typedef {import("@modelcontextprotocol/server").Server} Server */

const [CONTRACT, FORMS] = ["refiner://contract", "refiner://forms"];
const JSON_TYPE = { mimeType: "application/json" };

/**
 * @param {Server} server
 * @param {import("refiner-wasm/tools").McpTool[]} offered The surveys are there for those who may list them.
 * @param {import("./create.js").Shared} shared
 */
export function addResources(server, offered, { refiner, timeoutMs }) {
  const hasForms = offered.some(({ name }) => name === "list_forms");
  server.setRequestHandler("resources/list", () => ({
    resources: [
      { uri: CONTRACT, name: "contract", title: "The contract", description: "What each action of Refiner takes and returns: names and titles. Each has its own resource.", ...JSON_TYPE },
      ...(hasForms ? [{ uri: FORMS, name: "forms", title: "Surveys", description: "The surveys of the account: the first 100.", ...JSON_TYPE }] : []),
    ],
  }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: [
      { uriTemplate: `${CONTRACT}/{action}`, name: "action", title: "An action", description: "What the action takes and returns, as JSON Schema.", ...JSON_TYPE },
      ...(hasForms ? [{ uriTemplate: `${FORMS}/{form_uuid}`, name: "form", title: "A survey", description: "One survey, with its questions.", ...JSON_TYPE }] : []),
    ],
  }));
  server.setRequestHandler("resources/read", async ({ params: { uri } }, { mcpReq: { signal } }) => {
    const found = contractAt(uri) ?? (hasForms ? await formsAt(uri, { signal, timeoutMs }) : undefined);
    if (found === undefined) throw new ResourceNotFoundError(uri);
    return { contents: [{ uri, ...JSON_TYPE, text: JSON.stringify(found) }] };
  });

  /**
   * @param {string} uri
   * @param {import("refiner-wasm/tools").RunOptions} options
   */
  async function formsAt(uri, options) {
    const form_uuid = partOf(uri, FORMS);
    try {
      if (uri === FORMS) return await firstForms(refiner, options);
      return form_uuid === undefined ? undefined : await formOf(refiner, form_uuid, options);
    } catch (error) {
      if (!isRefinerError(error)) throw error;
      if (error.kind === "not_found") return undefined;
      const code = error.kind === "input" ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
      throw new ProtocolError(code, error.message, { kind: error.kind });
    }
  }
}

/** @param {string} uri */
function contractAt(uri) {
  if (uri === CONTRACT) {
    return contract.actions.map(({ name, title, effect }) => ({ name, title, effect, uri: `${CONTRACT}/${name}` }));
  }
  const name = partOf(uri, CONTRACT);
  return contract.actions.find((action) => action.name === name);
}

/** The one part below an address, or undefined. @param {string} uri @param {string} base */
function partOf(uri, base) {
  return uri.startsWith(`${base}/`) ? /^[\w-]{1,64}$/.exec(uri.slice(base.length + 1))?.[0] : undefined;
}
