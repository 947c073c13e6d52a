// Generated from the declarations in src/actions and src/model. Do not edit.

import type { CallOptions, List } from "../index.js";

// Without this, all that a declaration file declares is exported.
export {};

/** Whatever JSON can say. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Takes no parameters. */
export type VerifyKey = Record<string, never>;

/** The result of verifying an API key: the environment it belongs to. */
export interface KeyVerification {
  /** Refiner's identifier of the environment. */
  project_uuid: string;
  /** The environment's name. */
  project_name: string;
  /** Refiner's own message, such as `Authentication successful`. */
  message: string;
}

/** Takes no parameters. */
export type GetAccountInfo = Record<string, never>;

/** A plan, its monthly limits and its usage. */
export interface Subscription {
  /** The plan's name, such as `Pro`. */
  plan: string;
  /** Monthly tracked users (MTU): how many were tracked this month. */
  mtu_count: number | string;
  /** The limit of monthly tracked users. */
  mtu_limit: number | string | null;
  /** When `mtu_count` was last updated. */
  mtu_count_updated_at: string | null;
  /** Monthly tracked events (MTE): how many were tracked this month. */
  mte_count: number | string;
  /** When `mte_count` was last updated. */
  mte_count_updated_at: string | null;
  /** Monthly page views (MPV): how many were counted this month. */
  mpv_count: number | string;
  /** The limit of monthly page views. */
  mpv_limit: number | string | null;
  /** When `mpv_count` was last updated. */
  mpv_count_updated_at: string | null;
  /** Monthly survey responses (MSR): how many were received this month. */
  msr_count: number | string;
  /** The limit of monthly survey responses. */
  msr_limit: number | string | null;
  /** When `msr_count` was last updated. */
  msr_count_updated_at: string | null;
}

/** An environment of the account, and its usage this month. */
export interface Environment {
  /** Refiner's identifier of the environment. */
  uuid: string;
  /** The environment's name, such as `Production`. */
  name: string;
  /** Tracked users this month. */
  mtu: number | string;
  /** Tracked events this month. */
  mte: number | string;
  /** Page views this month. */
  mpv: number | string;
  /** Survey responses this month. */
  msr: number | string;
}

/** The account's plan and usage. See <https://refiner.io/docs/api/#get-account-info>. */
export interface AccountInfo {
  /** The plan, its limits and its usage. */
  subscription: Subscription;
  /** The environments and the usage of each. */
  environments: Environment[];
}

/** An account, such as a company, that users belong to. */
export interface AccountInput {
  /** The account's id in your own system. */
  id: string;
  /** Traits of the account. On the wire they go beside `id`. */
  attributes?: Record<string, string | number | boolean | null>;
}

interface IdentifyUserFields {
  /** The user's id in your own system. Prefer it to `email`: several contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /**
   * Traits of the user: text, booleans, numbers (Refiner documents whole numbers up to ±2147483647) and dates
   * (in keys that end in `_at` or `_date`). On the wire they go beside `id` and `email`.
   */
  attributes?: Record<string, string | number | boolean | null>;
  /** The account the user belongs to. */
  account?: AccountInput;
}

/** A user and what is known about them. */
export type IdentifyUser = IdentifyUserFields & ({ id: string } | { email: string });

/** The result of identifying a user. */
export interface Identified {
  /** Refiner's own message, such as `ok`. */
  message: string;
  /** Refiner's identifier of the contact. */
  contact_uuid: string;
}

/** Which contacts to list. A contact must meet all conditions. */
export interface ListContacts {
  /** The order of the list. Default: `"first_seen_at"`. */
  order_by?: "first_seen_at" | "last_seen_at" | "last_form_submission_at" | "display_name" | "email";
  /** Only contacts with responses to this survey. */
  form_uuid?: string;
  /** Only contacts in this segment. */
  segment_uuid?: string;
  /** Only contacts whose id, uuid, email or name contains this text. */
  search?: string;
  /** The page number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the previous page; Refiner recommends it beyond 10,000 items. */
  page_cursor?: string;
}

/** A segment a contact belongs to. */
export interface SegmentReference {
  /** Refiner's identifier of the segment. */
  uuid: string;
  /** The segment's name. */
  name: string;
  /** When the segment was created. */
  created_at?: string | null;
  /** When the segment was last changed. */
  updated_at?: string | null;
}

/** An account, such as a company, that contacts belong to. */
export interface Account {
  /** Refiner's identifier of the account. */
  uuid: string;
  /** The account's id in your own system. */
  remote_id: string | null;
  /** The account's web domain. */
  domain: string | null;
  /** The account's name. */
  display_name: string | null;
  /** When the account was first seen. */
  first_seen_at: string | null;
  /** When the account was last seen. */
  last_seen_at: string | null;
  /** Traits of the account. */
  attributes: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
}

/**
 * A contact: one user of your product. Times are written `2020-09-02T20:44:24.000000Z`.
 * See <https://refiner.io/docs/api/#get-contact>.
 */
export interface Contact {
  /** Refiner's identifier of the contact. */
  uuid: string;
  /** The user's id in your own system. */
  remote_id: string | null;
  /** The contact's email address. Several contacts can share one. */
  email: string | null;
  /** The contact's name. */
  display_name: string | null;
  /** When the contact was first seen. */
  first_seen_at: string | null;
  /** When the contact was last seen. */
  last_seen_at: string | null;
  /**
   * Traits, and survey answers by question identifier. Values can be text even where they look like numbers; many
   * are null.
   */
  attributes: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
  /** The segments the contact belongs to. */
  segments?: SegmentReference[] | null;
  /** The account the contact belongs to. For a contact without one, it has no `remote_id`, or is null. */
  account: Account | null;
  /** The identifier in the cookie of a contact who was seen in a browser. */
  cookie_uuid?: string | null;
}

/** The position of a page in its list. */
export interface Pagination {
  /** The number of items in the whole list. */
  items_count: number | string;
  /** This page's number, from 1. */
  current_page: number | string;
  /** The number of the last page. */
  last_page: number | string;
  /** Items per page. */
  page_length: number | string;
  /** The cursor of the next page; null on the last page. */
  next_page_cursor?: string | null;
}

/** A page of contacts. */
export interface ContactPage {
  /** The contacts of this page. */
  items: Contact[];
  /** The position of this page in the list. */
  pagination: Pagination;
}

interface GetContactFields {
  /** The user's id in your own system. Prefer it to `email`: several contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /** Refiner's identifier of the contact. */
  uuid?: string;
}

/** Which contact to get. */
export type GetContact = GetContactFields & ({ id: string } | { email: string } | { uuid: string });

interface DeleteContactFields {
  /** The user's id in your own system. Prefer it to `email`: several contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /** Refiner's identifier of the contact. */
  uuid?: string;
}

/** Which contact to delete. */
export type DeleteContact = DeleteContactFields & ({ id: string } | { email: string } | { uuid: string });

/** Refiner confirms that it did what was asked. */
export interface Done {
  /** Refiner's own message, such as `ok`. */
  message: string;
}

/** Which page of segments to list. */
export interface ListSegments {
  /** The page number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the previous page; Refiner recommends it beyond 10,000 items. */
  page_cursor?: string;
}

/** A named set of contacts. See <https://refiner.io/docs/api/#get-segments>. */
export interface Segment {
  /** Refiner's identifier of the segment. */
  uuid: string;
  /** The segment's name. */
  name: string;
  /** True: contacts are added and removed by hand, API or import. False: the segment's rules decide. */
  is_manual: boolean;
}

