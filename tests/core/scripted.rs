//! A transport that plays a script in virtual time, and records what the machine requests.

use refiner_wasm::actions::find;
use refiner_wasm::call::request;
use refiner_wasm::call::{Call, Error, Event, Failure, Head, Policy, Reply, Step};
use refiner_wasm::json::value::Value;

/// The time at which every script begins: 2026-01-01T00:00:00Z.
pub const START: f64 = 1_767_225_600_000.0;

/// One step of the script, which takes some time.
pub enum Act {
    /// Gives this key.
    Key(&'static str),
    /// Fails to give a key.
    NoKey,
    /// Answers with a status, a Retry-After, and a body.
    Answer(u16, Option<&'static str>, &'static str),
    /// A redirect, as a browser hides it.
    OpaqueRedirect,
    /// Sends the head of a reply, then the connection breaks.
    BreakOff(u16),
    /// The connection fails; `true` if it is certain that nothing was sent.
    Lose(bool),
    /// The connection fails, and the host gives this message.
    LoseSaying(&'static str),
    /// Answers with a body that is longer than allowed.
    TooLong,
    /// The deadline passes.
    Stall,
    /// Sends the head of a reply, then the deadline passes.
    StallInBody(u16),
    /// The caller aborts.
    Abort,
}

/// What happened in a call.
pub struct Story {
    /// What the machine requested: `key`, `key again`, `send`, `read`, `wait 500`.
    pub steps: Vec<String>,
    /// How the call ended.
    pub result: Result<Reply, Error>,
    /// How long it took, in virtual milliseconds.
    pub took: f64,
}

impl Story {
    pub fn error(&self) -> &Error {
        self.result.as_ref().expect_err("the call should have failed")
    }
}

pub fn policy() -> Policy {
    Policy { timeout_ms: 30_000.0, max_retries: 2, max_body_bytes: 1_000_000, key_can_change: false }
}

/// Plays a call of an action to its end. Each step takes 10 ms, jitter is 1, and the key is `key-1` unless the script
/// says otherwise.
pub fn play(action: &str, input: serde_json::Value, policy: Policy, script: Vec<Act>) -> Story {
    let action = find(action).unwrap();
    let request = request::build(action, &Value::from(input)).unwrap();
    let mut call = Call::start(action, request, "https://api.example.com/v1", policy, START).unwrap();
    let mut now = START;
    let mut steps = Vec::new();
    let mut script = script.into_iter().peekable();
    let mut body = "";
    let mut broken = None;
    let mut step = call.first();
    loop {
        let event = match step {
            Step::Done(result) => {
                assert!(script.next().is_none(), "the call ended before its script: {steps:?}");
                return Story { steps, result, took: now - START };
            }
            Step::Wait(ms) => {
                steps.push(format!("wait {ms}"));
                now += ms;
                Event::Waited
            }
            Step::Read { most, whole } => {
                steps.push(format!("read {}", if whole { "all".to_owned() } else { format!("at most {most}") }));
                match broken.take() {
                    Some(failure) => {
                        if failure == Failure::TimedOut {
                            now = START + policy.timeout_ms;
                        }
                        Event::Failed(failure)
                    }
                    None => Event::Body(body.as_bytes()[..body.len().min(most)].to_vec()),
                }
            }
            Step::AskKey { again } => {
                steps.push(if again { "key again".to_owned() } else { "key".to_owned() });
                match script.next_if(|act| matches!(act, Act::Key(_) | Act::NoKey)) {
                    Some(Act::Key(key)) => Event::Key(key.to_owned()),
                    Some(_) => Event::Failed(Failure::NoKey("the vault is closed".to_owned())),
                    None => Event::Key("key-1".to_owned()),
                }
            }
            Step::Send(outgoing) => {
                steps.push("send".to_owned());
                assert!(outgoing.authorization.starts_with("Bearer "));
                now += 10.0;
                let head = |status, retry_after: Option<&str>| {
                    Event::Head(Head { status, retry_after: retry_after.map(str::to_owned), opaque_redirect: false })
                };
                match script.next().expect("the script ended before the call") {
                    Act::Answer(status, retry_after, text) => {
                        body = text;
                        head(status, retry_after)
                    }
                    Act::OpaqueRedirect => Event::Head(Head { opaque_redirect: true, ..Head::default() }),
                    Act::BreakOff(status) => {
                        broken = Some(Failure::Network { never_sent: false, text: "terminated".to_owned() });
                        head(status, None)
                    }
                    Act::StallInBody(status) => {
                        broken = Some(Failure::TimedOut);
                        head(status, None)
                    }
                    Act::TooLong => {
                        broken = Some(Failure::TooLarge);
                        head(200, None)
                    }
                    Act::Lose(never_sent) => {
                        Event::Failed(Failure::Network { never_sent, text: "fetch failed".to_owned() })
                    }
                    Act::LoseSaying(text) => {
                        Event::Failed(Failure::Network { never_sent: false, text: text.to_owned() })
                    }
                    Act::Stall => {
                        now = START + policy.timeout_ms;
                        Event::Failed(Failure::TimedOut)
                    }
                    Act::Abort => Event::Failed(Failure::Aborted),
                    Act::Key(_) | Act::NoKey => panic!("the machine did not request a key"),
                }
            }
        };
        step = call.next(event, now, 1.0);
    }
}

/// `METHOD /path?query body`, or `path: problem`.
pub fn sent(action: &str, input: serde_json::Value) -> String {
    match request::build(find(action).unwrap(), &Value::from(input)) {
        Ok(request) => {
            let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
            let body = request.body.map(|body| format!(" {body}")).unwrap_or_default();
            format!("{} {}{query}{body}", request.method.as_str(), request.path)
        }
        Err(problem) => format!("{}: {}", problem.path, problem.problem),
    }
}
