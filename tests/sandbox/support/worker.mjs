// Tells the story as a Worker.
import { story } from "./story.mjs";

export default {
  async fetch() {
    return Response.json(await story());
  },
};
