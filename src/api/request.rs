//! Builds a request from a typed input, and decodes its reply into a typed model.

use core::fmt;
use core::marker::PhantomData;
use core::slice;

use serde::de::DeserializeOwned;

use super::{fitted, lenient};
use crate::actions::Endpoint;
use crate::call::paging::Next;
use crate::call::redact::{HIDDEN, excerpt, is_header_value};
use crate::call::retry::{self, Attempt};
use crate::call::status::{self, DETAIL_LENGTH};
use crate::call::{Call, Error, Kind, Policy, headers, reply, request, retry_after, url};
use crate::json::text;
use crate::json::value::Value;
use crate::schema::anomaly::Anomaly;

/// Where to send requests, and the API key of an environment.
#[derive(Clone)]
pub struct Api {
    base_url: String,
    key: String,
}

impl Api {
    /// Takes a base URL, such as `https://api.refiner.io/v1`, and an API key.
    ///
    /// # Errors
    /// `config`, when the URL is not https (http only on this machine) or has a user name, a query or a fragment, and
    /// when a header cannot carry the key.
    pub fn new(base_url: &str, key: &str) -> Result<Api, Error> {
        url::check(base_url)?;
        if !is_header_value(key) {
            let message = "the API key is empty or contains characters that a header cannot carry";
            return Err(Error::new(Kind::Config, message));
        }
        Ok(Api { base_url: base_url.to_owned(), key: key.to_owned() })
    }

    /// Checks an input and builds its request.
    ///
    /// # Errors
    /// `input`, when the input does not fit its declaration; `path` names the place.
    pub fn request<E: Endpoint>(&self, input: &E) -> Result<Request<E>, Error> {
        self.build(input).map(|(request, _)| request)
    }

    /// Checks an input, and starts its call at `now` (milliseconds since 1970), for a program that carries out the steps
    /// of a [`Call`]: the call decides about deadline, retries and redirects. [`Request::decode`] reads the body of its
    /// reply.
    ///
    /// # Errors
    /// `input`, when the input does not fit its declaration; `path` names the place.
    pub fn start<E: Endpoint>(&self, input: &E, policy: Policy, now: f64) -> Result<(Call, Request<E>), Error> {
        let (request, built) = self.build(input)?;
        Ok((Call::start(E::ACTION, built, &self.base_url, policy, now)?, request))
    }

    fn build<E: Endpoint>(&self, input: &E) -> Result<(Request<E>, request::Request), Error> {
        // This could only fail for a map with keys that are not text, and no input has one.
        let input = serde_json::to_value(input).map(Value::from).unwrap_or(Value::Null);
        let built =
            request::build(E::ACTION, &input).map_err(|problem| Error::input(problem.path, &problem.problem))?;
        let authorization = headers::authorization(&self.key);
        let headers = headers::headers(&authorization, built.body.is_some());
        let request = Request {
            method: built.method.as_str(),
            url: url::url(&self.base_url, &built)?,
            headers: headers.map(|(name, value)| (name, value.to_owned())).collect(),
            body: built.body.clone(),
            key: self.key.clone(),
            cursor: input.get("page_cursor").and_then(Value::as_text).map(str::to_owned),
            endpoint: PhantomData,
        };
        Ok((request, built))
    }
}

/// Shows everything but the key.
impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("base_url", &self.base_url).field("key", &HIDDEN).finish()
    }
}

/// The request to send. Do not follow redirects: one to another host would carry the key there.
#[derive(Clone)]
pub struct Request<E> {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The full URL with the query.
    pub url: String,
    /// The headers, by name. `Authorization` contains the key.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON body of a POST.
    pub body: Option<String>,
    key: String,
    cursor: Option<String>,
    endpoint: PhantomData<E>,
}

/// The reply as received.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The Retry-After header.
    pub retry_after: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// A decoded reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The reply. A field of an unexpected type is `None`; unknown keys are in `extra`.
    pub value: T,
    /// The reply as it came, for whatever the model leaves out.
    pub raw: serde_json::Value,
    /// Every difference from the documentation, with its place.
    pub anomalies: Vec<Anomaly>,
    /// How to get the next page; `None` for actions that are not lists.
    pub next: Option<Next>,
    /// The number of items in the whole list, if the page gives it.
    pub total: Option<u32>,
}

impl<E: Endpoint> Request<E> {
    /// Decodes the reply. `now` is the time in milliseconds since 1970, for a Retry-After that is a date.
    ///
    /// # Errors
    /// The kind that the status means (`auth`, `rate_limited` and so on, with `retry_after_ms`), and `decode` when the
    /// body cannot be used at all. No error contains the key.
    pub fn decode(&self, received: Received<'_>, now: f64) -> Result<Decoded<E::Output>, Error> {
        let Received { status, retry_after, body } = received;
        match status {
            200..=299 => self.read(status, body),
            300..=399 => {
                let message = "the server answered with a redirect, which must not be followed because it would carry \
                               the key elsewhere";
                Err(Error { status: Some(status), attempts: 1, ..Error::new(Kind::Redirect, message) })
            }
            _ => {
                let retry_after_ms = retry_after.and_then(|header| retry_after::parse(header, now));
                Err(Error { attempts: 1, retry_after_ms, ..status::error(status, body, slice::from_ref(&self.key)) })
            }
        }
    }

    /// Whether the request may be sent again after this status without being carried out twice.
    pub fn is_retryable(&self, status: u16) -> bool {
        retry::is_retryable(E::ACTION, Attempt::Status(status))
    }

    fn read<T: DeserializeOwned>(&self, status: u16, body: &[u8]) -> Result<Decoded<T>, Error> {
        let broken = |problem: String| {
            let detail = excerpt(&String::from_utf8_lossy(body), DETAIL_LENGTH, slice::from_ref(&self.key), false);
            let message = text!("the reply cannot be used: ", problem, " (status ", status, ")");
            let detail = Some(detail).filter(|detail| !detail.is_empty());
            Error { status: Some(status), attempts: 1, detail, ..Error::new(Kind::Decode, message) }
        };
        let reading = reply::read(E::ACTION, body, self.cursor.as_deref()).map_err(broken)?;
        let raw = lenient::read(reading.body).map_err(|_| broken("it is not JSON".to_owned()))?;
        let mut fitted = raw.clone();
        fitted::fit(&mut fitted, E::ACTION.output);
        let value = T::deserialize(fitted).map_err(|error| broken(error.to_string()))?;
        Ok(Decoded { value, raw, anomalies: reading.anomalies, next: reading.next, total: reading.total })
    }
}

/// Shows everything but the key.
impl<E> fmt::Debug for Request<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.headers.iter().map(|(name, value)| match *name {
            headers::AUTHORIZATION => (*name, HIDDEN),
            name => (name, value.as_str()),
        });
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &headers.collect::<Vec<_>>())
            .field("body", &self.body)
            .finish()
    }
}
