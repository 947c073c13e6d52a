//! Classifies an HTTP error status, and finds the message in an error body. Reading the error body cannot itself fail.

use super::error::{Error, Kind};
use super::redact::{excerpt, find};
use crate::json::bytes::strip_bom;
use crate::json::scanner::{Malformed, Scanner, Token};
use crate::json::text;
use crate::schema::types::place;

/// How much of an error body to read, in bytes: enough for Refiner's message.
pub const ERROR_BODY_BYTES: usize = 16 * 1024;

/// The most characters of Refiner's own message that an error carries.
pub const DETAIL_LENGTH: usize = 300;

/// The error for an unsuccessful reply.
///
/// A 404 can mean a wrong key: Refiner answers `{"message":"API key not valid or does not exist"}` to a well-formed key
/// that it does not know (<https://refiner.io/docs/api/#authentication>).
///
/// A gateway of this package says itself which kind its failure is, and at which path of the input.
pub fn error(status: u16, body: &[u8], secrets: &[String]) -> Error {
    let Said { text, gateway, path } = said(body);
    let kind = gateway.unwrap_or_else(|| kind(status, &text));
    let shown = |text: &str| excerpt(text, DETAIL_LENGTH, secrets, body.len() >= ERROR_BODY_BYTES);
    let (detail, path) = (shown(&text), path.as_deref().map(shown));
    let advice = match kind {
        _ if gateway.is_some() && status < 500 => "the gateway refused the request",
        _ if gateway.is_some() => "the gateway could not carry it out",
        Kind::Auth => "Refiner does not accept the API key; check it, and that it belongs to this environment",
        Kind::Permission => "the API key is valid, but may not do this",
        Kind::NotFound => "Refiner found no such object; check the identifiers",
        Kind::Conflict => "the request conflicts with existing data",
        Kind::RateLimited => "too many requests; wait before trying again",
        Kind::Server => "Refiner failed to answer; try again later",
        // `Rejected`, and those that no status means.
        Kind::Rejected
        | Kind::Config
        | Kind::Input
        | Kind::Network
        | Kind::Timeout
        | Kind::Aborted
        | Kind::Redirect
        | Kind::TooLarge
        | Kind::Decode => "Refiner refused the request",
    };
    let message = match detail.as_str() {
        "" => text!(advice, " (status ", status, ")"),
        detail => text!(advice, " (status ", status, ": ", detail, ")"),
    };
    let detail = Some(detail).filter(|detail| !detail.is_empty());
    Error { status: Some(status), detail, path, ..Error::new(kind, message) }
}

fn kind(status: u16, said: &str) -> Kind {
    match status {
        401 => Kind::Auth,
        404 if find(&said.to_ascii_lowercase(), "api key").is_some() => Kind::Auth,
        403 => Kind::Permission,
        404 => Kind::NotFound,
        409 => Kind::Conflict,
        429 => Kind::RateLimited,
        408 | 425 => Kind::Server,
        400..=499 => Kind::Rejected,
        _ => Kind::Server,
    }
}

/// What an error body says.
#[derive(Default)]
struct Said {
    /// Its `error`, else `message`, `detail` or `reason`, else the whole body.
    text: String,
    /// The `kind` that a gateway gives its failure.
    gateway: Option<Kind>,
    /// The `path` of the same.
    path: Option<String>,
}

fn said(body: &[u8]) -> Said {
    let body = strip_bom(body);
    let mut said = Said::default();
    let read = named(body, &mut said);
    if read != Ok(true) {
        said.text = String::from_utf8_lossy(body).into_owned();
    }
    if read.is_err() || said.gateway.is_none() {
        (said.gateway, said.path) = (None, None);
    }
    said
}

/// Fills in what the body says, and returns whether that includes a message.
fn named(body: &[u8], said: &mut Said) -> Result<bool, Malformed> {
    const NAMES: [&str; 6] = ["error", "message", "detail", "reason", "kind", "path"];
    const KIND: usize = 4;
    const PATH: usize = 5;
    let mut best = KIND;
    let mut scanner = Scanner::new(body);
    let mut object = scanner.enter_object()?;
    while let Some(key) = scanner.next_key(&mut object)? {
        let rank = place(&NAMES, &key.decode());
        let token = scanner.peek();
        let start = scanner.position();
        scanner.skip_checked()?;
        let Some(rank) = rank else { continue };
        let value = scanner.slice_from(start);
        let text = match token {
            Some(Token::Text) => Scanner::new(value).text()?.decode().into_owned(),
            Some(Token::Null) | None => continue,
            _ => String::from_utf8_lossy(value).into_owned(),
        };
        match rank {
            KIND => said.gateway = Kind::of(&text),
            PATH => said.path = Some(text),
            _ if rank <= best => {
                best = rank;
                said.text = text;
            }
            _ => {}
        }
    }
    Ok(best < KIND)
}

