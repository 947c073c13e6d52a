// What the gateway promises, for tests that need a reply which the published one does not give on demand.

import { BatchModel, tokenOf } from "../batch-model.mjs";

/** @param {(entry: object) => string} [fate] What Refiner makes of an entry. */
export const modelGateway = (fate) => async () => {
  const model = new BatchModel();
  return {
    handle: async (headers, text) => {
      const { status, body } = model.handle(headers.authorization?.replace("Bearer ", ""), text, fate);
      return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    },
    token: async (user) => tokenOf(user),
    log: async () => model.log,
    stop: async () => {},
  };
};
