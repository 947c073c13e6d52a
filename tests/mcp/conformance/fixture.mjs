// A server with the tools, resources and prompts that the conformance suite asks for, by their names. States are signed with what
// signs the confirmations of refiner-mcp.

import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, Server, inputRequired } from "@modelcontextprotocol/server";
import { TOOLS, callTool } from "./tools.mjs";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const user = (content) => ({ messages: [{ role: "user", content }] });
const text = (said) => ({ type: "text", text: said });

const RESOURCES = {
  "test://static-text": { mimeType: "text/plain", text: "This is the content of the static text resource." },
  "test://static-binary": { mimeType: "image/png", blob: PIXEL },
  "test://watched-resource": { mimeType: "text/plain", text: "Watched." },
};

const PROMPTS = {
  test_simple_prompt: () => user(text("This is a simple prompt for testing.")),
  test_prompt_with_arguments: ({ arg1, arg2 }) => user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  test_prompt_with_embedded_resource: ({ resourceUri }) => ({
    messages: [
      { role: "user", content: { type: "resource", resource: { uri: resourceUri, mimeType: "text/plain", text: "Embedded resource content for testing." } } },
      { role: "user", content: text("Please process the embedded resource above.") },
    ],
  }),
  test_prompt_with_image: () => ({
    messages: [
      { role: "user", content: { type: "image", data: PIXEL, mimeType: "image/png" } },
      { role: "user", content: text("Please analyze the image above.") },
    ],
  }),
  test_input_required_result_prompt: (_given, { mcpReq }) => {
    const answer = mcpReq.inputResponses?.user_context;
    if (answer?.action === "accept") return user(text(`Context: ${answer.content.context}`));
    const requestedSchema = { type: "object", properties: { context: { type: "string" } }, required: ["context"] };
    return inputRequired({ inputRequests: { user_context: inputRequired.elicit({ message: "What is the context?", requestedSchema }) } });
  },
};

const ARGUMENTS = { test_prompt_with_arguments: ["arg1", "arg2"], test_prompt_with_embedded_resource: ["resourceUri"] };

export function createFixture({ confirmations }) {
  const server = new Server(
    { name: "refiner-mcp-conformance", version: "1" },
    { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} }, requestState: { verify: (state) => confirmations.read(state) } },
  );
  server.setRequestHandler("tools/list", () => ({ tools: TOOLS }));
  server.setRequestHandler("tools/call", ({ params }, context) => callTool(params, context, confirmations));
  server.setRequestHandler("resources/list", () => ({
    resources: Object.entries(RESOURCES).map(([uri, { mimeType }]) => ({ uri, name: uri.slice("test://".length), description: "For tests.", mimeType })),
  }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: [{ uriTemplate: "test://template/{id}/data", name: "template", description: "For tests.", mimeType: "application/json" }],
  }));
  server.setRequestHandler("resources/read", ({ params: { uri } }) => {
    const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
    if (id) return { contents: [{ uri, mimeType: "application/json", text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }] };
    if (!Object.hasOwn(RESOURCES, uri)) throw new ResourceNotFoundError(uri);
    return { contents: [{ uri, ...RESOURCES[uri] }] };
  });
  server.setRequestHandler("prompts/list", () => ({
    prompts: Object.keys(PROMPTS).map((name) => ({ name, description: "For tests.", arguments: (ARGUMENTS[name] ?? []).map((one) => ({ name: one, required: true })) })),
  }));
  server.setRequestHandler("prompts/get", ({ params: { name, arguments: given = {} } }, context) => {
    if (!Object.hasOwn(PROMPTS, name)) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no prompt ${name}`);
    return PROMPTS[name](given, context);
  });
  server.setRequestHandler("completion/complete", () => ({ completion: { values: ["paris", "park", "party"], total: 3, hasMore: false } }));
  return server;
}
