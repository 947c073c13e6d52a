// posthog-js in a page: events alone, without the features that a page adds to them.
import posthog from "posthog-js";

export async function start(user, options) {
  posthog.init("phc_benchmark", { api_host: `${location.origin}/in`, ...options });
  posthog.identify(user);
}

/** What the call returns is all that it says: the event, or nothing if it does not take it. */
export async function track(number) {
  if (!posthog.capture("Upgraded", { number })) throw new Error("posthog-js did not take an event");
}
