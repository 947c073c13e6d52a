//! The state machine of a call. It takes events and the current time, and returns the next step.

use super::error::{Error, Kind};
use super::redact::{excerpt, is_header_value};
use super::retry::{self, Attempt};
use super::{headers, retry_after, status, url};
use crate::actions::{Action, Effect};
use crate::call::request::Request;
use crate::json::text;

/// The message of a [`Kind::TooLarge`] that no limit of the caller caused.
pub const NO_MEMORY: &str = "there is not enough memory for the reply; ask for smaller pages, or for fewer at once";

/// The limits that the caller sets for a call.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// The deadline of the whole call in milliseconds: every attempt, wait and body.
    pub timeout_ms: f64,
    /// How often a failed attempt may be repeated.
    pub max_retries: u32,
    /// The longest body to accept, in bytes, after decompression.
    pub max_body_bytes: usize,
    /// Whether asking for the key again may give a different one.
    pub key_can_change: bool,
}

/// A request with its key, ready to send. It has no `Debug`, so the key cannot be printed by accident.
#[derive(Clone)]
pub struct Outgoing {
    /// The HTTP method.
    pub method: &'static str,
    /// The full URL.
    pub url: String,
    /// The value of the Authorization header.
    pub authorization: String,
    /// The JSON body of a POST.
    pub body: Option<String>,
}

impl Outgoing {
    /// The headers, by name.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        headers::headers(&self.authorization, self.body.is_some())
    }
}

/// What to do next. For any step but [`Step::Read`] after a head, the transport must first cancel the unread body.
pub enum Step {
    /// Ask for the key.
    AskKey {
        /// Whether Refiner refused the last key.
        again: bool,
    },
    /// Send this request.
    Send(Outgoing),
    /// Read the body of the reply.
    Read {
        /// The most bytes to read.
        most: usize,
        /// Whether a longer body is an error ([`Failure::TooLarge`]). If not, it is cut.
        whole: bool,
    },
    /// Wait this many milliseconds.
    Wait(f64),
    /// The call has ended.
    Done(Result<Reply, Error>),
}

/// What happened since the last step.
pub enum Event {
    /// The key, as the caller gave it.
    Key(String),
    /// The call is sent without a key: a page's own gateway knows its visitors by their cookies.
    NoKey,
    /// The head of a reply.
    Head(Head),
    /// The body, or as much of it as the step asked for.
    Body(Vec<u8>),
    /// The wait has ended.
    Waited,
    /// The step failed.
    Failed(Failure),
}

/// The parts of a reply's head that matter.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The HTTP status; 0 when a browser hides a redirect.
    pub status: u16,
    /// The Retry-After header.
    pub retry_after: Option<String>,
    /// Whether a browser hides a redirect.
    pub opaque_redirect: bool,
}

/// A failure outside HTTP.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The caller's function gave no key; the text says why.
    NoKey(String),
    /// The connection failed.
    Network {
        /// Whether it is certain that nothing was sent.
        never_sent: bool,
        /// The host's description of it.
        text: String,
    },
    /// The body is longer than allowed.
    TooLarge,
    /// There is no memory for the body.
    NoMemory,
    /// The deadline passed.
    TimedOut,
    /// The caller aborted the call.
    Aborted,
}

/// A successful reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// How many requests were sent.
    pub attempts: u32,
}

/// One call, from its request to its reply or error.
pub struct Call {
    action: &'static Action,
    policy: Policy,
    outgoing: Outgoing,
    /// Every key of this call, the newest last: a server may still echo one that it refused.
    secrets: Vec<String>,
    deadline: f64,
    attempts: u32,
    refused: Option<Error>,
    head: Head,
    retry_after_ms: Option<f64>,
}

impl Call {
    /// Starts a call at `now` (milliseconds since 1970).
    ///
    /// # Errors
    /// `config`, when the base URL cannot be used.
    pub fn start(
        action: &'static Action,
        request: Request,
        base: &str,
        policy: Policy,
        now: f64,
    ) -> Result<Call, Error> {
        let url = url::url(base, &request)?;
        let method = request.method.as_str();
        Ok(Call {
            action,
            policy,
            outgoing: Outgoing { method, url, authorization: String::new(), body: request.body },
            secrets: Vec::new(),
            deadline: now + policy.timeout_ms,
            attempts: 0,
            refused: None,
            head: Head::default(),
            retry_after_ms: None,
        })
    }

    /// The first step.
    pub fn first(&self) -> Step {
        Step::AskKey { again: false }
    }

    /// Every key that the call used, for whoever shows something of its reply.
    pub fn into_secrets(self) -> Vec<String> {
        self.secrets
    }

