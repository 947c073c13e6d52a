// Right and wrong use of what `wasm-pack build` makes. Compiled by build.test.mjs; not run.

import { call, check, lists, plan } from "bindings";
import type { CallSettings, Called, Failure, Plan, Refiner } from "bindings";

const settings: CallSettings = { baseUrl: "https://api.refiner.io/v1", key: "k", timeoutMs: 1000, spentMs: 0, maxRetries: 0, maxBodyBytes: 1000 };

export async function right(): Promise<void> {
  const page: Called<Refiner.ResponsePage> = await call("list_responses", undefined, settings);
  const answers: Record<string, unknown> | null | undefined = page.data.items[0]?.data;
  const sunk: string | undefined = (await call("list_responses", {}, { ...settings, sink: () => true })).data;
  const sent: Plan = plan("delete_contact", { id: "u-1" }, settings.baseUrl);
  const known: boolean | undefined = lists("list_forms");
  check("sync_responses", { since: "2026-01-01T00:00:00Z" });
  console.log(answers, sunk, sent.url, known);
}

export function advice(failure: Failure): string {
  const kind: Refiner.ErrorKind = failure.kind;
  return kind === "rate_limited" ? `wait ${failure.retryAfterMs}` : failure.message;
}

export function wrong(): void {
  // @ts-expect-error: no such action
  void call("no_such_action", undefined, settings);
  // @ts-expect-error: the event is missing
  void call("track_event", { id: "u-1" }, settings);
  // @ts-expect-error: an input is needed
  void call("track_event", undefined, settings);
  // @ts-expect-error: a misspelt parameter
  void call("list_responses", { form: "f" }, settings);
  // @ts-expect-error: settings without a key
  void call("verify_key", undefined, { ...settings, key: undefined });
  // @ts-expect-error: no such kind
  const kind: Refiner.ErrorKind = "other";
  void kind;
}
