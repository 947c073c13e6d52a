// The hosting app as a Worker.

import { answer } from "./app.mjs";

export default { fetch: answer };
