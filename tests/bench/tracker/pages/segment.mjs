// @segment/analytics-next in a page. Its settings are given, which otherwise come from Segment's CDN.
import { AnalyticsBrowser } from "@segment/analytics-next";

let analytics;

export async function start(user, { deliveryStrategy }) {
  const destination = { apiHost: `${location.host}/in/v1`, protocol: "http", deliveryStrategy };
  const cdnSettings = { integrations: { "Segment.io": { apiKey: "benchmark", ...destination } } };
  analytics = AnalyticsBrowser.load({ writeKey: "benchmark", cdnSettings }, { integrations: { "Segment.io": destination } });
  analytics.identify(user);
}

/** Resolves when it was sent, or is in the queue of those that are sent again. */
export const track = (number) => analytics.track("Upgraded", { number });
