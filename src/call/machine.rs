//! The machine: told what happened and what time it is, it says what to do next.

use super::error::{Error, Kind};
use super::redact::{excerpt, is_header_value};
use super::retry::{self, Attempt};
use super::{headers, retry_after, status, url};
use crate::actions::{Action, Effect};
use crate::call::request::Request;
use crate::json::text;

/// How much of an error body is read: enough for what Refiner says.
pub const ERROR_BODY_BYTES: usize = 16 * 1024;

/// What a caller allows.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Milliseconds for the whole call: every attempt, wait and body.
    pub timeout_ms: f64,
    /// How often an attempt may be repeated.
    pub max_retries: u32,
    /// The longest body that is accepted, in bytes, after decompression.
    pub max_body_bytes: usize,
    /// Whether asking for the key again can give another one.
    pub key_can_change: bool,
}

/// A request with its key, ready to be sent. It has no `Debug`, so that the key cannot be printed by accident.
#[derive(Clone)]
pub struct Outgoing {
    /// The HTTP method.
    pub method: &'static str,
    /// The full address.
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

/// What to do next. Whoever is told to do anything but [`Step::Read`] after a head must let go of the unread body first.
pub enum Step {
    /// Ask for the key; `again` when the last one was refused.
    AskKey {
        /// Whether the last key was refused.
        again: bool,
    },
    /// Send this.
    Send(Outgoing),
    /// Read the body of the reply.
    Read {
        /// The most bytes to read.
        most: usize,
        /// Whether a longer body is an error ([`Failure::TooLarge`]), rather than cut.
        whole: bool,
    },
    /// Wait this many milliseconds.
    Wait(f64),
    /// The call has ended.
    Done(Result<Reply, Error>),
}

/// What happened.
pub enum Event {
    /// The key, as it was given.
    Key(String),
    /// The head of a reply.
    Head(Head),
    /// The body, or as much of it as was to be read.
    Body(Vec<u8>),
    /// The wait is over.
    Waited,
    /// Something went wrong.
    Failed(Failure),
}

/// The head of a reply, as far as it matters.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The HTTP status; 0 when a browser hides a redirect.
    pub status: u16,
    /// The Retry-After header.
    pub retry_after: Option<String>,
    /// Whether a browser hides a redirect.
    pub opaque_redirect: bool,
}

/// What went wrong outside of HTTP.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The key could not be had; the text says why.
    NoKey(String),
    /// The connection failed.
    Network {
        /// Whether it is certain that nothing was sent.
        never_sent: bool,
        /// What the host says of it.
        text: String,
    },
    /// The body is longer than allowed.
    TooLarge,
    /// The deadline passed.
    TimedOut,
    /// The caller aborted.
    Aborted,
}

/// A success.
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
    secret: Option<String>,
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
    /// A `config` error when the base address cannot be used.
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
            secret: None,
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

    /// The key in use, so that the transport can keep it out of what it shows.
    pub fn secret(&self) -> Option<&str> {
        self.secret.as_deref()
    }

    /// The next step after `event`, at `now` (milliseconds since 1970), with `jitter` from 0 to 1.
    pub fn next(&mut self, event: Event, now: f64, jitter: f64) -> Step {
        match event {
            Event::Key(key) if is_header_value(&key) => match &self.refused {
                // The same key would be refused again.
                Some(refused) if self.secret.as_ref() == Some(&key) => self.fail(refused.clone()),
                _ => {
                    self.outgoing.authorization = headers::authorization(&key);
                    self.secret = Some(key);
                    self.send()
                }
            },
            Event::Key(_) => {
                let message = "the API key is empty or holds characters that cannot travel in a header";
                self.fail(Error::new(Kind::Config, message))
            }
            Event::Head(head) => self.head(head, now, jitter),
            Event::Body(body) => self.body(body),
            Event::Waited => self.send(),
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
                .unwrap_or(Step::Read { most: ERROR_BODY_BYTES, whole: false }),
        }
    }

    fn redirected(&self) -> Step {
        let mut error = Error::new(
            Kind::Redirect,
            "the server answered with a redirect, which is never followed because it would carry the key elsewhere; check baseUrl",
        );
        error.status = Some(self.head.status).filter(|status| *status != 0);
        self.fail(error)
    }

    fn body(&mut self, body: Vec<u8>) -> Step {
        let status = self.head.status;
        if (200..=299).contains(&status) {
            return Step::Done(Ok(Reply { status, body, attempts: self.attempts }));
        }
        let error = status::error(status, &body, self.secret());
        if error.kind == Kind::Auth && self.policy.key_can_change && self.refused.is_none() {
            self.refused = Some(error);
            return Step::AskKey { again: true };
        }
        self.fail(error)
    }

    fn failed(&mut self, failure: Failure, now: f64, jitter: f64) -> Step {
        // Once the status says that the call has failed, losing the rest of the error body changes nothing.
        let known = self.head.status >= 400;
        let error = match failure {
            Failure::Aborted => Error::new(Kind::Aborted, "the call was aborted"),
            Failure::Network { .. } if known => return self.body(Vec::new()),
            // There is no time left to ask for another key.
            Failure::TimedOut if known => return self.fail(status::error(self.head.status, &[], self.secret())),
            Failure::TimedOut => {
                let during = if self.head.status == 0 { "no reply came" } else { "the reply was not complete" };
                Error::new(Kind::Timeout, text!(during, " within ", self.policy.timeout_ms.ceil() as u64, " ms"))
            }
            Failure::NoKey(text) => {
                let text = excerpt(&text, status::DETAIL_LENGTH, self.secret());
                Error::new(Kind::Config, text!("no API key: ", text))
            }
            Failure::TooLarge => Error::new(
                Kind::TooLarge,
                text!("the body is longer than ", self.policy.max_body_bytes, " bytes (maxBodyBytes)"),
            ),
            Failure::Network { never_sent, text } => {
                let attempt = if never_sent { Attempt::NeverSent } else { Attempt::Lost };
                if let Some(step) = self.again(attempt, now, jitter) {
                    return step;
                }
                let text = excerpt(&text, status::DETAIL_LENGTH, self.secret());
                let unsure = match (never_sent, self.action.effect) {
                    (false, Effect::Write | Effect::Destructive) => "; it may have been carried out all the same",
                    _ => "",
                };
                Error::new(Kind::Network, text!("the connection failed: ", text, unsure))
            }
        };
        let status = Some(self.head.status).filter(|status| *status != 0);
        self.fail(Error { status, ..error })
    }

    /// A wait before another attempt, if one is allowed, left, and in time. A wait that the deadline does not allow is not
    /// begun: the caller learns at once what went wrong, and how long to wait.
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
