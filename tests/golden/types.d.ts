// Generated from the declarations in src/actions and src/model. Do not edit.

import type { CallOptions, List } from "../index.js";

// Without this, all that a declaration file declares is exported.
export {};

/** Whatever JSON can say. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Nothing is asked for. */
export type VerifyKey = Record<string, never>;

/** What a key opens: the environment it belongs to. */
export interface KeyVerification {
  /** Refiner's identifier of the environment. */
  project_uuid: string;
  /** The environment's name. */
  project_name: string;
  /** What Refiner says, such as `Authentication successful`. */
  message: string;
}

/** Nothing is asked for. */
export type GetAccountInfo = Record<string, never>;

/** A plan, its monthly limits and what is used of them. */
export interface Subscription {
  /** The plan's name, such as `Pro`. */
  plan: string;
  /** Monthly tracked users. */
  mtu_count: number | string;
  /** The most tracked users a month. */
  mtu_limit: number | string | null;
  /** When `mtu_count` was counted. */
  mtu_count_updated_at: string | null;
  /** Monthly tracked events. */
  mte_count: number | string;
  /** When `mte_count` was counted. */
  mte_count_updated_at: string | null;
  /** Monthly page views. */
  mpv_count: number | string;
  /** The most page views a month. */
  mpv_limit: number | string | null;
  /** When `mpv_count` was counted. */
  mpv_count_updated_at: string | null;
  /** Monthly survey responses. */
  msr_count: number | string;
  /** The most survey responses a month. */
  msr_limit: number | string | null;
  /** When `msr_count` was counted. */
  msr_count_updated_at: string | null;
}

/** An environment of the account, and what it has used this month. */
export interface Environment {
  /** Refiner's identifier of the environment. */
  uuid: string;
  /** The environment's name, such as `Production`. */
  name: string;
  /** Tracked users. */
  mtu: number | string;
  /** Tracked events. */
  mte: number | string;
  /** Page views. */
  mpv: number | string;
  /** Survey responses. */
  msr: number | string;
}

/** The account's plan and what it has used. See <https://refiner.io/docs/api/#get-account-info>. */
export interface AccountInfo {
  /** The plan, its limits and what is used of them. */
  subscription: Subscription;
  /** The environments, and what each has used. */
  environments: Environment[];
}

/** An account, such as a company, that users belong to. */
export interface AccountInput {
  /** The customer's own account id. */
  id: string;
  /** Traits of the account. They are laid flat beside `id` on the wire. */
  attributes?: Record<string, string | number | boolean | null>;
}

interface IdentifyUserFields {
  /** The customer's own user id. The better key: contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /**
   * Traits of the user: text, booleans, numbers (Refiner documents whole ones up to ±2147483647), dates (in keys that
   * end in `_at` or `_date`).
   * They are laid flat beside `id` and `email` on the wire.
   */
  attributes?: Record<string, string | number | boolean | null>;
  /** The account the user belongs to. */
  account?: AccountInput;
}

/** Who a user is, and what is known about them. */
export type IdentifyUser = IdentifyUserFields & ({ id: string } | { email: string });

/** Refiner knows the contact now. */
export interface Identified {
  /** What Refiner says, such as `ok`. */
  message: string;
  /** Refiner's identifier of the contact. */
  contact_uuid: string;
}

/** Which contacts to list. All conditions must hold. */
export interface ListContacts {
  /** What the list is ordered by. Default: `"first_seen_at"`. */
  order_by?: "first_seen_at" | "last_seen_at" | "last_form_submission_at" | "display_name" | "email";
  /** Who have responses to this survey. */
  form_uuid?: string;
  /** Who belong to this segment. */
  segment_uuid?: string;
  /** Containing this text. */
  search?: string;
  /** The page's number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items. */
  page_cursor?: string;
}

/** A segment a contact belongs to. */
export interface SegmentReference {
  /** Refiner's identifier of the segment. */
  uuid: string;
  /** The segment's name. */
  name: string;
}