/** A page of segments, by name. */
export interface SegmentPage {
  /** The segments of this page. */
  items: Segment[];
  /** The position of this page in the list. */
  pagination: Pagination;
}

interface AddContactToSegmentFields {
  /** The segment. It must be a manual one. */
  segment_uuid: string;
  /** The user's id in your own system. Prefer it to `email`: several contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
}

/** Which user to add to which segment. */
export type AddContactToSegment = AddContactToSegmentFields & ({ id: string } | { email: string });

/** The result of adding a contact to a segment or removing it. */
export interface SegmentSynced {
  /** Refiner's own message, such as `ok`. */
  message: string;
  /** Refiner's identifier of the contact. */
  contact_uuid: string;
  /** Refiner's identifier of the segment. */
  segment_uuid?: string | null;
  /** The segment's identifier under the other name that Refiner's documentation uses. */
  segment_uid?: string | null;
}

interface RemoveContactFromSegmentFields {
  /** The segment. It must be a manual one. */
  segment_uuid: string;
  /** The user's id in your own system. Prefer it to `email`: several contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
}

/** Which user to remove from which segment. */
export type RemoveContactFromSegment = RemoveContactFromSegmentFields & ({ id: string } | { email: string });

interface TrackEventFields {
  /** The name of the event. Refiner stores no other properties of an event. */
  event: string;
  /** The user's id in your own system. Prefer it to `email`: several contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
}

/** An event and its user. */
export type TrackEvent = TrackEventFields & ({ id: string } | { email: string });

/** Which surveys to list. */
export interface ListForms {
  /** Which surveys: `all` means all that are not archived. Default: `"all"`. */
  list?: "all" | "published" | "drafts" | "archived" | "all_with_archived";
  /** Adds channels, times and counts. Default: `false`. */
  include_info?: boolean;
  /** Adds questions and settings as `config`. Default: `false`. */
  include_config?: boolean;
  /** The page number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the previous page; Refiner recommends it beyond 10,000 items. */
  page_cursor?: string;
}

/**
 * A survey. Fields other than `uuid` and `name` are only sent on request. See
 * <https://refiner.io/docs/api/#get-forms>.
 */
export interface Form {
  /** Refiner's identifier of the survey. */
  uuid: string;
  /** The survey's name. */
  name: string;
  /** The channels it is shown in. Only with `include_info`. */
  channels?: string[] | null;
  /** When it was published. Only with `include_info`. */
  published_at?: string | null;
  /** When it was archived. Only with `include_info`. */
  archived_at?: string | null;
  /** When it was created. Only with `include_info`. */
  created_at?: string | null;
  /** When it was last changed. Only with `include_info`. */
  updated_at?: string | null;
  /** When it was first shown. Only with `include_info`. */
  first_form_view_at?: string | null;
  /** When it was last shown. Only with `include_info`. */
  last_form_view_at?: string | null;
  /** The number of its responses. Only with `include_info`. */
  responses_count?: number | string | null;
  /** How often it was shown. Only with `include_info`. */
  views_count?: number | string | null;
  /** The folder it is in. Only with `include_info`. */
  folder?: JsonValue;
  /** The URL of its own page. Only with `include_info`. */
  page_url?: string | null;
  /** Its questions and settings; Refiner may change their structure. Only with `include_config`. */
  config?: JsonValue;
}

/** A page of surveys. */
export interface FormPage {
  /** The surveys of this page. */
  items: Form[];
  /** The position of this page in the list. It may have no cursor. */
  pagination: Pagination;
}

/** Which survey to publish. */
export interface PublishForm {
  /** The survey. */
  form_uuid: string;
  /** True publishes it, false turns it back into a draft. Default: `true`. */
  published?: boolean;
}

/** Which survey to duplicate. */
export interface DuplicateForm {
  /** The survey. */
  form_uuid: string;
  /** The name of the copy. */
  name: string;
}

/** The result of duplicating a survey. */
export interface FormDuplicated {
  /** Refiner's own message, such as `ok`. */
  message: string;
  /** Refiner's identifier of the original survey. */
  source_form_uuid: string;
  /** Refiner's identifier of the copy. */
  new_form_uuid: string;
}

/** Which survey to archive. */
export interface ArchiveForm {
  /** The survey. */
  form_uuid: string;
}

/** Which survey's changes to list. */
export interface ListFormHistory {
  /** The survey. */
  form_uuid: string;
  /** The page number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the previous page; Refiner recommends it beyond 10,000 items. */
  page_cursor?: string;
}

/** A change to a survey. */
export interface FormChange {
  /** Refiner's identifier of the change. */
  uuid: string;
  /** What was done. */
  action: string;
  /** The survey as it was at that time; Refiner may change its structure. */
  snapshot: JsonValue;
  /** When it was done. */
  created_at: string | null;
}

/** A page of changes to a survey. */
export interface FormHistoryPage {
  /** The changes of this page. */
  items: FormChange[];
  /** The position of this page in the list. */
  pagination: Pagination;
}

/** Which responses to list. A response must meet all conditions. */
export interface ListResponses {
  /** Only responses to this survey. */
  form_uuid?: string;
  /** Only responses to any of these surveys. */
  form_uuids?: string[];
  /** Only responses of contacts in this segment. */
  segment_uuid?: string;
  /** Only responses of contacts in any of these segments. */
  segment_uuids?: string[];
  /** Only responses with this tag. */
  tag_uuid?: string;
  /**
   * The start of the period (inclusive), by the time of the latest answer; with `include: "all"`, by the time of
   * the last showing.
   */
  date_range_start?: string;
  /** The end of the period (exclusive). */
  date_range_end?: string;
  /** `completed`, `partials` (partial ones too) or `all` (views too). Default: `"completed"`. */
  include?: "completed" | "partials" | "all";
  /** Only responses of contacts whose id, uuid, email or name contains this text. */
  search?: string;
  /** Only responses with exactly these answers, by question identifier. */
  response_data?: Record<string, string | number | boolean | null>;
  /** Only responses of contacts with exactly these traits. */
  contact_data?: Record<string, string | number | boolean | null>;
  /** Only responses of contacts whose account has exactly these traits. */
  account_data?: Record<string, string | number | boolean | null>;
  /** Adds the contact's traits as `contact.attributes`. Default: `false`. */
  with_attributes?: boolean;
  /** The page number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the previous page; Refiner recommends it beyond 10,000 items. */
  page_cursor?: string;
}

/** The survey a response belongs to. */
export interface FormReference {
  /** Refiner's identifier of the survey. */
  uuid: string;
  /** The survey's name. */
  name: string;
}

/** The account of a response's contact. */
export interface ResponseAccount {
  /** Refiner's identifier of the account. */
  uuid: string;
  /** The account's id in your own system. */
  remote_id: string | null;
  /** The account's name. */
  display_name: string | null;
  /** The account's web domain. */
  domain: string | null;
}

/** The contact of a response. */
export interface ResponseContact {
  /** Refiner's identifier of the contact. */
  uuid: string;
  /** The user's id in your own system. */
  remote_id: string | null;
  /** The contact's email address. */
  email: string | null;
  /** The contact's name. */
  display_name: string | null;
  /** The contact's account. */
  account: ResponseAccount | null;
  /** The contact's traits. Only with `with_attributes`. */
  attributes?: Record<string, string | number | boolean | null> | null;
}

/** A tag on a response, as an object. */
export interface TagReference {
  /** Refiner's identifier of the tag. */
  uuid?: string | null;
  /** The tag's name. */
  name: string;
}

/** A tag on a response: its name, or an object with its name. */
export type Tag = string | TagReference;

/**
 * One response: a survey was shown to a contact. It is a view (no answers), a partial response or a completed one.
 *
 * Times are written `2020-09-02 21:53:33` or `2020-09-02T21:53:33.000000Z`, and are taken as UTC. See <https://refiner.io/docs/api/#get-responses>.
 */
export interface Response {
  /** Refiner's identifier of the response. */
  uuid: string;
  /** When the survey was first shown. */
  first_shown_at: string | null;
  /** When the survey was last shown. */
  last_shown_at: string | null;
  /** How often the survey was shown. */
  show_counter: number | string | null;
  /** When the first answer arrived. */
  first_data_reception_at: string | null;
  /** When the latest answer arrived. */
  last_data_reception_at: string | null;
  /** When the survey was completed; null for views and partial responses. */
  completed_at: string | null;
  /** When Refiner received the response. */
  received_at: string | null;
  /** When the survey was dismissed. */
  dismissed_at: string | null;
  /** The survey. */
  form: FormReference;
  /** The answers, by question identifier. A score can be text (`"9"`). */
  data: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
  /** The contact who was shown the survey. */
  contact: ResponseContact;
  /** The tags put on the response, as names or as objects: sources differ. */
  tags?: Tag[] | null;
}

/** A page of responses, newest first. */
export interface ResponsePage {
  /** The responses of this page. */
  items: Response[];
  /** The position of this page in the list. */
  pagination: Pagination;
}

interface StoreResponseFields {
  /** The survey. */
  form_uuid: string;
  /** The user's id in your own system. Prefer it to `email`: several contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /** The answers, by question identifier. On the wire they go beside the other parameters. */
  answers?: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
  /** When it was answered. Default: now. */
  date?: string;
  /** Whether to skip a response whose answers equal those of an earlier one. Default: `true`. */
  prevent_duplicates?: boolean;
  /** Names of tags to put on the response: 1 to 20. */
  tags?: string[];
  /** The account the user belongs to. */
  account?: AccountInput;
}

/** A response given outside Refiner, to store. */
export type StoreResponse = StoreResponseFields & ({ id: string } | { email: string });

/** The result of storing a response. */
export interface Stored {
  /** Refiner's own message, such as `ok`. */
  message: string;
  /** Refiner's identifier of the response. */
  uuid: string;
}

/** Which response to tag. */
export interface TagResponse {
  /** Refiner's identifier of the response. */
  uuid: string;
  /** The names of the tags to add: 1 to 20. */
  tags: string[];
}

/** What to count, over which responses. A response must meet all conditions. */
export interface GetReporting {
  /** The type: `nps`, `csat`, `ratings`, `distribution` or `count`. */
  type: "nps" | "csat" | "ratings" | "distribution" | "count";
  /** Only responses to any of these surveys. */
  form_uuids?: string[];
  /** Only responses of contacts in any of these segments. */
  segment_uuids?: string[];
  /** Only responses with any of these tags. */
  tag_uuids?: string[];
  /** Only answers to any of these questions. */
  question_identifiers?: string[];
  /** The start of the period (inclusive). Default: 7 days ago. */
  date_range_start?: string;
  /** The end of the period (exclusive). */
  date_range_end?: string;
  /** Only responses with exactly these answers, by question identifier. */
  response_data?: Record<string, string | number | boolean | null>;
  /** Only responses of contacts with exactly these traits. */
  contact_data?: Record<string, string | number | boolean | null>;
  /** Only responses of contacts whose account has exactly these traits. */
  account_data?: Record<string, string | number | boolean | null>;
}

/**
 * Figures that Refiner computed. Which keys are present depends on the requested `type`. Counters can be text, and
 * scores are rounded. See <https://refiner.io/docs/api/#get-reporting>.
 */
export interface Report {
  /** Counts by group (`promoters`, `satisfied`), by score (`5`) or by answer. For all types but `count`. */
  data?: Record<string, number | string> | null;
  /** The number of answers counted. For `nps`, `csat` and `ratings`. */
  count?: number | string | null;
  /** The Net Promoter Score, from -100 to 100. For `nps`. */
  nps?: number | string | null;
  /** The share of satisfied answers in percent. For `csat`. */
  csat?: number | string | null;
  /** The sum of all ratings. For `ratings`. */
  sum?: number | string | null;
  /** The mean rating. For `ratings`. */
  average?: number | string | null;
  /** The number of answers counted; a response can hold several. For `distribution`. */
  datapoints?: number | string | null;
  /** The number of responses counted. For `distribution` and `count`. */
  responses?: number | string | null;
  /** How often the surveys were shown. For `count`. */
  views?: number | string | null;
  /** The start of the period that was counted. */
  date_range_start: string;
  /** The end of the period that was counted. */
  date_range_end: string;
}

/** A question's identifier, or several. */
export type Questions = string | string[];

/** A scale of whole numbers, both ends included, with at most 101 steps. */
export interface ScaleSettings {
  /** The lowest answer. */
  min: number;
  /** The highest answer. */
  max: number;
}

interface MetricSettingsFields {
  /** The metric. */
  metric: "nps" | "csat" | "ces" | "rating" | "distribution" | "count";
}

/** A metric with its settings. */
export type MetricSettings = MetricSettingsFields & ({
  metric: "nps";
  /** The question to read, or several whose answers are pooled. Default: the `question` of the whole summary. */
  question?: Questions;
} | {
  metric: "csat";
  /** The question to read, or several whose answers are pooled. Default: the `question` of the whole summary. */
  question?: Questions;
  /** The scale of the answers. Default: -2 to 2 for `csat`, 1 to 7 for `ces`, 0 to 10 for `rating`. */
  scale?: ScaleSettings;
  /** How many of the highest scores count as satisfied: from 1 to one less than the scale has. Default: `2`. */
  top_boxes?: number;
} | {
  metric: "ces" | "rating";
  /** The question to read, or several whose answers are pooled. Default: the `question` of the whole summary. */
  question?: Questions;
  /** The scale of the answers. Default: -2 to 2 for `csat`, 1 to 7 for `ces`, 0 to 10 for `rating`. */
  scale?: ScaleSettings;
} | {
  metric: "distribution";
  /** The question to read, or several whose answers are pooled. Default: the `question` of the whole summary. */
  question?: Questions;
  /** How many choices to list. Default: the `top` of the whole summary. */
  top?: number;
} | {
  metric: "count";
});

/** A metric: its name, or an object with its settings. */
export type Metric = "nps" | "csat" | "ces" | "rating" | "distribution" | "count" | MetricSettings;

/** Groups by a trait of the contact. */
export interface ByAttribute {
  /** The trait's name. */
  attribute: string;
}

/** Groups by the answer to a question. Each choice is a group. */
export interface ByAnswer {
  /** The question's identifier. */
  answer: string;
}

/** How to group the responses. */
export type GroupBy = "none" | "form" | "account" | "segment" | "day" | "week" | "month" | ByAttribute | ByAnswer;

/** Which groups to compare. */
export type Compare = "each_against_rest" | "all_pairs" | "last_two" | [string | null, string | null];

/** The score whose drivers are wanted. */
export type DriverScore = string | MetricSettings;

/**
 * A driver. It is a scale if more than half of its first values (those of 256 responses) are numbers; else each of its
 * choices is a column of zeros and ones.
 */
export type Driver = string | ByAnswer | ByAttribute;

/**
 * Which other answers and traits go together with a score, and how much of it each accounts for.
 *
 * Johnson's relative weights, from the responses that have the score and all of the drivers.
 */
export interface DriverSettings {
  /** The score. */
  of: DriverScore;
  /** The drivers: 1 to 20, no duplicates. Text names a question. */
  from: Driver[];
}

/** What divides comments into camps. */
export type CommentsBy = MetricSettings | ByAnswer | ByAttribute;

/** A sample of the comments, and the terms that set a camp apart. */
export interface CommentSettings {
  /** The question whose answers are comments. */
  question: string;
  /** What divides the comments into camps. Default: the first `nps` of the metrics; without one, there is one camp. */
  by?: CommentsBy;
  /** How many comments to show: 1 to 200. Default: `20`. */
  sample?: number;
  /**
   * A whole number that decides which comments are shown: 0 to 2147483647. The same comments and the same seed give
   * the same sample. Default: `1`.
   */
  seed?: number;
}

/** The shares that the groups have among all whom the survey is about, such as the share of each plan among all customers. */
export interface WeightSettings {
  /** The grouping; not by segment. */
  by: GroupBy;
  /**
   * The share of each group by its key: numbers above 0, which may sum up to 1, to 100, or to a number of people.
   * Responses of other groups, and those in several, are not in the weighted figures.
   */
  targets: Record<string, number>;
}

/** The targets of one grouping, or of several. */
export type Weights = WeightSettings | WeightSettings[];

/**
 * Responses with the same answer to all of several rating questions, of those they answered (simple
 * nondifferentiation, Y. Kim and others, Social Science Computer Review 37, 2019).
 *
 * Take questions on one scale. Same answers can be honest, so read some before leaving them out.
 */
export interface StraightLinerSettings {
  /** The rating questions: 2 to 100, no duplicates. */
  questions: string[];
  /**
   * How many of them a response must have answered with a number: 2 to 100, at most the number of questions.
   * Default: 3, or 2 if there are two questions.
   */
  at_least?: number;
  /** Whether to leave them out of the summary, or only to count them. */
  leave_out?: boolean;
}

/**
 * Completed responses that took less time than a bound, from the first showing to completion.
 *
 * The bound is fixed before the first response is read, because each is read once. Choose it by the number of words to
 * read: nobody reads a word in less than 0.3 seconds (C. Zhang and F. G. Conrad, Survey Research Methods 8, 2014).
 */
export interface SpeederSettings {
  /** The bound in seconds: 1 to 86400. Whoever took exactly so long is no speeder. */
  seconds: number;
  /** Whether to leave them out of the summary, or only to count them. */
  leave_out?: boolean;
}

/** Which responses to take for careless: counted, and left out if asked. At least one of the two. */
export interface QualitySettings {
  /** Responses with the same answer to all of several rating questions. */
  straight_liners?: StraightLinerSettings;
  /** Responses that were completed too fast. */
  speeders?: SpeederSettings;
}

/** Which metrics to compute, and for which groups. */
export interface SummarySettings {
  /** The metrics: 1 to 20, no duplicates. */
  metrics: Metric[];
  /** The question of each metric that names none itself. Default: the only one of its kind. */
  question?: Questions;
  /** How to group the responses. */
  group_by?: GroupBy;
  /** The time zone of periods, such as `America/New_York`. */
  time_zone?: string;
  /** Instead of `time_zone`: minutes east of UTC. Default: `0`. */
  utc_offset_minutes?: number;
  /**
   * Which groups to compare: each against the rest, all pairs, the last two periods, or two by their keys. Needs
   * `group_by`.
   */
  compare?: Compare;
  /** What drives a score. */
  drivers?: DriverSettings;
  /** What people wrote. */
  comments?: CommentSettings;
  /** Two groupings to put against each other, as in `group_by`: the rows and the columns of a cross-tab. */
  cross?: [GroupBy, GroupBy];
  /** Weights for the scores, by the shares that groups should have. Comparisons, trends and cross-tabs stay unweighted. */
  weights?: Weights;
  /** Which responses to take for careless: straight-liners and speeders. */
  quality?: QualitySettings;
  /** How many choices of a distribution to list. Default: `20`. */
  top?: number;
  /** How many groups to report separately. All others are pooled in `other`. Default: `1000`. */
  max_groups?: number;
}

/** A part of a whole. */
export interface Share {
  /** The size of the part. */
  count: number;
  /** Its share of the whole, 0 to 1; null when the whole is 0. */
  share: number | null;
  /** The share's 95 % confidence interval (Wilson). */
  interval: [number, number] | null;
}

/** A score whose answers are weighted so that the groups have their target shares among them (raking). */
export interface Weighted {
  /** The number of answers that have a weight. */
  n: number;
  /** The number of answers that have none, because the response is of a group without a target, or of several. */
  without_target: number;
  /** The weighted score, in the metric's unit; null without answers, or when `problem` says why. */
  value: number | null;
  /** The value's 95 % confidence interval, as wide as that of `effective_n` answers. */
  interval: [number, number] | null;
  /** How many unweighted answers would say as much (L. Kish, 1965): `(Σw)² / Σw²`. Null like `value`. */
  effective_n: number | null;
  /** How much larger the variance is for the weights: `n / effective_n`. Null like `value`. */
  design_effect: number | null;
  /** True with an `effective_n` below 30. */
  small_sample: boolean;
  /** Why there is no weighted score, although there are answers; else null. */
  problem: "empty_group" | "not_converged" | null;
}

/** How often a score was given. */
export interface ScoreCount {
  /** The score. */
  score: number;
  /** How often it was given. */
  count: number;
  /** Its share of the scores, 0 to 1; null when there are none. */
  share: number | null;
}

/** Answers that are not counted. */
export interface Ignored {
  /** Answers that are not numbers, or too large for a double. */
  not_a_number: number;
  /** Numbers outside the scale, or between two of its steps. */
  off_scale: number;
}

interface ScoreReportFields {
  /** The metric. */
  metric: "nps" | "csat" | "ces" | "rating";
  /** The questions that were read. */
  question: string[];
  /** The number of scores on the scale. */
  n: number;
  /**
   * `nps`: -100 to 100. `csat`: 0 to 100 percent. `ces` and `rating`: the mean on the scale. Null without
   * scores.
   */
  value: number | null;
  /** The value's 95 % confidence interval. */
  interval: [number, number] | null;
  /** True with fewer than 30 scores. */
  small_sample: boolean;
  /** The weighted score; absent unless `weights` is set. */
  weighted?: Weighted;
  /** How often each score was given. */
  distribution: ScoreCount[];
  /** Answers that are not counted. */
  ignored: Ignored;
  /** The number of responses without an answer. */
  absent: number;
  /** Says how many numbers are off the scale, and so not counted; else null. */
  warning: string | null;
}

/** A score and its confidence interval. */
export type ScoreReport = ScoreReportFields & ({
  metric: "nps";
  /** Scores of 9 or 10. */
  promoters: number;
  /** Scores of 7 or 8. */
  passives: number;
  /** Scores of 0 to 6. */
  detractors: number;
} | {
  metric: "csat";
  /** Answers in the highest boxes (`top_boxes`). */
  satisfied: number;
} | {
  metric: "ces";
  /** Answers above the middle of the scale. */
  agreeing: Share;
} | {
  metric: "rating";
  /** The sum of all ratings. */
  sum: number;
});

/** How often one choice was made. */
export interface ChoiceCount {
  /** The choice as answered. Numbers, true and false are given as text. */
  choice: string;
  /** How often it was made. */
  count: number;
  /** How many respondents made it. */
  respondents: number;
  /** Their share of all respondents who made any choice, 0 to 1. */
  share: number | null;
  /** The share's 95 % confidence interval (Wilson). */
  interval: [number, number] | null;
}

/** The choices that are not listed. */
export interface OtherChoices {
  /** Different choices; all those in `unlisted` count as one. */
  choices: number;
  /** How often they were made. */
  count: number;
  /** How often a choice was made that is only counted here, because there were too many. */
  unlisted: number;
}

/** How often each choice was made. In a multiple choice each item counts, so shares can add up to more than 1. */
export interface DistributionReport {
  /** Always `distribution`. */
  metric: "distribution";
  /** The questions that were read. */
  question: string[];
  /** The number of respondents who made a choice. */
  n: number;
  /** True with fewer than 30 respondents. */
  small_sample: boolean;
  /** The number of choices they made. */
  datapoints: number;
  /** The most frequent choices, in descending order; at most `top`. */
  distribution: ChoiceCount[];
  /** All other choices together; null when there are none. */
  rest: OtherChoices | null;
  /** The number of responses without an answer. */
  absent: number;
}

/** A rate. */
export interface Rate {
  /** The number of responses it is a share of. */
  n: number;
  /** The share, 0 to 1. */
  value: number;
  /** Its 95 % confidence interval (Wilson). */
  interval: [number, number];
  /** True when `n` is below 30. */
  small_sample: boolean;
}

/** Views, responses, completed responses and their rates. */
export interface CountReport {
  /** Always `count`. */
  metric: "count";
  /** The number of responses of any kind, views included. */
  n: number;
  /** True with fewer than 30 of them. */
  small_sample: boolean;
  /** How many were shown. */
  views: number;
  /** How many have an answer: partial and completed ones. */
  responses: number;
  /** How many have an answer but are not completed. */
  partials: number;
  /** How many are completed. */
  completed: number;
  /** The share of those shown that have an answer. Null unless the list includes views (`include: "all"`). */
  response_rate: Rate | null;
  /** The share of those with an answer that are completed. Null unless the list includes any that are not. */
  completion_rate: Rate | null;
  /** The median seconds from the first showing to completion; null when none was measured. */
  median_seconds: number | null;
  /** Whether the median is exact. If not, its error is at most 0.4 %. */
  median_exact: boolean;
}

/** The report of one metric; `metric` names which. */
export type MetricReport = ScoreReport | DistributionReport | CountReport;

/** The metrics of one group of responses. */
export interface SummaryGroup {
  /**
   * The group's key: the uuid of a form or segment, the `remote_id` of an account, a period (`2026-01-31`,
   * `2026-W05`, `2026-01`), or a value. Null: no value.
   */
  key: string | null;
  /** The name of the form, account or segment. */
  label: string | null;
  /** The first day of a period, such as `2026-01-31`. */
  start: string | null;
  /** The number of responses in the group. */
  items: number;
  /** The metrics, in the order of the request. */
  metrics: MetricReport[];
}

/**
 * The difference of one figure between two groups, taken as independent samples.
 *
 * About one in twenty comparisons without a true difference looks significant: for more than one, take
 * `comparisons`.
 */
export interface Difference {
  /** The metric. */
  metric: "nps" | "csat" | "ces" | "rating" | "distribution" | "count";
  /** The questions that were read; empty for `count`. */
  question: string[];
  /** The figure. */
  figure: "value" | "agreeing" | "share" | "response_rate" | "completion_rate";
  /** The choice, for `distribution`. */
  choice: string | null;
  /** The sample sizes of the first and the second group. */
  n: [number, number];
  /** The figure of the first and the second group, in the metric's unit; null without data. */
  values: [number | null, number | null];
  /** The second value minus the first; null when either is missing. */
  difference: number | null;
  /** The difference's 95 % confidence interval. */
  interval: [number, number] | null;
  /** True when the interval excludes zero. */
  significant: boolean;
  /** True when either group has fewer than 30. */
  small_sample: boolean;
}

/** The differences between two groups. */
export interface Comparison {
  /** The key of the first group. */
  first: string | null;
  /** The key of the second group. */
  second: string | null;
  /** The differences, metric by metric. */
  differences: Difference[];
}

/**
 * The difference of one figure between two groups, or between a group and the rest, tested together with all others
 * of the report.
 */
export interface GroupComparison {
  /** The key of a group. */
  a: string | null;
  /** The key of the group that it is compared with; null for anything else that `against` says. */
  b: string | null;
  /** What `a` is compared with. */
  against: "group" | "rest" | "earlier";
  /** The metric. */
  metric: "nps" | "csat" | "ces" | "rating" | "distribution" | "count";
  /** The questions that were read; empty for `count`. */
  question: string[];
  /** The figure. */
  figure: "value" | "agreeing" | "share" | "response_rate" | "completion_rate";
  /** The choice, for `distribution`. */
  choice: string | null;
  /** The sample sizes of `a`, and of what it is compared with. */
  n: [number, number];
  /** The figure of `a`, and of what it is compared with, in the metric's unit; null without data. */
  values: [number | null, number | null];
  /**
   * Between groups, the value of `b` minus that of `a`. Against `rest` or `earlier`, the value of `a` minus theirs.
   * Null when either is missing.
   */
  difference: number | null;
  /** The difference's 95 % confidence interval, not adjusted. */
  interval: [number, number] | null;
  /**
   * How often chance alone makes such a difference or a larger one, 0 to 1 (a two-sided permutation test). Null when
   * there are too few answers.
   */
  p: number | null;
  /** The same, adjusted for the number of tests in the report; see `adjustment`. */
  p_adjusted: number | null;
  /** What that means. */
  verdict: "up" | "down" | "no_evidence" | "too_few";
}

/** How one figure changes over the periods: the straight line through all answers, and the last period. */
export interface Trend {
  /** The metric. */
  metric: "nps" | "csat" | "ces" | "rating" | "distribution" | "count";
  /** The questions that were read; empty for `count`. */
  question: string[];
  /** The figure. */
  figure: "value" | "agreeing" | "share" | "response_rate" | "completion_rate";
  /** The choice, for `distribution`. */
  choice: string | null;
  /** The number of periods with answers. */
  periods: number;
  /** The number of answers in all periods. */
  n: number;
  /**
   * How much the figure changes from one period to the next, on the straight line through all answers, in the
   * metric's unit. Null when all answers are of one period.
   */
  slope: number | null;
  /**
   * How often chance alone makes such a slope or a steeper one, 0 to 1: the Cochran-Armitage test for shares, and
   * Mantel's extension of it for scores. Null with fewer than 30 answers or 3 periods with answers.
   */
  p: number | null;
  /** The same, adjusted for the number of tests in the report; see `adjustment`. */
  p_adjusted: number | null;
  /** What the slope means. */
  verdict: "up" | "down" | "no_evidence" | "too_few";
  /** The last period that has responses, `a`, against all earlier ones together. */
  last_period: GroupComparison;
}

/** The responses that are in a row and in a column. */
export interface CrossCell {
  /** How many they are. */
  items: number;
  /**
   * How many there would be if rows and columns had nothing to do with each other. Null without a test, and in a row or
   * column of the responses without a value, which the test leaves out.
   */
  expected: number | null;
  /** The share of the row's responses that are in this cell, 0 to 1; null in an empty row. */
  row_share: number | null;
  /** The share of the column's responses that are in this cell, 0 to 1; null in an empty column. */
  column_share: number | null;
  /** True with fewer than 30 responses. */
  small_sample: boolean;
  /** The metrics over these responses. */
  metrics: MetricReport[];
}

/** A row of a cross-tab. */
export interface CrossRow {
  /** The group's key, as in `groups`. Null: no value, or `pooled`. */
  key: string | null;
  /** The name of the form, account or segment. */
  label: string | null;
  /** The first day of a period. */
  start: string | null;
  /** Whether this row pools all groups that have none of their own. */
  pooled: boolean;
  /** The number of responses in the group, those without a column included. */
  items: number;
  /** The metrics over these responses. */
  metrics: MetricReport[];
  /** The cells, one for each column, in the order of `columns`. */
  cells: CrossCell[];
}

/** A column of a cross-tab. */
export interface CrossColumn {
  /** The group's key, as in `groups`. Null: no value, or `pooled`. */
  key: string | null;
  /** The name of the form, account or segment. */
  label: string | null;
  /** The first day of a period. */
  start: string | null;
  /** Whether this column pools all groups that have none of their own. */
  pooled: boolean;
  /** The number of responses in the group, those without a row included. */
  items: number;
  /** The metrics over these responses. */
  metrics: MetricReport[];
}

/** The test of whether rows and columns go together. It counts the responses that have both, and one choice of each. */
export interface CrossTest {
  /** The test, chosen by what the counts allow. */
  method: "chi_square" | "fisher_exact" | "simulated" | "chi_square_of_small_counts";
  /** The number of responses. */
  n: number;
  /** Pearson's chi-square. */
  statistic: number;
  /** Its degrees of freedom. */
  df: number;
  /** How often chance alone makes rows and columns go together as much, or more: 0 to 1. */
  p: number;
  /** How many tables were simulated; null unless `simulated`. */
  simulations: number | null;
}

/**
 * How two groupings go together: each row is a group of the first one, each column a group of the second one.
 *
 * At most 50 rows and 50 columns, or `max_groups` if that is less. The groups that came later are pooled in one row or
 * column, which is the last.
 */
export interface CrossTab {
  /** The rows: periods in order of time, others from the largest to the smallest. */
  rows: CrossRow[];
  /** The columns, in the same order. */
  columns: CrossColumn[];
  /** Whether rows and columns go together more than chance makes them; null when there is no test, see `untested`. */
  test: CrossTest | null;
  /** Why there is no test; null when there is one. */
  untested: "several_choices" | "too_few" | null;
  /**
   * How much rows and columns go together: Cramér's V, from 0 (not at all) to 1 (each row has a column of its own). Null
   * without a test.
   */
  cramers_v: number | null;
}

/** The careless responses of one kind. */
export interface CarelessResponses {
  /** How many there are. */
  count: number;
  /** How many responses could be judged: those with enough ratings, or completed ones with both times. */
  n: number;
  /** The share of these that are careless, 0 to 1; null when none could be judged. */
  share: number | null;
  /** Whether they are left out of the summary. */
  left_out: boolean;
}

/** Responses that were given without care, of all that were read. */
export interface Quality {
  /** Responses with the same answer to all rating questions; null unless asked for. */
  straight_liners: CarelessResponses | null;
  /** Responses that were completed too fast; null unless asked for. */
  speeders: CarelessResponses | null;
  /** How many are both. */
  both: number;
  /** How many responses the summary leaves out. */
  left_out: number;
}

/** How much of a score's variance one driver accounts for. */
export interface DriverWeight {
  /** The question's identifier, or the trait's name. */
  name: string;
  /** Where it is from. */
  source: "answer" | "attribute";
  /** How it was read. */
  kind: "scale" | "choices";
  /**
   * Its raw relative weight, 0 to 1: all weights add up to `r_squared`. Null if there are no weights, or the driver
   * is constant.
   */
  weight: number | null;
  /**
   * The weight's 95 % confidence interval, from 500 bootstrap samples with a fixed seed. Where it begins with 0, the
   * driver may account for nothing.
   */
  interval: [number, number] | null;
  /** The weight divided by `r_squared`: its share of what is accounted for, 0 to 1. */
  share: number | null;
  /** The correlation with the score, -1 to 1, of a scale: whether it drives the score up or down. Null for choices. */
  correlation: number | null;
  /** How many columns it has. A scale has one. Choices have one each but the most frequent, if nobody made two of them. */
  columns: number;
  /** How often a choice was given that has no column of its own; they have one together. */
  pooled: number;
}

/** Responses that were not used for the weights, by the first of these reasons that applies. */
export interface DriversLeftOut {
  /** Without the score. */
  no_score: number;
  /** With a score that is not a number, or not on the scale. */
  odd_score: number;
  /** Without one of the drivers. */
  no_driver: number;
  /** With a driver that is a scale, but no number here. */
  odd_driver: number;
}

/** What drives a score: how its variance divides among the drivers. */
export interface Drivers {
  /** The drivers, the one with the largest weight first; those without a weight last. */
  weights: DriverWeight[];
  /**
   * The share of the score's variance that all drivers account for together, 0 to 1: R² of the linear regression. Null
   * with a `reason`.
   */
  r_squared: number | null;
  /** The number of responses that were used: those with the score and every driver. */
  n: number;
  /** The number of responses that were not used, by reason. */
  left_out: DriversLeftOut;
  /** True with fewer than 30 responses, or fewer than 10 for each column. Then the weights are unreliable. */
  small_sample: boolean;
  /** Why there are no weights; null when there are. */
  reason: "too_few" | "constant_score" | "constant_drivers" | null;
  /** Says that drivers are nearly the same as others, so that their shares cannot be told apart; else null. */
  warning: string | null;
}

/** A comment in a sample. */
export interface Comment {
  /** What was written, without white space around it; of a longer one the first 500 characters. */
  text: string;
  /** True if it is longer than that. */
  cut: boolean;
  /** The camp; null without one. */
  camp: string | null;
  /** The score of this response, if camps are by a score; else null. */
  score: number | null;
  /** When the survey was completed, as Refiner wrote it. */
  completed_at: string | null;
  /** When the latest answer arrived, as Refiner wrote it. */
  last_data_reception_at: string | null;
  /** The response's uuid; of several with the same text, that of the first one that was read. */
  uuid: string | null;
  /** How many of its camp wrote the same, but for capitals and white space; at least that many. */
  count: number;
}

/**
 * A word, two words in a row, or in scripts without spaces two characters in a row. A word of one letter is a term
 * only together with another one. No list of words is left out: what all camps write alike does not set one apart.
 */
export interface CommentTerm {
  /** The term, in small letters. */
  term: string;
  /** How many comments of the camp it is in. */
  count: number;
  /**
   * How clearly the camp uses it more than all others: the log-odds ratio with a prior, divided by its standard error.
   * Beyond 1.96 it is unlikely to be chance for a single term. Null if there is one camp only.
   */
  z: number | null;
}

/** What one camp wrote. */
export interface CommentCamp {
  /** The camp. Null: the comments without one, or those of all camps after the first eight (`pooled`). */
  camp: string | null;
  /** True for the comments of all camps after the first eight. */
  pooled: boolean;
  /** The number of its comments. */
  n: number;
  /**
   * The terms that set it apart, the clearest first: at most 20, each in two of its comments or more. If there is one
   * camp only: its most frequent terms, without those in more than a third of its comments.
   */
  terms: CommentTerm[];
}

/** What people wrote. */
export interface Comments {
  /** The question. */
  question: string;
  /** The number of comments: answers that are not empty or white space. */
  n: number;
  /** The number of responses without a comment. */
  absent: number;
  /**
   * A sample that covers the breadth: camps, lengths (from 40 and from 160 characters on), scripts and times. It takes
   * one comment after another, always the one whose camp, length, script and quarter of the time are in it least
   * often; the seed decides among equals. So what is rare is shown more often than it occurs.
   */
  sample: Comment[];
  /** The camps with their terms, the largest first. */
  camps: CommentCamp[];
  /**
   * How many comments at most are missing in the count of a term. 0: all counts are exact, as they are up to 8,192
   * different terms.
   */
  missed: number;
}

/** The figures computed from all responses that were read. */
export interface Summary {
  /** The number of pages read. */
  pages: number;
  /** The number of responses on these pages, without those that `quality` leaves out. */
  items: number;
  /** Items skipped because they were not objects. */
  unreadable: number;
  /** The metrics over all responses, in the order of the request. */
  metrics: MetricReport[];
  /**
   * The groups: periods in order of time, empty ones too; others from the largest to the smallest. Null without
   * `group_by`.
   */
  groups: SummaryGroup[] | null;
  /** The questions in the responses (at most 100) when a metric has no answer to its own; else null. */
  questions_seen: string[] | null;
  /** All groups beyond `max_groups`, pooled; null when there are none. */
  other: SummaryGroup | null;
  /** The differences between two groups; null unless two are to be compared and both exist. */
  comparison: Comparison | null;
  /** The differences between groups, tested together; null unless `compare` is set. */
  comparisons: GroupComparison[] | null;
  /**
   * How many pairs of groups `comparisons` leaves out, because they are more than it holds: 1,000 pairs, and about
   * 8 MB. Null unless `compare` is set.
   */
  pairs_left_out: number | null;
  /**
   * How each figure changes over the periods; null unless grouped by `day`, `week` or `month`, and when some periods
   * are pooled in `other`.
   */
  trend: Trend[] | null;
  /** How the p-values of `comparisons` and `trend` are adjusted, all together; null when there are none. */
  adjustment: "holm" | "benjamini_hochberg" | null;
  /** Two groupings against each other; absent unless `cross` is set. */
  cross_tab?: CrossTab;
  /** Responses that were given without care; absent unless asked for. */
  quality?: Quality;
  /** What drives a score, over all responses; absent unless asked for. */
  drivers?: Drivers;
  /** What people wrote, over all responses; absent unless asked for. */
  comments?: Comments;
}

/** Which groups to compare, and in what. */
export interface ComparisonSettings {
  /** The metrics: 1 to 20, no duplicates. */
  metrics: Metric[];
  /** How to group the responses. */
  group_by: GroupBy;
  /** Which groups: each against the rest, all pairs, the last two periods, or two by their keys. Default: `"each_against_rest"`. */
  compare?: Compare;
  /** The question of each metric that names none itself. Default: the only one of its kind. */
  question?: Questions;
  /** The time zone of periods, such as `America/New_York`. */
  time_zone?: string;
}

interface ExportSettingsFields {
  /**
   * The format: `csv` (a table, RFC 4180), `ndjson` (one JSON value per line), `json` (one JSON array) or `xlsx` (a
   * workbook).
   */
  format: "csv" | "ndjson" | "json" | "xlsx";
}

/** The format of an export and its options. */
export type ExportSettings = ExportSettingsFields & ({
  format: "csv";
  /**
   * The columns, by name; at the end `other`, if you want it. Default: the columns found on the first page, then a
   * column `other` with everything else.
   */
  columns?: string[];
  /** Starts the file with a byte-order mark, so that Excel reads it as UTF-8. Default: `false`. */
  bom?: boolean;
  /** Puts an apostrophe before text that a spreadsheet would run as a formula. Default: `true`. */
  guard?: boolean;
} | {
  format: "ndjson" | "json";
} | {
  format: "xlsx";
  /**
   * The columns, by name; at the end `other`, if you want it. Default: the columns found on the first page, then a
   * column `other` with everything else.
   */
  columns?: string[];
  /** What gets a worksheet of its own. Only for responses. Default: one worksheet for all. */
  sheet_by?: "form";
});

/** Where a sync starts. */
export interface SyncSettings {
  /** The start of the first run. Default: all responses. */
  since?: string;
  /** How far back each run looks again, in milliseconds, to find answers that Refiner received late. Default: `3600000`. */
  overlapMs?: number;
  /** The `checkpoint` of an earlier run. The sync continues from there, even if that run stopped early. */
  checkpoint?: string;
}

/** A method per action. */
export interface RefinerActions {
  /**
   * Checks that Refiner accepts the API key, and names the environment it belongs to.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#authentication
   */
  verifyKey(input?: VerifyKey, options?: CallOptions): Promise<KeyVerification>;
  /**
   * Gets the account's plan, its usage this month and its environments.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-account-info
   */
  getAccountInfo(input?: GetAccountInfo, options?: CallOptions): Promise<AccountInfo>;
  /**
   * Creates or updates the contact of a user, with traits and account.
   *
   * Effect: write, idempotent.
   * @see https://refiner.io/docs/api/#identify-user
   */
  identifyUser(input: IdentifyUser, options?: CallOptions): Promise<Identified>;
  /**
   * Lists contacts with their traits, segments and accounts, page by page.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-contacts
   */
  listContacts(input?: ListContacts, options?: CallOptions): List<Contact, ContactPage>;
  /**
   * Gets one contact with traits, segments and account.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-contact
   */
  getContact(input: GetContact, options?: CallOptions): Promise<Contact>;
  /**
   * Deletes a contact and all of its responses. This cannot be undone.
   *
   * Effect: destructive; also destroys all responses of the contact.
   * @see https://refiner.io/docs/api/#delete-contact
   */
  deleteContact(input: DeleteContact, options?: CallOptions): Promise<Done>;
  /**
   * Lists segments by name, page by page.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-segments
   */
  listSegments(input?: ListSegments, options?: CallOptions): List<Segment, SegmentPage>;
  /**
   * Adds a contact to a manual segment. Creates the user if unknown.
   *
   * Effect: write, idempotent.
   * @see https://refiner.io/docs/api/#link-users
   */
  addContactToSegment(input: AddContactToSegment, options?: CallOptions): Promise<SegmentSynced>;
  /**
   * Removes a contact from a manual segment. The contact itself is kept.
   *
   * Effect: destructive, idempotent.
   * @see https://refiner.io/docs/api/#link-users
   */
  removeContactFromSegment(input: RemoveContactFromSegment, options?: CallOptions): Promise<SegmentSynced>;
  /**
   * Records an event of a user. Creates the user if unknown. Not available on every plan.
   *
   * Effect: write.
   * @see https://refiner.io/docs/api/#track-event
   */
  trackEvent(input: TrackEvent, options?: CallOptions): Promise<Done>;
  /**
   * Lists surveys, page by page.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-forms
   */
  listForms(input?: ListForms, options?: CallOptions): List<Form, FormPage>;
  /**
   * Publishes a survey, or turns it back into a draft.
   *
   * Effect: write, idempotent.
   * @see https://refiner.io/docs/api/#publish-form
   */
  publishForm(input: PublishForm, options?: CallOptions): Promise<Done>;
  /**
   * Copies a survey under a new name.
   *
   * Effect: write.
   * @see https://refiner.io/docs/api/#duplicate-form
   */
  duplicateForm(input: DuplicateForm, options?: CallOptions): Promise<FormDuplicated>;
  /**
   * Archives a survey: it is no longer shown. Its responses are kept.
   *
   * Effect: destructive.
   * @see https://refiner.io/docs/api/#delete-form
   */
  archiveForm(input: ArchiveForm, options?: CallOptions): Promise<Done>;
  /**
   * Lists the changes made to a survey, page by page.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-forms
   */
  listFormHistory(input: ListFormHistory, options?: CallOptions): List<FormChange, FormHistoryPage>;
  /**
   * Lists survey responses with their answers and contacts, newest first, page by page.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-responses
   */
  listResponses(input?: ListResponses, options?: CallOptions): List<Response, ResponsePage>;
  /**
   * Stores answers that were given outside Refiner as a response to a survey.
   *
   * Effect: write.
   * @see https://refiner.io/docs/api/#store-responses
   */
  storeResponse(input: StoreResponse, options?: CallOptions): Promise<Stored>;
  /**
   * Adds tags to a response. Its other tags are kept.
   *
   * Effect: write, idempotent.
   * @see https://refiner.io/docs/api/#tag-responses
   */
  tagResponse(input: TagResponse, options?: CallOptions): Promise<Done>;
  /**
   * Gets figures that Refiner computes from responses: nps, csat, ratings, distribution or count.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-reporting
   */
  getReporting(input: GetReporting, options?: CallOptions): Promise<Report>;
}

/** What every action takes and gives, by its names. */
export interface ActionTypes {
  verify_key: { input: VerifyKey; output: KeyVerification; inputOptional: true };
  get_account_info: { input: GetAccountInfo; output: AccountInfo; inputOptional: true };
  REFINER_GET_ACCOUNT_INFO: { input: GetAccountInfo; output: AccountInfo; inputOptional: true };
  identify_user: { input: IdentifyUser; output: Identified; inputOptional: false };
  update_contact: { input: IdentifyUser; output: Identified; inputOptional: false };
  REFINER_UPDATE_CONTACT: { input: IdentifyUser; output: Identified; inputOptional: false };
  list_contacts: { input: ListContacts; output: ContactPage; inputOptional: true };
  get_contacts: { input: ListContacts; output: ContactPage; inputOptional: true };
  REFINER_GET_CONTACTS: { input: ListContacts; output: ContactPage; inputOptional: true };
  get_contact: { input: GetContact; output: Contact; inputOptional: false };
  REFINER_GET_CONTACT: { input: GetContact; output: Contact; inputOptional: false };
  delete_contact: { input: DeleteContact; output: Done; inputOptional: false };
  REFINER_DELETE_CONTACT: { input: DeleteContact; output: Done; inputOptional: false };
  list_segments: { input: ListSegments; output: SegmentPage; inputOptional: true };
  get_segments: { input: ListSegments; output: SegmentPage; inputOptional: true };
  REFINER_GET_SEGMENTS: { input: ListSegments; output: SegmentPage; inputOptional: true };
  add_contact_to_segment: { input: AddContactToSegment; output: SegmentSynced; inputOptional: false };
  remove_contact_from_segment: { input: RemoveContactFromSegment; output: SegmentSynced; inputOptional: false };
  track_event: { input: TrackEvent; output: Done; inputOptional: false };
  REFINER_TRACK_EVENT: { input: TrackEvent; output: Done; inputOptional: false };
  list_forms: { input: ListForms; output: FormPage; inputOptional: true };
  get_forms: { input: ListForms; output: FormPage; inputOptional: true };
  REFINER_GET_FORMS: { input: ListForms; output: FormPage; inputOptional: true };
  publish_form: { input: PublishForm; output: Done; inputOptional: false };
  duplicate_form: { input: DuplicateForm; output: FormDuplicated; inputOptional: false };
  archive_form: { input: ArchiveForm; output: Done; inputOptional: false };
  list_form_history: { input: ListFormHistory; output: FormHistoryPage; inputOptional: false };
  list_responses: { input: ListResponses; output: ResponsePage; inputOptional: true };
  get_responses: { input: ListResponses; output: ResponsePage; inputOptional: true };
  REFINER_GET_RESPONSES: { input: ListResponses; output: ResponsePage; inputOptional: true };
  store_response: { input: StoreResponse; output: Stored; inputOptional: false };
  tag_response: { input: TagResponse; output: Done; inputOptional: false };
  get_reporting: { input: GetReporting; output: Report; inputOptional: false };
  REFINER_GET_REPORTING: { input: GetReporting; output: Report; inputOptional: false };
}

/** What every operation made of several calls takes and gives, by its name. */
export interface OperationTypes {
  /** Computes scores with confidence intervals (NPS, CSAT, CES, ratings), how often each choice was made, and rates, over all responses that match a query, optionally in groups. */
  summarize_responses: { query: ListResponses; settings: SummarySettings; output: Summary };
  /** Compares scores and shares between groups: differences with intervals, p-values adjusted for their number, and a verdict for each: up, down, no_evidence or too_few. */
  compare_responses: { query: ListResponses; settings: ComparisonSettings; output: Summary };
  /** Gives a sample of the answers to a question in free text, over all responses that match a query, and the terms that set one camp apart. */
  sample_comments: { query: ListResponses; settings: CommentSettings; output: Summary };
  /** Writes all responses that match a query to a file: CSV, NDJSON, JSON or an Excel workbook. */
  export_responses: { query: ListResponses; settings: ExportSettings; output: Response };
  /** Writes all contacts that match a query to a file: CSV, NDJSON, JSON or an Excel workbook. */
  export_contacts: { query: ListContacts; settings: ExportSettings; output: Contact };
  /** Returns the responses that are new or changed since the last run, and a checkpoint for the next run. Takes partial responses too, unlike lists, summaries and exports: a response that is never completed would otherwise not come at all. */
  sync_responses: { query: Omit<ListResponses, "date_range_start" | "date_range_end" | "page" | "page_cursor">; settings: SyncSettings; output: Response };
}

/** The kinds of failure. */
export type ErrorKind =
  /** The configuration is wrong, or there is no usable API key. Correct the client's options. */
  | "config"
  /** The input is invalid; `path` names the place. Nothing was sent. Correct the input. */
  | "input"
  /** Refiner does not accept the API key: it is missing, malformed or unknown. Check the key. */
  | "auth"
  /** The API key is valid, but may not do this (status 403). Check what your key and plan allow. */
  | "permission"
  /** The contact, survey or other object does not exist. Check the identifiers in the input. */
  | "not_found"
  /** The request conflicts with existing data (status 409). Get the current data before you try again. */
  | "conflict"
  /** Too many requests. Wait before you try again; `retryAfterMs` says how long, if Refiner did. */
  | "rate_limited"
  /** Refiner refused the request with another 4xx status; `detail` gives its reason. The same request will fail again. */
  | "rejected"
  /** Refiner failed to answer: a 5xx status, or 408 or 425. Try again later. */
  | "server"
  /** The connection failed before the reply was complete. A write may still have been carried out. */
  | "network"
  /** The deadline (`timeoutMs`) passed before the reply was complete. A write may still have been carried out. */
  | "timeout"
  /** The caller aborted the call. A write may still have been carried out. */
  | "aborted"
  /** The server answered with a redirect, which is never followed. Check `baseUrl`. */
  | "redirect"
  /** The reply is longer than `maxBodyBytes`, or there is no memory for it. Ask for smaller pages, or raise the limit. */
  | "too_large"
  /** The reply cannot be used: it is not JSON, not an object, or a page without a list of items. Check `baseUrl`. */
  | "decode";
