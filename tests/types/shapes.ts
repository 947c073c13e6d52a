// What goes in and comes out, as types: compared, not only used.

import { expectTypeOf } from "expect-type";
import {
  Refiner,
  type CallOptions,
  type Contact,
  type Identified,
  type IdentifyUser,
  type List,
  type ListResponses,
  type Plan,
  type Report,
  type Response as SurveyResponse,
  type ResponsePage,
  type Summary,
} from "refiner-wasm";
import all, { contract, type ContractAction } from "refiner-wasm/contract";

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
expectTypeOf(contract).returns.toEqualTypeOf<ContractAction>();
expectTypeOf(contract).toBeCallableWith("get_contacts");
// @ts-expect-error There is no such action.
contract("drop_database");
