#!/usr/bin/env node
// @ts-check
// The program: an MCP server on standard input and output.
import { serve } from "./serve.js";

process.exitCode = serve(process.argv.slice(2), process);
