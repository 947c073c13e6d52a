// The tracker of a React app, as hooks. Copy this file and change the options.
import { useCallback, useEffect } from "react";
import { createTracker } from "refiner-wasm/tracker";

const options = {
  endpoint: "/r",
  token: ({ id }) => fetch(`/token?id=${encodeURIComponent(id)}`).then((reply) => reply.text()),
};

let tracker;

/** The one tracker of the page. It is made when it is first used, which is never on a server: effects and handlers do not run there. */
const theTracker = () => (tracker ??= createTracker(options));

/** Says who is signed in; undefined or null while nobody is. For one component of the app. */
export function useIdentify(user) {
  const written = JSON.stringify(user ?? null);
  const id = user?.id;
  useEffect(() => {
    if (id !== undefined) theTracker().identify(JSON.parse(written));
  }, [written, id]);
  // At sign-out, and before another user.
  useEffect(() => (id === undefined ? undefined : () => void theTracker().reset()), [id]);
}

/** Gives a function that tracks an event by its name. */
export function useTrack() {
  return useCallback((event) => theTracker().track(event), []);
}