/** An account, such as a company, that contacts belong to. */
export interface Account {
  /** Refiner's identifier of the account. */
  uuid: string;
  /** The customer's own account id. */
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
 * A user of the customer's. Times are written `2020-09-02T20:44:24.000000Z`.
 * See <https://refiner.io/docs/api/#get-contact>.
 */
export interface Contact {
  /** Refiner's identifier of the contact. */
  uuid: string;
  /** The customer's own user id. */
  remote_id: string | null;
  /** The contact's email address. Contacts can share one. */
  email: string | null;
  /** The contact's name. */
  display_name: string | null;
  /** When the contact was first seen. */
  first_seen_at: string | null;
  /** When the contact was last seen. */
  last_seen_at: string | null;
  /** Traits, and survey answers by question identifier. Values may be text even where they look like numbers. */
  attributes: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
  /** The segments the contact belongs to. */
  segments?: SegmentReference[] | null;
  /** The account the contact belongs to. */
  account: Account | null;
}

/** Where a page stands in its list. */
export interface Pagination {
  /** How many items the whole list has. */
  items_count: number | string;
  /** This page's number, from 1. */
  current_page: number | string;
  /** The last page's number. */
  last_page: number | string;
  /** Items per page. */
  page_length: number | string;
  /** The cursor of the next page; null on the last. */
  next_page_cursor?: string | null;
}

/** A page of contacts. */
export interface ContactPage {
  /** The contacts of this page. */
  items: Contact[];
  /** Where this page stands in the list. */
  pagination: Pagination;
}

interface GetContactFields {
  /** The customer's own user id. The better key: contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /** Refiner's identifier of the contact. */
  uuid?: string;
}

/** Which contact to get. */
export type GetContact = GetContactFields & ({ id: string } | { email: string } | { uuid: string });

interface DeleteContactFields {
  /** The customer's own user id. The better key: contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /** Refiner's identifier of the contact. */
  uuid?: string;
}

/** Which contact to delete. */
export type DeleteContact = DeleteContactFields & ({ id: string } | { email: string } | { uuid: string });

/** Refiner did what it was asked. */
export interface Done {
  /** What Refiner says, such as `ok`. */
  message: string;
}

/** Which page of segments to list. */
export interface ListSegments {
  /** The page's number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items. */
  page_cursor?: string;
}

/** A set of contacts. See <https://refiner.io/docs/api/#get-segments>. */
export interface Segment {
  /** Refiner's identifier of the segment. */
  uuid: string;
  /** The segment's name. */
  name: string;
  /** Whether it changes only by hand, API or import; other segments fill by their own rules. */
  is_manual: boolean;
}

/** A page of segments, by name. */
export interface SegmentPage {
  /** The segments of this page. */
  items: Segment[];
  /** Where this page stands in the list. */
  pagination: Pagination;
}

interface AddContactToSegmentFields {
  /** The segment; it must be a manual one. */
  segment_uuid: string;
  /** The customer's own user id. The better key: contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
}

/** Whom to put into which segment. */
export type AddContactToSegment = AddContactToSegmentFields & ({ id: string } | { email: string });

/** A contact was put into a segment, or taken out. */
export interface SegmentSynced {
  /** What Refiner says, such as `ok`. */
  message: string;
  /** Refiner's identifier of the contact. */
  contact_uuid: string;
  /** Refiner's identifier of the segment. */
  segment_uuid?: string | null;
  /** The same under the name that one source of the documentation gives. */
  segment_uid?: string | null;
}

interface RemoveContactFromSegmentFields {
  /** The segment; it must be a manual one. */
  segment_uuid: string;
  /** The customer's own user id. The better key: contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
}

/** Whom to take out of which segment. */
export type RemoveContactFromSegment = RemoveContactFromSegmentFields & ({ id: string } | { email: string });

interface TrackEventFields {
  /** The name of the event. Other properties of an event are not stored by Refiner. */
  event: string;
  /** The customer's own user id. */
  id?: string;
  /** The user's email address. */
  email?: string;
}

/** What a user did. */
export type TrackEvent = TrackEventFields & ({ id: string } | { email: string });

/** Which surveys to list. */
export interface ListForms {
  /** Which ones: `all` are those not archived. Default: `"all"`. */
  list?: "all" | "published" | "drafts" | "archived" | "all_with_archived";
  /** Adds channels, times and counts. Default: `false`. */
  include_info?: boolean;
  /** Adds questions and settings as `config`. Default: `false`. */
  include_config?: boolean;
  /** The page's number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items. */
  page_cursor?: string;
}

/** A survey. All but `uuid` and `name` come only when asked for. See <https://refiner.io/docs/api/#get-forms>. */
export interface Form {
  /** Refiner's identifier of the survey. */
  uuid: string;
  /** The survey's name. */
  name: string;
  /** Where it is shown. With `include_info`. */
  channels?: string[] | null;
  /** When it was published. With `include_info`. */
  published_at?: string | null;
  /** When it was archived. With `include_info`. */
  archived_at?: string | null;
  /** When it was made. With `include_info`. */
  created_at?: string | null;
  /** When it was last changed. With `include_info`. */
  updated_at?: string | null;
  /** When it was first shown. With `include_info`. */
  first_form_view_at?: string | null;
  /** When it was last shown. With `include_info`. */
  last_form_view_at?: string | null;
  /** How many responses it has. With `include_info`. */
  responses_count?: number | string | null;
  /** How often it was shown. With `include_info`. */
  views_count?: number | string | null;
  /** The folder it lies in. With `include_info`. */
  folder?: JsonValue;
  /** The address of its own page. With `include_info`. */
  page_url?: string | null;
  /** Its questions and settings, in a form that changes. With `include_config`. */
  config?: JsonValue;
}

/** A page of surveys. */
export interface FormPage {
  /** The surveys of this page. */
  items: Form[];
  /** Where this page stands in the list. It may have no cursor at all. */
  pagination: Pagination;
}

/** Which survey to publish. */
export interface PublishForm {
  /** The survey. */
  form_uuid: string;
  /** Whether it is to be published, or taken back to a draft. Default: `true`. */
  published?: boolean;
}

/** Which survey to duplicate. */
export interface DuplicateForm {
  /** The survey. */
  form_uuid: string;
  /** The duplicate's name. */
  name: string;
}

/** A survey was duplicated. */
export interface FormDuplicated {
  /** What Refiner says, such as `ok`. */
  message: string;
  /** Refiner's identifier of the survey that was duplicated. */
  source_form_uuid: string;
  /** Refiner's identifier of the duplicate. */
  new_form_uuid: string;
}

/** Which survey to archive. */
export interface ArchiveForm {
  /** The survey. */
  form_uuid: string;
}

/** Of which survey to list the changes. */
export interface ListFormHistory {
  /** The survey. */
  form_uuid: string;
  /** The page's number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items. */
  page_cursor?: string;
}

/** Something that was done to a survey. */
export interface FormChange {
  /** Refiner's identifier of the change. */
  uuid: string;
  /** What was done. */
  action: string;
  /** The survey as it was then, in a form that changes. */
  snapshot: JsonValue;
  /** When it was done. */
  created_at: string | null;
}

/** A page of changes to a survey. */
export interface FormHistoryPage {
  /** The changes of this page. */
  items: FormChange[];
  /** Where this page stands in the list. */
  pagination: Pagination;
}

/** Which responses to list. All conditions must hold. */
export interface ListResponses {
  /** Of this survey. */
  form_uuid?: string;
  /** Of any of these surveys. */
  form_uuids?: string[];
  /** By contacts of this segment. */
  segment_uuid?: string;
  /** By contacts of any of these segments. */
  segment_uuids?: string[];
  /** With this tag. */
  tag_uuid?: string;
  /**
   * From this time on (inclusive), by when the latest answer came in; with `include: "all"` by when the survey was
   * last shown.
   */
  date_range_start?: string;
  /** Up to this time (exclusive). */
  date_range_end?: string;
  /** `completed`, `partials` (partial and completed ones) or `all` (views too). Default: `"completed"`. */
  include?: "completed" | "partials" | "all";
  /** Containing this text. */
  search?: string;
  /** Whose answer to each of these questions equals the value. */
  response_data?: Record<string, string | number | boolean | null>;
  /** Whose contact has these traits. */
  contact_data?: Record<string, string | number | boolean | null>;
  /** Whose account has these traits. */
  account_data?: Record<string, string | number | boolean | null>;
  /** Adds the contact's traits as `contact.attributes`. Default: `false`. */
  with_attributes?: boolean;
  /** The page's number, from 1. Default: `1`. */
  page?: number;
  /** Items per page: 1 to 1000. Default: `100`. */
  page_length?: number;
  /** The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items. */
  page_cursor?: string;
}

/** The survey a response belongs to. */
export interface FormReference {
  /** Refiner's identifier of the survey. */
  uuid: string;
  /** The survey's name. */
  name: string;
}

/** The account of whoever gave a response. */
export interface ResponseAccount {
  /** Refiner's identifier of the account. */
  uuid: string;
  /** The customer's own account id. */
  remote_id: string | null;
  /** The account's name. */
  display_name: string | null;
  /** The account's web domain. */
  domain: string | null;
}

/** Who gave a response. */
export interface ResponseContact {
  /** Refiner's identifier of the contact. */
  uuid: string;
  /** The customer's own user id. */
  remote_id: string | null;
  /** The contact's email address. */
  email: string | null;
  /** The contact's name. */
  display_name: string | null;
  /** The contact's account. */
  account: ResponseAccount | null;
  /** The contact's traits; only with `with_attributes`. */
  attributes?: Record<string, string | number | boolean | null> | null;
}

/** A tag on a response. */
export interface TagReference {
  /** Refiner's identifier of the tag. */
  uuid?: string | null;
  /** The tag's name. */
  name: string;
}

/**
 * One showing of a survey to one contact: a view, a partial answer or a completed one.
 *
 * Times are written `2020-09-02 21:53:33` and presumed to be UTC. See <https://refiner.io/docs/api/#get-responses>.
 */
export interface Response {
  /** Refiner's identifier of the response. */
  uuid: string;
  /** When the survey was first shown. */
  first_shown_at: string | null;
  /** When the survey was last shown. */
  last_shown_at: string | null;
  /** How often the survey was shown. */
  show_counter: number | string;
  /** When the first answer came in. */
  first_data_reception_at: string | null;
  /** When the latest answer came in. */
  last_data_reception_at: string | null;
  /** When the survey was completed; null for views and partial answers. */
  completed_at: string | null;
  /** When Refiner received the response. */
  received_at: string | null;
  /** When the survey was dismissed. */
  dismissed_at: string | null;
  /** The survey. */
  form: FormReference;
  /** The answers by question identifier. A score may come as text (`"9"`). */
  data: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
  /** Who answered. */
  contact: ResponseContact;
  /** The tags put on the response. */
  tags?: TagReference[] | null;
}

/** A page of responses, newest first. */
export interface ResponsePage {
  /** The responses of this page. */
  items: Response[];
  /** Where this page stands in the list. */
  pagination: Pagination;
}

interface StoreResponseFields {
  /** The survey. */
  form_uuid: string;
  /** The customer's own user id. The better key: contacts can share an email address. */
  id?: string;
  /** The user's email address. */
  email?: string;
  /** The answers by question identifier. They are laid flat beside the other parameters on the wire. */
  answers?: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
  /** When it was answered. Default now. */
  date?: string;
  /** Whether a response with the same answers is left out. Default: `true`. */
  prevent_duplicates?: boolean;
  /** Names of tags to put on the response: 1 to 20. */
  tags?: string[];
  /** The account the user belongs to. */
  account?: AccountInput;
}

/** An answer given elsewhere, to be stored as a response. */
export type StoreResponse = StoreResponseFields & ({ id: string } | { email: string });

/** A response was stored. */
export interface Stored {
  /** What Refiner says, such as `ok`. */
  message: string;
  /** Refiner's identifier of the response. */
  uuid: string;
}

/** Which response to tag. */
export interface TagResponse {
  /** Refiner's identifier of the response. */
  uuid: string;
  /** Names of tags to add: 1 to 20. */
  tags: string[];
}

/** What to count, and of which responses. All conditions must hold. */
export interface GetReporting {
  /** `nps`, `csat`, `ratings`, `distribution` or `count`. */
  type: "nps" | "csat" | "ratings" | "distribution" | "count";
  /** Of any of these surveys. */
  form_uuids?: string[];
  /** By contacts of any of these segments. */
  segment_uuids?: string[];
  /** With any of these tags. */
  tag_uuids?: string[];
  /** Answers to any of these questions. */
  question_identifiers?: string[];
  /** From this time on (inclusive). Default: the last 7 days. */
  date_range_start?: string;
  /** Up to this time (exclusive). */
  date_range_end?: string;
  /** Whose answer to each of these questions equals the value. */
  response_data?: Record<string, string | number | boolean | null>;
  /** Whose contact has these traits. */
  contact_data?: Record<string, string | number | boolean | null>;
  /** Whose account has these traits. */
  account_data?: Record<string, string | number | boolean | null>;
}

/**
 * What Refiner counted. Which keys there are depends on the `type` that was asked for. Counters may come as text, and
 * scores are rounded. See <https://refiner.io/docs/api/#get-reporting>.
 */
export interface Report {
  /** Counts by group (`promoters`, `satisfied`), score (`5`) or answer. Not for `count`. */
  data?: Record<string, number | string> | null;
  /** How many answers were counted. For `nps`, `csat` and `ratings`. */
  count?: number | string | null;
  /** The Net Promoter Score, from -100 to 100. For `nps`. */
  nps?: number | string | null;
  /** The share of satisfied answers in percent. For `csat`. */
  csat?: number | string | null;
  /** The sum of all ratings. For `ratings`. */
  sum?: number | string | null;
  /** The mean rating. For `ratings`. */
  average?: number | string | null;
  /** How many answers were counted; a response can hold several. For `distribution`. */
  datapoints?: number | string | null;
  /** How many responses were counted. For `distribution` and `count`. */
  responses?: number | string | null;
  /** How often the surveys were shown. For `count`. */
  views?: number | string | null;
  /** From when on responses were counted. */
  date_range_start: string;
  /** Up to when responses were counted. */
  date_range_end: string;
}

/** A question by its identifier, or several. */
export type Questions = string | string[];

/** A scale of whole numbers, both ends included, of at most 101 steps. */
export interface ScaleSettings {
  /** The lowest answer. */
  min: number;
  /** The highest answer. */
  max: number;
}

interface MetricSettingsFields {
  /** What to count. */
  metric: "nps" | "csat" | "ces" | "rating" | "distribution" | "count";
}

/** A metric with settings of its own. */
export type MetricSettings = MetricSettingsFields & ({
  metric: "nps";
  /** The question whose answers are read, or several: their answers are pooled. Default: that of the whole summary. */
  question?: Questions;
} | {
  metric: "csat";
  /** The question whose answers are read, or several: their answers are pooled. Default: that of the whole summary. */
  question?: Questions;
  /** The scale of the answers. Default: 1 to 5 for `csat`, 1 to 7 for `ces`, 1 to 10 for `rating`. */
  scale?: ScaleSettings;
  /** How many of the highest boxes count as satisfied: at most one less than the scale has. Default: `2`. */
  top_boxes?: number;
} | {
  metric: "ces" | "rating";
  /** The question whose answers are read, or several: their answers are pooled. Default: that of the whole summary. */
  question?: Questions;
  /** The scale of the answers. Default: 1 to 5 for `csat`, 1 to 7 for `ces`, 1 to 10 for `rating`. */
  scale?: ScaleSettings;
} | {
  metric: "distribution";
  /** The question whose answers are read, or several: their answers are pooled. Default: that of the whole summary. */
  question?: Questions;
  /** How many choices are listed: 1 to 1000. Default: that of the whole summary. */
  top?: number;
} | {
  metric: "count";
});

/** What to count: by name, or with settings of its own. */
export type Metric = "nps" | "csat" | "ces" | "rating" | "distribution" | "count" | MetricSettings;

/** Groups by a trait of whoever answered. Responses have traits only with `with_attributes`. */
export interface ByAttribute {
  /** The trait's name. */
  attribute: string;
}

/** Groups by the answer to a question. */
export interface ByAnswer {
  /** The question's identifier. */
  answer: string;
}

/** How responses are put into groups. */
export type GroupBy = "none" | "form" | "account" | "segment" | "day" | "week" | "month" | ByAttribute | ByAnswer;

/** Which two groups are compared. */
export type Compare = "last_two" | [string | null, string | null];

/** What to count, and in which groups. */
export interface SummarySettings {
  /** What to count: 1 to 20 metrics, none twice. */
  metrics: Metric[];
  /** The question of every metric that has none of its own. */
  question?: Questions;
  /** How responses are put into groups. */
  group_by?: GroupBy;
  /** Where a day begins, in minutes east of UTC: -1439 to 1439. Default: `0`. */
  utc_offset_minutes?: number;
  /** Which two groups are compared: the last two periods, or two by their keys. Needs a `group_by`. */
  compare?: Compare;
  /** How many choices of a distribution are listed: 1 to 1000. Default: `20`. */
  top?: number;
  /** How many groups are kept apart: 1 to 1000. All others are pooled in `other`. Default: `1000`. */
  max_groups?: number;
}

/** A part of a whole. */
export interface Share {
  /** How many. */
  count: number;
  /** Their share, 0 to 1; null when the whole is nothing. */
  share: number | null;
  /** The share's 95 % confidence interval, by Wilson. */
  interval: [number, number] | null;
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

/** Answers that are no scores on the scale, and do not count. */
export interface Ignored {
  /** Answers that are no number, or one too large for a double. */
  not_a_number: number;
  /** Numbers outside the scale or between two of its steps. */
  off_scale: number;
}

interface ScoreReportFields {
  /** Which score. */
  metric: "nps" | "csat" | "ces" | "rating";
  /** The questions whose answers were read. */
  question: string[];
  /** How many answers were scores. */
  n: number;
  /** NPS: -100 to 100. Satisfaction: 0 to 100 percent. Effort and ratings: a mean on the scale. Null without any scores. */
  value: number | null;
  /** The value's 95 % confidence interval. */
  interval: [number, number] | null;
  /** Whether there are fewer than 30 scores. */
  small_sample: boolean;
  /** How often each score was given. */
  distribution: ScoreCount[];
  /** Answers that were no scores on the scale. */
  ignored: Ignored;
}

/** A score with its certainty. */
export type ScoreReport = ScoreReportFields & ({
  metric: "nps";
  /** How many scored 9 or 10. */
  promoters: number;
  /** How many scored 7 or 8. */
  passives: number;
  /** How many scored 0 to 6. */
  detractors: number;
} | {
  metric: "csat";
  /** How many chose one of the highest boxes. */
  satisfied: number;
} | {
  metric: "ces";
  /** Those who scored above the middle of the scale, 5 to 7 of 7. */
  agreeing: Share;
} | {
  metric: "rating";
  /** The sum of all ratings. */
  sum: number;
});

/** How often a choice was made. */
export interface ChoiceCount {
  /** The choice as it was answered; numbers, true and false as they are written. */
  choice: string;
  /** How often it was made. */
  count: number;
  /** By how many respondents. */
  respondents: number;
  /** Their share of all respondents who made a choice, 0 to 1. */
  share: number | null;
  /** The share's 95 % confidence interval, by Wilson. */
  interval: [number, number] | null;
}

/** The choices that are not listed. */
export interface OtherChoices {
  /** How many different ones there are; those of `unlisted` count as one. */
  choices: number;
  /** How often they were made. */
  count: number;
  /** How often choices were made that were only counted, because there were too many different ones to tell apart. */
  unlisted: number;
}

/** How often each choice was made. Of a multiple choice every item counts, so shares can sum to more than 1. */
export interface DistributionReport {
  /** `distribution`. */
  metric: "distribution";
  /** The questions whose answers were read. */
  question: string[];
  /** How many respondents made a choice. */
  n: number;
  /** Whether there are fewer than 30 of them. */
  small_sample: boolean;
  /** How many choices they made. */
  datapoints: number;
  /** The most frequent choices, the most frequent first. */
  distribution: ChoiceCount[];
  /** All other choices together; null when there are none. */
  rest: OtherChoices | null;
}

/** A share of something. */
export interface Rate {
  /** Of how many it is a share. */
  n: number;
  /** The share, 0 to 1. */
  value: number;
  /** Its 95 % confidence interval, by Wilson. */
  interval: [number, number];
  /** Whether there are fewer than 30. */
  small_sample: boolean;
}

/** How many saw a survey, began it and completed it. */
export interface CountReport {
  /** `count`. */
  metric: "count";
  /** How many responses there are of any kind, views too. */
  n: number;
  /** Whether there are fewer than 30 of them. */
  small_sample: boolean;
  /** How many were shown. */
  views: number;
  /** How many have an answer: the partial and the completed ones. */
  responses: number;
  /** How many have an answer and are not completed. */
  partials: number;
  /** How many are completed. */
  completed: number;
  /** Of those that were shown, the ones with an answer; null unless some without one are listed (`include: "all"`). */
  response_rate: Rate | null;
  /** Of those with an answer, the ones completed; null unless some that are not are listed. */
  completion_rate: Rate | null;
  /** The median of the seconds from the first showing to the completion; null when there is none. */
  median_seconds: number | null;
  /** Whether the median is exact; if not, it is right to within 0.4 %. */
  median_exact: boolean;
}

/** What one metric says; `metric` tells which. */
export type MetricReport = ScoreReport | DistributionReport | CountReport;

/** The metrics over the responses of a group. */
export interface SummaryGroup {
  /**
   * The group's key: a form's or segment's uuid, an account's `remote_id`, `2026-01-31`, `2026-W05`, `2026-01`, or a
   * value; null for the responses that have nothing to be grouped by.
   */
  key: string | null;
  /** The form's, the account's or the segment's name. */
  label: string | null;
  /** The first day of a period, such as `2026-01-31`. */
  start: string | null;
  /** How many responses belong to it. */
  items: number;
  /** The metrics, in the order in which they were asked for. */
  metrics: MetricReport[];
}

/**
 * How one figure differs between two groups. The groups are taken as independent.
 *
 * At 95 %, about one in twenty differences that are none looks significant: who compares many choices or groups finds some.
 */
export interface Difference {
  /** The metric. */
  metric: "nps" | "csat" | "ces" | "rating" | "distribution" | "count";
  /** The questions whose answers were read; none for a count. */
  question: string[];
  /** Which of the metric's figures. */
  figure: "value" | "agreeing" | "share" | "response_rate" | "completion_rate";
  /** The choice, of a distribution. */
  choice: string | null;
  /** How many there are in the first group and in the second. */
  n: [number, number];
  /** The figure in the first group and in the second, in the metric's unit; null when there are none. */
  values: [number | null, number | null];
  /** By how much the second is more than the first; null when one of them has none. */
  difference: number | null;
  /** The difference's 95 % confidence interval. */
  interval: [number, number] | null;
  /** Whether the interval leaves out zero. */
  significant: boolean;
  /** Whether one of the groups has fewer than 30. */
  small_sample: boolean;
}

/** How two groups differ. */
export interface Comparison {
  /** The key of the first group. */
  first: string | null;
  /** The key of the second group. */
  second: string | null;
  /** The differences, metric by metric. */
  differences: Difference[];
}

/** What the responses add up to. */
export interface Summary {
  /** How many pages were read. */
  pages: number;
  /** How many responses were on them. */
  items: number;
  /** How many items were no objects, and were left out. */
  unreadable: number;
  /** The metrics over all responses, in the order in which they were asked for. */
  metrics: MetricReport[];
  /** The groups: periods from the first to the last, others from the largest to the smallest; null without `group_by`. */
  groups: SummaryGroup[] | null;
  /** The responses of all groups beyond `max_groups`; null when there are none. */
  other: SummaryGroup | null;
  /** How two groups differ; null unless it was asked for and both are there. */
  comparison: Comparison | null;
}

interface ExportSettingsFields {
  /** What is written: a table after RFC 4180, one JSON value a line, or one JSON list. */
  format: "csv" | "ndjson" | "json";
}

/** What to write, and how. */
export type ExportSettings = ExportSettingsFields & ({
  format: "csv";
  /** The columns, by name. Without them they are discovered on the first page, and a last column `other` takes the rest. */
  columns?: string[];
  /** Whether the file begins with a byte-order mark, by which Excel knows UTF-8. Default: `false`. */
  bom?: boolean;
  /** Whether text that a spreadsheet would run as a formula is guarded by an apostrophe. Default: `true`. */
  guard?: boolean;
} | {
  format: "ndjson" | "json";
});

/** From where a sync goes on. */
export interface SyncSettings {
  /** From when on, at the first run. Default: everything. */
  since?: string;
  /** How far back each run looks again, in milliseconds, for answers that Refiner received late. Default: `3600000`. */
  overlapMs?: number;
  /** Where the last run ended, or broke off: the `checkpoint` of a sync. */
  checkpoint?: string;
}

/** A method per action. */
export interface RefinerActions {
  /**
   * Checks that the API key is accepted, and names the environment it belongs to.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#authentication
   */
  verifyKey(input?: VerifyKey, options?: CallOptions): Promise<KeyVerification>;
  /**
   * Says which plan the account has, what it has used this month and which environments there are.
   *
   * Effect: read, idempotent.
   * @see https://refiner.io/docs/api/#get-account-info
   */
  getAccountInfo(input?: GetAccountInfo, options?: CallOptions): Promise<AccountInfo>;
  /**
   * Creates the contact of a user, or updates it, with traits and account.
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
   * Puts a contact into a manual segment. An unknown user is created.
   *
   * Effect: write, idempotent.
   * @see https://refiner.io/docs/api/#link-users
   */
  addContactToSegment(input: AddContactToSegment, options?: CallOptions): Promise<SegmentSynced>;
  /**
   * Takes a contact out of a manual segment. The contact itself stays.
   *
   * Effect: destructive, idempotent.
   * @see https://refiner.io/docs/api/#link-users
   */
  removeContactFromSegment(input: RemoveContactFromSegment, options?: CallOptions): Promise<SegmentSynced>;
  /**
   * Records that a user did something. An unknown user is created. Depends on the plan.
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
   * Publishes a survey, or takes it back to a draft.
   *
   * Effect: write, idempotent.
   * @see https://refiner.io/docs/api/#publish-form
   */
  publishForm(input: PublishForm, options?: CallOptions): Promise<Done>;
  /**
   * Makes a copy of a survey under another name.
   *
   * Effect: write.
   * @see https://refiner.io/docs/api/#duplicate-form
   */
  duplicateForm(input: DuplicateForm, options?: CallOptions): Promise<FormDuplicated>;
  /**
   * Archives a survey: it is shown to nobody any more. Its responses stay.
   *
   * Effect: destructive.
   * @see https://refiner.io/docs/api/#delete-form
   */
  archiveForm(input: ArchiveForm, options?: CallOptions): Promise<Done>;
  /**
   * Lists what was done to a survey, page by page.
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
   * Stores an answer that was given elsewhere as a response to a survey.
   *
   * Effect: write.
   * @see https://refiner.io/docs/api/#store-responses
   */
  storeResponse(input: StoreResponse, options?: CallOptions): Promise<Stored>;
  /**
   * Adds tags to a response; the tags it has stay.
   *
   * Effect: write, idempotent.
   * @see https://refiner.io/docs/api/#tag-responses
   */
  tagResponse(input: TagResponse, options?: CallOptions): Promise<Done>;
  /**
   * Gets a score or counts that Refiner makes of responses: nps, csat, ratings, distribution or count.
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
  /** Works out scores with their certainty (NPS, CSAT, CES, ratings), how often each choice was made, and rates, over all responses that a query finds, in groups if wanted. Gives a small report, however many responses there are. */
  summarize_responses: { query: ListResponses; settings: SummarySettings; output: Summary };
  /** Writes all responses that a query finds into a file: CSV, NDJSON or JSON. */
  export_responses: { query: ListResponses; settings: ExportSettings; output: Response };
  /** Writes all contacts that a query finds into a file: CSV, NDJSON or JSON. */
  export_contacts: { query: ListContacts; settings: ExportSettings; output: Contact };
  /** Gives the responses that are new or changed since the last time, with a checkpoint to go on from after a restart. */
  sync_responses: { query: Omit<ListResponses, "date_range_start" | "date_range_end" | "page" | "page_cursor">; settings: SyncSettings; output: Response };
}

/** The kinds of failure. */
export type ErrorKind =
  /** The client is set up wrongly. */
  | "config"
  /** The input is wrong; `path` says where. Nothing was sent. */
  | "input"
  /** The key is missing, malformed or unknown. */
  | "auth"
  /** The key is fine, and may not do this. */
  | "permission"
  /** There is no such thing. */
  | "not_found"
  /** It contradicts what is there. */
  | "conflict"
  /** Too many requests; `retryAfterMs` may say when to come back. */
  | "rate_limited"
  /** Refiner would not do it: another 4xx. */
  | "rejected"
  /** Refiner could not do it: a 5xx, or a 4xx that only means "not now". */
  | "server"
  /** The request or the reply was lost on the way. */
  | "network"
  /** The deadline passed. */
  | "timeout"
  /** The caller aborted the call. */
  | "aborted"
  /** The server answered with a redirect, which is never followed. */
  | "redirect"
  /** The body is longer than allowed. */
  | "too_large"
  /** The reply is not what was agreed: not JSON, or not the right JSON. */
  | "decode";
