// What the gateway refuses and why, how the limit of a user fills up, and that a repeated event counts once.
import { byId } from "../parts/dom.js";
import { startFill } from "./fill.js";
import { startTrials } from "./trials.js";

/** @param {import("/pkg/index.js").Refiner} client @param {import("../session.js").Session} session */
export function startGateway(client, session) {
  startTrials(byId("gateway-trials"), client, session);
  startFill(byId("gateway-fill"));
}
