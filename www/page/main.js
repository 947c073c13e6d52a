// Starts the page.
import { startGateway } from "./gateway/gateway.js";
import { startSignIn } from "./gateway/sign-in.js";
import { startInsights } from "./insights/insights.js";
import { anomaliesPanel } from "./parts/anomalies.js";
import { byId } from "./parts/dom.js";
import { failureView } from "./parts/failure.js";
import { connect } from "./refiner.js";
import { startResponses } from "./responses/responses.js";
import { startIdentify } from "./users/identify.js";
import { startTracker } from "./tracker/tracker.js";
import { startTrack } from "./users/track.js";

const anomalies = anomaliesPanel(byId("anomalies-body"));

try {
  const session = startSignIn();
  const { visitor, reader } = connect(anomalies.add, session);
  startIdentify(visitor);
  startTrack(visitor);
  startGateway(visitor, session);
  startTracker().catch((error) => byId("fatal").replaceChildren(failureView(error)));
  startResponses(reader);
  startInsights(reader);
} catch (error) {
  byId("fatal").replaceChildren(failureView(error));
}
