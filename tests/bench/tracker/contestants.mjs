// The trackers that are compared: how each is set up, what its server reads, and what it leaves on the disk.

import { recorder, refiner } from "./recorders.mjs";

/** @param {any} given */
const listed = (given) => (Array.isArray(given) ? given : [given]);

/** An event's own number, where its properties are. @param {any[]} events @param {(event: any) => string} idOf */
const numbered = (events, idOf) => events.filter(({ properties }) => properties?.number !== undefined).map((event) => ({ id: idOf(event), number: event.properties.number }));

const posthog = recorder((body) => numbered(listed(body.batch ?? body), ({ uuid }) => uuid), '{"status":"Ok"}');
const segment = recorder((body) => numbered(listed(body.batch ?? body), ({ messageId }) => messageId), '{"success":true}');
const mixpanel = recorder((body) => numbered(listed(body), ({ properties }) => properties.$insert_id), '{"status":1,"error":null}');
const snowplow = recorder(
  ({ data }) => data.filter(({ ue_pr }) => ue_pr).map(({ eid, ue_pr }) => ({ id: eid, number: JSON.parse(ue_pr).data.data.number })),
  "ok",
);

/** The numbers that a pattern finds. @param {RegExp} pattern */
const found = (pattern) => (/** @type {string} */ text) => [...text.matchAll(pattern)].map(([, value]) => Number(value));
/** Also where JSON is in JSON. */
const properties = found(/"number\\*":(\d+)/g);

const SEGMENT = "persistence and its queue of retries are on, as they are by default; the settings that come from Segment’s CDN are given";
const SNOWPLOW = "the queue in localStorage, `eventMethod: \"post\"`, `bufferSize: 1` and retries, all by default";

/**
 * `smaller` is a module of the same package with fewer features, if there is one. `id` is what the service knows a repeated event by. `options` go to the page. `onDisk` finds the numbers of the events in what the page's
 * origin has stored.
 */
export const CONTESTANTS = [
  {
    name: "refiner-wasm/tracker",
    package: "refiner-wasm",
    page: "refiner",
    server: refiner,
    id: "the entry’s `id`, known again by the gateway",
    options: {},
    onDisk: found(/Event (\d+)/g),
    configured: "as by default, with a token for each user; behind it `refiner-wasm/gateway` in workerd with `REFINER_ONCE`, its limits lifted, and the sandbox",
  },
  {
    name: "posthog-js",
    package: "posthog-js",
    smaller: "posthog-js/dist/module.slim",
    page: "posthog",
    server: posthog,
    id: "`uuid`",
    options: {
      autocapture: false,
      capture_pageview: false,
      capture_pageleave: false,
      disable_session_recording: true,
      disable_surveys: true,
      advanced_disable_flags: true,
      disable_external_dependency_loading: true,
      // The story tracks more in a second than the ten that it lets through.
      rate_limiting: { events_per_second: 1_000, events_burst_limit: 10_000 },
      // The browser of the benchmark is driven, which it takes for a robot.
      opt_out_useragent_filter: true,
    },
    onDisk: properties,
    configured: "batching and retries as by default; autocapture, page views, flags, recordings and surveys off, and so are its filter of robots and its limit of ten events a second",
  },
  {
    name: "@segment/analytics-next",
    package: "@segment/analytics-next",
    page: "segment",
    server: segment,
    id: "`messageId`",
    options: {},
    onDisk: properties,
    configured: `one request for each event; ${SEGMENT}`,
  },
  {
    name: "@segment/analytics-next, `keepalive`",
    package: "@segment/analytics-next",
    page: "segment",
    server: segment,
    id: "`messageId`",
    options: { deliveryStrategy: { config: { keepalive: true } } },
    onDisk: properties,
    configured: "the same with `keepalive: true`, so that requests outlive their page",
  },
  {
    name: "mixpanel-browser",
    package: "mixpanel-browser",
    smaller: "mixpanel-browser/src/loaders/loader-module-core",
    page: "mixpanel",
    server: mixpanel,
    id: "`$insert_id`",
    options: { persistence: "localStorage" },
    onDisk: properties,
    configured: "`persistence: \"localStorage\"`, as its README shows; batches, with their queue in localStorage, and retries are on by default",
  },
  {
    name: "@snowplow/browser-tracker",
    package: "@snowplow/browser-tracker",
    page: "snowplow",
    server: snowplow,
    id: "`eid`",
    options: {},
    onDisk: properties,
    configured: SNOWPLOW,
  },
  {
    name: "@snowplow/browser-tracker, `keepalive`",
    package: "@snowplow/browser-tracker",
    page: "snowplow",
    server: snowplow,
    id: "`eid`",
    options: { keepalive: true },
    onDisk: properties,
    configured: "the same with `keepalive: true`, so that requests outlive their page",
  },
];