    /// The next step after `event`, at `now` (milliseconds since 1970), with `jitter` from 0 to 1.
    pub fn next(&mut self, event: Event, now: f64, jitter: f64) -> Step {
        match event {
            Event::Key(key) if is_header_value(&key) => match &self.refused {
                // The same key would be refused again.
                Some(refused) if self.secrets.contains(&key) => self.fail(refused.clone()),
                _ => {
                    self.outgoing.authorization = headers::authorization(&key);
                    self.secrets.push(key);
                    self.send()
                }
            },
            Event::Key(_) => {
                let message = "the API key is empty or contains characters that a header cannot carry";
                self.fail(Error::new(Kind::Config, message))
            }
            Event::Head(head) => self.head(head, now, jitter),
            Event::Body(body) => self.body(body),
            Event::Waited | Event::NoKey => self.send(),
            Event::Failed(failure) => self.failed(failure, now, jitter),
        }
    }

    fn send(&mut self) -> Step {
        self.attempts = self.attempts.saturating_add(1);
        self.head = Head::default();
        self.retry_after_ms = None;
        Step::Send(self.outgoing.clone())
    }

    fn head(&mut self, head: Head, now: f64, jitter: f64) -> Step {
        let status = head.status;
        self.retry_after_ms = head.retry_after.as_deref().and_then(|header| retry_after::parse(header, now));
        self.head = head;
        match status {
            _ if self.head.opaque_redirect => self.redirected(),
            300..=399 => self.redirected(),
            200..=299 => Step::Read { most: self.policy.max_body_bytes, whole: true },
            _ => self
                .again(Attempt::Status(status), now, jitter)
                .unwrap_or(Step::Read { most: status::ERROR_BODY_BYTES, whole: false }),
        }
    }

    fn redirected(&self) -> Step {
        let mut error = Error::new(
            Kind::Redirect,
            "the server answered with a redirect, which is never followed because it would carry the key elsewhere; \
             check baseUrl",
        );
        error.status = Some(self.head.status).filter(|status| *status != 0);
        self.fail(error)
    }

    fn body(&mut self, body: Vec<u8>) -> Step {
        let status = self.head.status;
        if (200..=299).contains(&status) {
            return Step::Done(Ok(Reply { status, body, attempts: self.attempts }));
        }
        let error = status::error(status, &body, &self.secrets);
        if error.kind == Kind::Auth && self.policy.key_can_change && self.refused.is_none() {
            self.refused = Some(error);
            return Step::AskKey { again: true };
        }
        self.fail(error)
    }

    fn failed(&mut self, failure: Failure, now: f64, jitter: f64) -> Step {
        // The status already says that the call failed; losing the rest of the error body changes nothing.
        let known = self.head.status >= 400;
        let error = match failure {
            Failure::Aborted => Error::new(Kind::Aborted, "the call was aborted"),
            Failure::Network { .. } if known => return self.body(Vec::new()),
            // There is no time left to ask for another key.
            Failure::TimedOut if known => return self.fail(status::error(self.head.status, &[], &self.secrets)),
            Failure::TimedOut => {
                let during = if self.head.status == 0 { "no reply came" } else { "the reply was not complete" };
                Error::new(Kind::Timeout, text!(during, " within ", self.policy.timeout_ms.ceil() as u64, " ms"))
            }
            Failure::NoKey(text) => {
                let text = excerpt(&text, status::DETAIL_LENGTH, &self.secrets, false);
                Error::new(Kind::Config, text!("no API key: ", text))
            }
            Failure::TooLarge => Error::new(
                Kind::TooLarge,
                text!("the body is longer than ", self.policy.max_body_bytes, " bytes (maxBodyBytes)"),
            ),
            Failure::NoMemory if known => return self.body(Vec::new()),
            Failure::NoMemory => Error::new(Kind::TooLarge, NO_MEMORY),
            Failure::Network { never_sent, text } => {
                let attempt = if never_sent { Attempt::NeverSent } else { Attempt::Lost };
                if let Some(step) = self.again(attempt, now, jitter) {
                    return step;
                }
                let text = excerpt(&text, status::DETAIL_LENGTH, &self.secrets, false);
                let unsure = match (never_sent, self.action.effect) {
                    (false, Effect::Write | Effect::Destructive) => "; it may have been carried out anyway",
                    _ => "",
                };
                Error::new(Kind::Network, text!("the connection failed: ", text, unsure))
            }
        };
        let status = Some(self.head.status).filter(|status| *status != 0);
        self.fail(Error { status, ..error })
    }

    /// A backoff before another attempt, if the attempt is retryable, retries are left, and the wait ends before the
    /// deadline. A longer wait never starts: the caller learns at once what went wrong, and how long to wait.
    fn again(&mut self, attempt: Attempt, now: f64, jitter: f64) -> Option<Step> {
        if self.attempts > self.policy.max_retries || !retry::is_retryable(self.action, attempt) {
            return None;
        }
        let wait = retry::backoff_ms(self.attempts, self.retry_after_ms, jitter);
        (now + wait < self.deadline).then_some(Step::Wait(wait))
    }

    fn fail(&self, error: Error) -> Step {
        let retry_after_ms = self.retry_after_ms.filter(|_| self.head.status >= 400);
        Step::Done(Err(Error { attempts: self.attempts, retry_after_ms, ..error }))
    }
}
