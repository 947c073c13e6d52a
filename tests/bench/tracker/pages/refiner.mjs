// refiner-wasm/tracker in a page, as its README shows it.
import { createTracker } from "refiner-wasm/tracker";

let tracker;

export async function start(user) {
  const token = ({ id }) => fetch(`/refiner-token?id=${id}`).then((reply) => (reply.ok ? reply.text() : Promise.reject(new Error("no token"))));
  tracker = createTracker({ endpoint: "/r", token });
  await tracker.identify({ id: user });
}

/** Refiner's events have a name, and nothing else. */
export const track = (number) => tracker.track(`Event ${number}`);
