// The same app in Node, where the environment is that of the process.
import { serve } from "@hono/node-server";
import app from "./index.js";

const port = Number(process.env.PORT ?? 3000);
serve({ fetch: (request) => app.fetch(request, process.env), port }, () => console.log(`http://localhost:${port}`));
