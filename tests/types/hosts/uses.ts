// What every host must be able to compile, whichever types it has.

import { Refiner, type ResponsePage } from "refiner-wasm";
import { contract } from "refiner-wasm/contract";
import { createGateway, type Gateway } from "refiner-wasm/gateway";
import { Refiner as Inline } from "refiner-wasm/inline";
import { Refiner as Slim, setInsightModule, setModule } from "refiner-wasm/slim";
import { Refiner as Static } from "refiner-wasm/static";
import { createSandbox, type Sandbox } from "refiner-wasm/testing";
import { tools } from "refiner-wasm/tools";

setModule(new Uint8Array());
setInsightModule(async () => new ArrayBuffer(8));
setModule(() => new URL("https://example.com/refiner.wasm"));

export const pages: Promise<ResponsePage>[] = [Refiner, Inline, Slim, Static].map((Each) => new Each({ apiKey: "key" }).listResponses());
export const names: string[] = tools({ format: "mcp" }).map(({ name }) => name);
export const action = contract("list_responses");
export const gateway: Gateway = createGateway({ apiKey: "key", tokens: { secret: "secret" } });
export const sandbox: Promise<Sandbox> = createSandbox({ seed: 1, faults: ["stall"] });
export const tried: Promise<Refiner> = sandbox.then(({ apiKey, fetch }) => new Refiner({ apiKey, fetch }));
