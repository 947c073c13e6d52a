// Sends requests at a fixed rate, whatever the answers take: an open loop, in which a slow answer does not slow down the sender.

import { Agent, request } from "node:http";

/**
 * @param {string} url
 * @param {{ perSecond: number, seconds: number, requestOf: (index: number) => { headers: Record<string, string>, body: string, event: string } }} how
 * @returns {Promise<{ ms: number[], lost: number, mixed: number, most: number }>} the times of the answers; how many got none, or that of
 * another; how many were under way at once
 */
export async function load(url, { perSecond, seconds, requestOf }) {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 2_000 });
  const total = perSecond * seconds;
  const found = { ms: [], lost: 0, mixed: 0, most: 0 };
  const pending = new Set();
  const start = performance.now();
  for (let index = 0; index < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * perSecond) / 1_000));
    for (; index < due; index++) {
      const { headers, body, event } = requestOf(index);
      const sent = send(agent, `${url}/track-event`, headers, body)
        .then(({ status, text, ms }) => {
          if (status !== 200) found.lost += 1;
          else if (JSON.parse(text).event !== event) found.mixed += 1;
          else found.ms.push(ms);
        })
        .catch(() => (found.lost += 1))
        .finally(() => pending.delete(sent));
      pending.add(sent);
    }
    found.most = Math.max(found.most, pending.size);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  agent.destroy();
  return found;
}

function send(agent, url, headers, body) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const sent = request(url, { method: "POST", agent, headers: { ...headers, "content-length": String(Buffer.byteLength(body)) } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, text, ms: performance.now() - begun }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
