// The tools of the conformance suite.

import { ProtocolError, ProtocolErrorCode, inputRequired } from "@modelcontextprotocol/server";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const SILENCE = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

const text = (said) => ({ type: "text", text: said });
const says = (said) => ({ content: [text(said)] });
const image = { type: "image", data: PIXEL, mimeType: "image/png" };
const form = (message, properties) => inputRequired.elicit({ message, requestedSchema: { type: "object", properties, required: Object.keys(properties) } });
const ask = (inputRequests, requestState) => inputRequired({ inputRequests, ...(requestState && { requestState }) });
const NAME = () => form("What is your name?", { name: { type: "string" } });
const CAPITAL = () => inputRequired.createMessage({ messages: [{ role: "user", content: text("What is the capital of France?") }], maxTokens: 100 });
const said = (answer, key) => (answer?.action === "accept" ? answer.content?.[key] : undefined);

/** What a tool does. @type {Record<string, (given: any, context: any, confirmations: any) => any>} */
const CALLS = {
  test_simple_text: () => says("This is a simple text response for testing."),
  test_image_content: () => ({ content: [image] }),
  test_audio_content: () => ({ content: [{ type: "audio", data: SILENCE, mimeType: "audio/wav" }] }),
  test_embedded_resource: () => ({ content: [{ type: "resource", resource: { uri: "test://embedded-resource", mimeType: "text/plain", text: "This is an embedded resource content." } }] }),
  test_multiple_content_types: () => ({
    content: [text("Multiple content types test:"), image, { type: "resource", resource: { uri: "test://mixed-content-resource", mimeType: "application/json", text: "{}" } }],
  }),
  async test_tool_with_logging(_given, { mcpReq }) {
    for (const data of ["Tool execution started", "Tool processing data", "Tool execution completed"]) await mcpReq.log("info", data);
    return says("Logged.");
  },
  async test_logging_tool(_given, { mcpReq }) {
    await mcpReq.log("info", "A line of the log.");
    return says("Logged.");
  },
  test_error_handling: () => ({ isError: true, ...says("This tool intentionally returns an error for testing") }),
  async test_tool_with_progress(_given, { mcpReq }) {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total: 100 } });
    }
    return says("Done.");
  },
  json_schema_2020_12_tool: () => says("ok"),
  test_x_mcp_header: ({ region }) => says(`region: ${region}`),
  test_missing_capability: () => ask({ sample: CAPITAL() }),
  test_streaming_elicitation: (_given, { mcpReq }) => (said(mcpReq.inputResponses?.name, "name") ? says("Done.") : ask({ name: NAME() })),
  test_input_required_result_elicitation(_given, { mcpReq }) {
    const name = said(mcpReq.inputResponses?.user_name, "name");
    return typeof name === "string" ? says(`Hello, ${name}!`) : ask({ user_name: NAME() });
  },
  test_input_required_result_sampling(_given, { mcpReq }) {
    const answer = mcpReq.inputResponses?.capital_question;
    return answer ? says(JSON.stringify(answer.content)) : ask({ capital_question: CAPITAL() });
  },
  test_input_required_result_list_roots(_given, { mcpReq }) {
    const answer = mcpReq.inputResponses?.client_roots;
    return answer ? says(JSON.stringify(answer.roots)) : ask({ client_roots: inputRequired.listRoots() });
  },
  async test_input_required_result_request_state(_given, { mcpReq }, confirmations) {
    const state = mcpReq.requestState();
    if (state && said(mcpReq.inputResponses?.confirm, "ok") !== undefined) return says("state-ok");
    return ask({ confirm: form("Please confirm", { ok: { type: "boolean" } }) }, await confirmations.sign({ step: 1 }));
  },
  async test_input_required_result_multiple_inputs(_given, { mcpReq }, confirmations) {
    const { user_name: name, greeting, client_roots: roots } = mcpReq.inputResponses ?? {};
    if (name && greeting && roots) return says(`${JSON.stringify(name)} ${JSON.stringify(greeting)} ${JSON.stringify(roots)}`);
    return ask({ user_name: NAME(), greeting: CAPITAL(), client_roots: inputRequired.listRoots() }, await confirmations.sign({ step: 1 }));
  },
  async test_input_required_result_multi_round(_given, { mcpReq }, confirmations) {
    const state = mcpReq.requestState();
    if (state?.step === 2) return says(`${state.name} likes ${said(mcpReq.inputResponses?.step2, "color")}`);
    const name = state && said(mcpReq.inputResponses?.step1, "name");
    if (name) return ask({ step2: form("What is your favorite color?", { color: { type: "string" } }) }, await confirmations.sign({ step: 2, name }));
    return ask({ step1: NAME() }, await confirmations.sign({ step: 1 }));
  },
  async test_input_required_result_tampered_state(_given, { mcpReq }, confirmations) {
    if (mcpReq.requestState()) return says("state-ok");
    return ask({ confirm: form("Please confirm", { ok: { type: "boolean" } }) }, await confirmations.sign({ step: 1 }));
  },
  test_input_required_result_capabilities(_given, { mcpReq }) {
    const { elicitation, sampling } = mcpReq.envelope?.["io.modelcontextprotocol/clientCapabilities"] ?? {};
    if (mcpReq.inputResponses) return says("Done.");
    const requests = { ...(elicitation && { user_name: NAME() }), ...(sampling && { capital_question: CAPITAL() }) };
    return Object.keys(requests).length > 0 ? ask(requests) : says("The client has no capability to be asked.");
  },
};

const ADDRESS = { type: "object", properties: { street: { type: "string" }, city: { type: "string" } } };

/** Inputs that are not empty. */
const INPUTS = {
  json_schema_2020_12_tool: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    $defs: { address: { $anchor: "addressDef", ...ADDRESS } },
    properties: {
      name: { type: "string" },
      address: { $ref: "#/$defs/address" },
      contactMethod: { type: "string", enum: ["phone", "email"] },
      phone: { type: "string" },
      email: { type: "string" },
    },
    allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
    if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
    then: { required: ["phone"] },
    else: { required: ["email"] },
    additionalProperties: false,
  },
  test_x_mcp_header: { type: "object", properties: { region: { type: "string", "x-mcp-header": "Region" } }, required: ["region"] },
};

export const TOOLS = Object.keys(CALLS).map((name) => ({ name, description: `For tests: ${name}.`, inputSchema: INPUTS[name] ?? { type: "object", properties: {} } }));

export function callTool({ name, arguments: given = {} }, context, confirmations) {
  if (!Object.hasOwn(CALLS, name)) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool ${name}`);
  return CALLS[name](given, context, confirmations);
}
