// A program: serves a list of any length, made of recorded pages, over HTTP on the loopback.
//
//   node serve.mjs FOLDER RECORDED PAGES

import { createServer } from "node:http";
import { asked, pagination, withoutPagination } from "./paging.mjs";
import { readPages } from "./record.mjs";

const [folder, recorded, last] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const pages = (await readPages(folder, recorded)).map(withoutPagination);

const server = createServer((request, response) => {
  if (request.url === "/") return response.end();
  const number = asked(String(request.url));
  const items = pages[(number - 1) % pages.length];
  const tail = pagination(number, last);
  response.writeHead(200, { "content-type": "application/json", "content-length": items.length + tail.length });
  response.write(items);
  response.end(tail);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") console.log(`listening on http://127.0.0.1:${address.port}/v1`);
});
