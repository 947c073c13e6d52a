// @snowplow/browser-tracker in a page.
import { newTracker, setUserId, trackSelfDescribingEvent } from "@snowplow/browser-tracker";

export async function start(user, options) {
  newTracker("sp", `${location.origin}/in`, { appId: "benchmark", ...options });
  setUserId(user);
}

/** The call's return is all that it says. */
export async function track(number) {
  trackSelfDescribingEvent({ event: { schema: "iglu:com.example/upgraded/jsonschema/1-0-0", data: { number } } });
}
