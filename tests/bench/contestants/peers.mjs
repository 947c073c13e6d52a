// fetch by itself, and the clients that people would pick instead, as their documentation sets them up. Each sends the same POST, with its
// own defaults.

import axios from "axios";
import ky from "ky";
import { createFetch } from "ofetch";
import OpenAI from "openai";
import { Stripe } from "stripe";

const KEY = "any-key";
const BASE = "https://api.refiner.io/v1";
const ADDRESS = `${BASE}/identify-user`;
const headers = { Accept: "application/json", Authorization: `Bearer ${KEY}` };

/**
 * Each makes a client that uses `fetch`, and returns its call.
 *
 * @type {Record<string, (fetch: any) => (body: any) => Promise<any>>}
 */
export const PEERS = {
  "fetch alone"(fetch) {
    const sent = { ...headers, "Content-Type": "application/json" };
    return async (body) => (await fetch(ADDRESS, { method: "POST", headers: sent, body: JSON.stringify(body) })).json();
  },
  ofetch(fetch) {
    const client = createFetch({ fetch, Headers, AbortController });
    return (body) => client(ADDRESS, { method: "POST", headers, body });
  },
  ky(fetch) {
    const client = ky.create({ fetch, headers });
    return (json) => client.post(ADDRESS, { json }).json();
  },
  openai(fetch) {
    const client = new OpenAI({ apiKey: KEY, baseURL: BASE, fetch, dangerouslyAllowBrowser: true });
    return (body) => client.post("/identify-user", { body });
  },
  stripe(fetch) {
    const client = new Stripe(KEY, { host: "api.refiner.io", httpClient: Stripe.createFetchHttpClient(fetch) });
    // Stripe's second version of its API takes JSON; the first one takes forms.
    return (body) => client.rawRequest("POST", "/v2/identify-user", body);
  },
  axios(fetch) {
    const client = axios.create({ baseURL: BASE, headers, adapter: "fetch", env: { fetch, Request, Response } });
    return async (body) => (await client.post("/identify-user", body)).data;
  },
};
