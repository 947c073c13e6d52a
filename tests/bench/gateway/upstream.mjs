// A program: stands in for Refiner. It answers each request after the same time, with the event that it received, so that the sender
// can tell whether an answer belongs to its own request.
//
//   node upstream.mjs MILLISECONDS

import { createServer } from "node:http";

const delay = Number(process.argv[2]);

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    setTimeout(() => {
      const { event } = body ? JSON.parse(body) : { event: "" };
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: "ok", event }));
    }, delay);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") console.log(`listening on http://127.0.0.1:${address.port}/v1`);
});
