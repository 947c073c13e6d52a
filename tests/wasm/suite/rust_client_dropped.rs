//! What a future of the client of the feature `fetch` leaves behind when it is dropped, or ends: nothing.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use js_sys::{Promise, Reflect, global};
use refiner_wasm::fetch::{Client, Settings};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::rust_client::{contact, settings};
use super::stage::{look, replace};

/// Counts the call's timers: those of its deadline, and of its backoff of 7 s. `reached` resolves `__reached`.
const WATCHED: &str = "
    let reached;
    globalThis.__reached = new Promise((resolve) => (reached = resolve));
    const timers = new Set();
    const setTimeout = (handler, ms, ...rest) => {
        const timer = start(handler, ms, ...rest);
        if (ms === 9999 || ms === 7000) { log.push('setTimeout'); timers.add(timer); }
        if (ms === 7000) reached();
        return timer;
    };
    const clearTimeout = (timer) => { if (timers.delete(timer)) log.push('clearTimeout'); return clear(timer); };
    const watch = (signal) => signal.addEventListener('abort', () => log.push('aborted'));
    globalThis.__unhandled = [];
";

/// Makes a call until the script says that it `reached` its place, and drops it there.
async fn dropped_at(fetch: &str) -> String {
    let _replaced = replace(&format!("{WATCHED} return {{ setTimeout, clearTimeout, fetch: {fetch} }}"));
    let client = Client::new(Settings { timeout_ms: 9999.0, max_retries: 1, ..settings() }).unwrap();
    let reached = Reflect::get(&global(), &"__reached".into()).unwrap();
    let mut reached = JsFuture::from(reached.unchecked_into::<Promise>());
    {
        let input = contact();
        let mut call = pin!(client.call(&input));
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending(), "the call ended before it was dropped");
            pin!(&mut reached).poll(context).map(|_| ())
        })
        .await;
    }
    look("log")
}

#[wasm_bindgen_test]
async fn dropped_before_the_head() {
    let log = dropped_at("(_, init) => { watch(init.signal); log.push('sent'); reached(); return never(); }").await;
    assert_eq!(log, r#"["setTimeout","sent","aborted","clearTimeout"]"#);
}

#[wasm_bindgen_test]
async fn dropped_in_the_body() {
    let log = dropped_at(
        "async (_, init) => {
            watch(init.signal);
            const source = { pull() { reached(); return never(); }, cancel() { log.push('cancelled'); } };
            return new Response(new ReadableStream(source, { highWaterMark: 0 }));
        }",
    )
    .await;
    assert_eq!(log, r#"["setTimeout","cancelled","aborted","clearTimeout"]"#);
}

#[wasm_bindgen_test]
async fn dropped_during_a_backoff() {
    let log = dropped_at(
        "async (_, init) => { watch(init.signal); log.push('sent'); return new Response('', { status: 503, headers: { 'Retry-After': '7' } }); }",
    )
    .await;
    assert_eq!(log, r#"["setTimeout","sent","setTimeout","clearTimeout","aborted","clearTimeout"]"#);
}

#[wasm_bindgen_test]
async fn a_rejection_after_the_drop_is_nobody_s_concern() {
    // A real fetch rejects when it is aborted, and a stream may refuse to be cancelled.
    let aborted = "(_, init) => { reached(); return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(new Error('aborted')))); }";
    let cancelled = "async () => new Response(new ReadableStream({ pull() { reached(); return never(); }, cancel() { throw new Error('no'); } }, { highWaterMark: 0 }))";
    look(
        "(globalThis.__listener = (event) => { event.preventDefault?.(); globalThis.__unhandled.push(1); },
          globalThis.process?.on ? process.on('unhandledRejection', __listener) : addEventListener('unhandledrejection', __listener), true)",
    );
    for fetch in [aborted, cancelled] {
        dropped_at(fetch).await;
        // Hosts report what was rejected after the microtasks that follow.
        let turn = Promise::new(&mut |resolve, _| {
            Reflect::set(&global(), &"__turn".into(), &resolve).unwrap();
            look("(setTimeout(() => setTimeout(__turn)), true)");
        });
        JsFuture::from(turn).await.unwrap();
        assert_eq!(look("__unhandled"), "[]", "{fetch}");
    }
    look(
        "(globalThis.process?.off ? process.off('unhandledRejection', __listener) : removeEventListener('unhandledrejection', __listener), true)",
    );
}

#[wasm_bindgen_test]
async fn a_future_that_was_never_polled_did_nothing() {
    let _replaced = replace("return { fetch: async () => { log.push('sent'); return ok(); } }");
    let client = Client::new(settings()).unwrap();
    drop(client.call(&contact()));
    assert_eq!(look("log"), "[]");
}

#[wasm_bindgen_test]
async fn every_end_clears_the_timer() {
    for (answer, is_ok) in [("ok()", true), ("new Response('', { status: 404 })", false), ("Promise.reject(1)", false)]
    {
        let _replaced =
            replace(&format!("{WATCHED} return {{ setTimeout, clearTimeout, fetch: async () => {answer} }}"));
        let client = Client::new(Settings { timeout_ms: 9999.0, ..settings() }).unwrap();
        assert_eq!(client.call(&contact()).await.is_ok(), is_ok, "{answer}");
        assert_eq!(look("log"), r#"["setTimeout","clearTimeout"]"#, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn calls_run_side_by_side() {
    let _replaced = replace(
        "let open; const both = new Promise((resolve) => (open = resolve)); let count = 0;
         const fetch = async () => { if (++count === 2) open(); await both; return new Response('{\"uuid\":\"c-1\"}'); };
         return { fetch }",
    );
    let client = Client::new(settings()).unwrap();
    let input = contact();
    let (mut one, mut two) = (pin!(client.call(&input)), pin!(client.call(&input)));
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        for (call, outcome) in [(one.as_mut(), &mut first), (two.as_mut(), &mut second)] {
            if outcome.is_none()
                && let Poll::Ready(done) = call.poll(context)
            {
                *outcome = Some(done);
            }
        }
        if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    for outcome in [first, second] {
        assert_eq!(outcome.unwrap().unwrap().value.uuid, Some("c-1".into()));
    }
}