#[cfg(test)]
mod tests {
    use super::{Kind, error};

    #[test]
    fn what_a_status_and_its_body_mean() {
        for (status, body, kind, detail) in [
            (401, r#"{"error":"No API key found in headers"}"#, Kind::Auth, "No API key found in headers"),
            (401, r#"{"error":"API key does not look valid"}"#, Kind::Auth, "API key does not look valid"),
            (
                404,
                r#"{"message":"API key not valid or does not exist"}"#,
                Kind::Auth,
                "API key not valid or does not exist",
            ),
            (404, r#"{"message":"Contact not found"}"#, Kind::NotFound, "Contact not found"),
            (404, "", Kind::NotFound, ""),
            (403, r#"{"reason":"plan","detail":"upgrade"}"#, Kind::Permission, "upgrade"),
            (409, r#"{"detail":"twice"}"#, Kind::Conflict, "twice"),
            (413, "too big", Kind::Rejected, "too big"),
            (422, r#"{"message":"Invalid","error":{"email":["bad"]}}"#, Kind::Rejected, r#"{"email":["bad"]}"#),
            (400, r#"{"error":null,"message":"no"}"#, Kind::Rejected, "no"),
            (429, r#"{"error":"You are doing this too often."}"#, Kind::RateLimited, "You are doing this too often."),
            (408, "", Kind::Server, ""),
            (500, "<html>\n<body>oops</body>", Kind::Server, "<html> <body>oops</body>"),
            (501, "[1,2", Kind::Server, "[1,2"),
            (503, r#"{"error":"#, Kind::Server, r#"{"error":"#),
        ] {
            let error = error(status, body.as_bytes(), &[]);
            assert_eq!(error.kind, kind, "{status} {body}");
            assert_eq!(error.detail.as_deref().unwrap_or_default(), detail, "{status} {body}");
            assert!(error.message.contains(&status.to_string()));
        }
    }

    #[test]
    fn a_gateway_says_which_kind_its_failure_is() {
        for (status, body, kind, path) in [
            (400, r#"{"kind":"input","message":"event is required","path":"event"}"#, Kind::Input, Some("event")),
            (401, r#"{"kind":"auth","message":"the token has expired"}"#, Kind::Auth, None),
            (500, r#"{"kind":"config","message":"m"}"#, Kind::Config, None),
            (504, r#"{"kind":"timeout","message":"m"}"#, Kind::Timeout, None),
            // What is no kind of ours says nothing, and neither does its path.
            (400, r#"{"kind":"nonsense","message":"m","path":"event"}"#, Kind::Rejected, None),
            (400, r#"{"kind":7,"message":"m","path":"event"}"#, Kind::Rejected, None),
            (404, r#"{"kind":null,"message":"m"}"#, Kind::NotFound, None),
        ] {
            let error = error(status, body.as_bytes(), &[]);
            assert_eq!((error.kind, error.path.as_deref(), error.status), (kind, path, Some(status)), "{body}");
        }
        let error = error(401, br#"{"kind":"auth","message":"the token has expired"}"#, &[]);
        assert_eq!(error.message, "the gateway refused the request (status 401: the token has expired)");
        assert_eq!(error.detail.as_deref(), Some("the token has expired"));
    }

    #[test]
    fn a_key_that_is_echoed_is_hidden() {
        let error = error(401, br#"{"error":"key secret-1 is bad"}"#, &["secret-1".to_owned()]);
        assert!(!format!("{error:?}").contains("secret-1"));
    }

    #[test]
    fn a_long_or_broken_body_is_cut() {
        let error = error(500, &[0xff; 10_000], &[]);
        assert!(error.detail.is_some_and(|detail| detail.chars().count() <= 301));
    }
}
