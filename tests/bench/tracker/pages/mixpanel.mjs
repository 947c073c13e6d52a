// mixpanel-browser in a page.
import mixpanel from "mixpanel-browser";

export async function start(user, options) {
  mixpanel.init("benchmark", { api_host: `${location.origin}/in`, ...options });
  mixpanel.identify(user);
}

/** Its callback says that the event is in the queue, which is in localStorage. */
export const track = (number) => new Promise((resolve) => mixpanel.track("Upgraded", { number }, undefined, resolve));
