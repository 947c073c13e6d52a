// Starts the page.
import { startInsights } from "./insights/insights.js";
import { anomaliesPanel } from "./parts/anomalies.js";
import { byId } from "./parts/dom.js";
import { failureView } from "./parts/failure.js";
import { connect } from "./refiner.js";
import { startResponses } from "./responses/responses.js";
import { startIdentify } from "./users/identify.js";
import { startTrack } from "./users/track.js";

const anomalies = anomaliesPanel(byId("anomalies-body"));

try {
  const { client, baseUrl } = await connect(anomalies.add);
  byId("sandbox").textContent = `It listens on ${baseUrl}.`;
  startIdentify(client);
  startTrack(client);
  startResponses(client);
  startInsights(client);
} catch (error) {
  byId("fatal").replaceChildren(failureView(error));
}
