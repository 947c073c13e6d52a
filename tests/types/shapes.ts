// The types of inputs and results, compared with each other.

import { expectTypeOf } from "expect-type";
import {
  Refiner,
  type CallOptions,
  type Contact,
  type CountReport,
  type DistributionReport,
  type ErrorKind,
  type ExportOptions,
  type Identified,
  type IdentifyUser,
  type JsonValue,
  type List,
  type ListContacts,
  type ListResponses,
  type Metric,
  type MetricReport,
  type OperationName,
  type OperationTypes,
  type Plan,
  type Progress,
  type Query,
  type Report,
  type Response as SurveyResponse,
  type ResponsePage,
  type ResponseSync,
  type ScoreReport,
  type Summary,
  type SummaryGroup,
  type SummaryOptions,
  type SummarySettings,
  type SyncOptions,
  type SyncSettings,
} from "refiner-wasm";
import all, { contract, type ContractAction, type ContractErrorKind, type ContractOperation } from "refiner-wasm/contract";
import { run, type RunResult, type ToolData } from "refiner-wasm/tools";

declare const refiner: Refiner;

expectTypeOf(refiner.identifyUser).parameter(0).toEqualTypeOf<IdentifyUser>();
expectTypeOf(refiner.identifyUser).parameter(1).toEqualTypeOf<CallOptions | undefined>();
expectTypeOf(refiner.identifyUser).returns.resolves.toEqualTypeOf<Identified>();
expectTypeOf(refiner.getContact).returns.resolves.toEqualTypeOf<Contact>();
expectTypeOf(refiner.getReporting).returns.resolves.toEqualTypeOf<Report>();
expectTypeOf(refiner.listResponses).parameter(0).toEqualTypeOf<ListResponses | undefined>();
expectTypeOf(refiner.listResponses).returns.toEqualTypeOf<List<SurveyResponse, ResponsePage>>();
expectTypeOf(refiner.plan).returns.resolves.toEqualTypeOf<Plan>();
expectTypeOf(refiner.summarizeResponses).returns.resolves.toEqualTypeOf<Summary>();
expectTypeOf(refiner.exportResponses).returns.toEqualTypeOf<ReadableStream<Uint8Array>>();
expectTypeOf(refiner.call("get_responses")).resolves.toEqualTypeOf<ResponsePage>();
expectTypeOf(refiner.call("REFINER_GET_CONTACT", { id: "u-1" })).resolves.toEqualTypeOf<Contact>();

expectTypeOf<{ email: string }>().toExtend<IdentifyUser>();
expectTypeOf<{ attributes: { plan: string } }>().not.toExtend<IdentifyUser>();
expectTypeOf<ListResponses["include"]>().toEqualTypeOf<"completed" | "partials" | "all" | undefined>();
expectTypeOf<SurveyResponse["completed_at"]>().toEqualTypeOf<string | null>();
expectTypeOf<ResponsePage["items"]>().toEqualTypeOf<SurveyResponse[]>();

expectTypeOf(all.actions).items.toEqualTypeOf<ContractAction>();
expectTypeOf(all.operations).items.toEqualTypeOf<ContractOperation>();
expectTypeOf(all.error_kinds).items.toEqualTypeOf<ContractErrorKind>();
expectTypeOf<ContractErrorKind["kind"]>().toEqualTypeOf<ErrorKind>();
expectTypeOf(contract).returns.toEqualTypeOf<ContractAction | ContractOperation>();
expectTypeOf(contract("get_contacts")).toEqualTypeOf<ContractAction>();
expectTypeOf(contract("summarize_responses")).toEqualTypeOf<ContractOperation>();
expectTypeOf(contract).toBeCallableWith("get_contacts");
// @ts-expect-error There is no such action.
contract("drop_database");

// ---- Summaries, exports and syncs ----

expectTypeOf(refiner.summarizeResponses).parameter(0).toEqualTypeOf<Query<ListResponses>>();
expectTypeOf(refiner.summarizeResponses).parameter(1).toEqualTypeOf<SummaryOptions>();
expectTypeOf(refiner.exportContacts).parameter(0).toEqualTypeOf<Query<ListContacts>>();
expectTypeOf(refiner.exportContacts).parameter(1).toEqualTypeOf<ExportOptions>();
expectTypeOf(refiner.syncResponses).parameter(0).toEqualTypeOf<SyncOptions | undefined>();
expectTypeOf(refiner.syncResponses).returns.toEqualTypeOf<ResponseSync>();

expectTypeOf<SummaryOptions>().toExtend<SummarySettings & CallOptions>();
expectTypeOf<SyncOptions>().toExtend<SyncSettings>();
expectTypeOf<SummaryOptions["metrics"]>().toEqualTypeOf<Metric[]>();
expectTypeOf<SummaryOptions["onProgress"]>().toEqualTypeOf<((progress: Progress) => void) | undefined>();
expectTypeOf<Progress["attempts"]>().toEqualTypeOf<number>();
expectTypeOf<OperationName>().toEqualTypeOf<"summarize_responses" | "compare_responses" | "sample_comments" | "export_responses" | "export_contacts" | "sync_responses">();
expectTypeOf<OperationTypes["summarize_responses"]["output"]>().toEqualTypeOf<Summary>();

// `metric` decides what a report holds.
expectTypeOf<Summary["metrics"]>().toEqualTypeOf<MetricReport[]>();
expectTypeOf<Summary["groups"]>().toEqualTypeOf<SummaryGroup[] | null>();
expectTypeOf<Summary["other"]>().toEqualTypeOf<SummaryGroup | null>();
expectTypeOf<MetricReport>().toEqualTypeOf<ScoreReport | DistributionReport | CountReport>();
expectTypeOf<Extract<MetricReport, { metric: "nps" }>["promoters"]>().toEqualTypeOf<number>();
expectTypeOf<Extract<MetricReport, { metric: "ces" }>["agreeing"]["share"]>().toEqualTypeOf<number | null>();
expectTypeOf<Extract<MetricReport, { metric: "distribution" }>["distribution"][number]["choice"]>().toEqualTypeOf<string>();
expectTypeOf<Extract<MetricReport, { metric: "count" }>["views"]>().toEqualTypeOf<number>();
expectTypeOf<NonNullable<Summary["comparison"]>["differences"][number]["significant"]>().toEqualTypeOf<boolean>();

// Nothing that users get has the type unknown.
expectTypeOf<Plan["body"]>().toEqualTypeOf<{ [key: string]: JsonValue } | null>();
expectTypeOf(run(refiner, "summarize_responses", { metrics: ["count"] }, { raw: true })).resolves.toEqualTypeOf<RunResult<Summary>>();
expectTypeOf(run(refiner, "get_contact", { id: "u-1" }, { raw: true })).resolves.toEqualTypeOf<RunResult<Contact>>();
expectTypeOf(run(refiner, "get_contact", { id: "u-1" })).resolves.toEqualTypeOf<RunResult<ToolData>>();
expectTypeOf(run(refiner, "a name from elsewhere" as string)).resolves.toEqualTypeOf<RunResult<ToolData>>();
