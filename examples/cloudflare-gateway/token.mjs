// Issues a token for one user, as your app's server does: node --env-file=.dev.vars token.mjs u-1
import { issueToken } from "refiner-wasm/gateway";

const [user] = process.argv.slice(2);
const secret = process.env.GATEWAY_SECRET;
if (user && secret) {
  console.log(await issueToken({ secret, sub: user }));
} else {
  console.error(user ? "GATEWAY_SECRET is empty: fill it in, in .dev.vars" : "usage: node --env-file=.dev.vars token.mjs USER");
  process.exitCode = 1;
}
