// Requests to the gateway without the client, to show what it answers.
import { GATEWAY } from "../refiner.js";

/**
 * @param {string} path below the gateway
 * @param {object} body
 * @param {string} token
 * @param {AbortSignal} [signal]
 */
export async function post(path, body, token, signal) {
  const answer = await fetch(`${GATEWAY}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal,
  });
  const text = await answer.text();
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), reply: parsed(text) };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
