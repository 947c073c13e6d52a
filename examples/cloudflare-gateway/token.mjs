// Issues a token for one user, as your app's server does: node --env-file=.dev.vars token.mjs u-1
import { issueToken } from "refiner-wasm/gateway";

const [user] = process.argv.slice(2);
if (!user) throw new Error("usage: node --env-file=.dev.vars token.mjs USER");
console.log(await issueToken({ secret: process.env.GATEWAY_SECRET, sub: user }));
