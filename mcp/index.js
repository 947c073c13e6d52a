// @ts-check
// The MCP server for Workers and other hosts of fetch handlers. For stdio there is the program `refiner-mcp`.
export { createMcpHandler } from "./handler/handler.js";
