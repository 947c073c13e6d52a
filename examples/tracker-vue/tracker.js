// The tracker of a Vue app, as composables. Copy this file and change the options.
import { createTracker } from "refiner-wasm/tracker";
import { toValue, watch } from "vue";

const options = {
  endpoint: "/r",
  token: ({ id }) => fetch(`/token?id=${encodeURIComponent(id)}`).then((reply) => reply.text()),
};

let tracker;

/** The one tracker of the page. It is made when it is first used, which must not be on a server. */
const theTracker = () => (tracker ??= createTracker(options));

/** Says who is signed in: a ref or a getter of the user; of null while nobody is. For one component of the app. */
export function useIdentify(user) {
  if (typeof document === "undefined") return;
  watch(
    () => toValue(user),
    (now, before) => {
      // At sign-out, and before another user.
      if (before && before.id !== now?.id) theTracker().reset();
      if (now) theTracker().identify(JSON.parse(JSON.stringify(now)));
    },
    { immediate: true, deep: true },
  );
}

/** Gives a function that tracks an event by its name. */
export function useTrack() {
  return (event) => theTracker().track(event);
}
