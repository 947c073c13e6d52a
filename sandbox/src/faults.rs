//! The faults that `POST /_sandbox/faults` can set.

use axum::http::{HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

/// What happens to one request.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Nothing.
    Pass,
    /// Another reply is sent; the request is not carried out.
    Instead(Reply),
    /// The request is carried out, and the reply delayed by so many milliseconds.
    Delay(u64),
    /// The connection misbehaves.
    Broken(Broken),
}

/// A reply defined by the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 200 to 599.
    pub status: u16,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

/// How a connection misbehaves. The request is carried out first, except for [`Broken::Reset`] and [`Broken::Endless`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The headers are sent, then nothing.
    Stall,
    /// Nothing is ever sent.
    StallBeforeHeaders,
    /// `content-length` announces the whole body, so many bytes of it are sent, and the connection is closed.
    Truncate(usize),
    /// Without `content-length`, half of the body is sent and the connection is closed cleanly.
    CloseMidway,
    /// A TCP reset instead of a reply. The request is not carried out.
    Reset,
    /// A TCP reset after half of the body.
    ResetInBody,
    /// A chunked body that never ends, sent as fast as it is read. The request is not carried out.
    Endless,
    /// The body, one byte every so many milliseconds.
    Drip(u64),
}

/// The JSON form.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Wire {
    Pass {},
    Status {
        status: u16,
        #[serde(default)]
        headers: Headers,
        #[serde(default)]
        body: Value,
    },
    Delay {
        ms: u64,
    },
    Stall {},
    StallBeforeHeaders {},
    Truncate {
        bytes: usize,
    },
    CloseMidway {},
    Reset {},
    ResetInBody {},
    Redirect {
        status: Option<u16>,
        location: Option<String>,
    },
    Html {
        status: Option<u16>,
    },
    Endless {},
    Drip {
        ms: u64,
    },
    Empty {
        status: Option<u16>,
    },
    Body {
        body: String,
        content_type: Option<String>,
        #[serde(default)]
        base64: bool,
        status: Option<u16>,
        #[serde(default)]
        headers: Headers,
    },
}

type Headers = std::collections::BTreeMap<String, String>;

/// The page that an HTML fault sends.
const HTML: &str = "<!doctype html><html><head><title>Just a moment</title></head>\
    <body><h1>This is a page, not an API</h1><p>Please sign in to the network.</p></body></html>";

/// Reads a list of faults.
///
/// # Errors
/// A sentence that names the index of the first invalid fault.
pub fn parse(list: &Value) -> Result<Vec<Fault>, String> {
    let Value::Array(items) = list else { return Err("The faults must be a JSON array.".to_owned()) };
    let read = |(index, item): (usize, &Value)| {
        let wire = Wire::deserialize(item).map_err(|error| error.to_string());
        wire.and_then(Wire::into_fault).map_err(|why| format!("The fault at index {index} is wrong: {why}."))
    };
    items.iter().enumerate().map(read).collect()
}

impl Wire {
    fn into_fault(self) -> Result<Fault, String> {
        Ok(match self {
            Self::Pass {} => Fault::Pass,
            Self::Status { status, headers, body } => {
                let (content_type, body) = match body {
                    Value::Null => (None, Vec::new()),
                    Value::String(text) => (Some("text/plain; charset=utf-8"), text.into_bytes()),
                    value => (Some("application/json"), value.to_string().into_bytes()),
                };
                reply(status, headers, content_type, body)?
            }
            Self::Delay { ms } => Fault::Delay(ms),
            Self::Stall {} => Fault::Broken(Broken::Stall),
            Self::StallBeforeHeaders {} => Fault::Broken(Broken::StallBeforeHeaders),
            Self::Truncate { bytes } => Fault::Broken(Broken::Truncate(bytes)),
            Self::CloseMidway {} => Fault::Broken(Broken::CloseMidway),
            Self::Reset {} => Fault::Broken(Broken::Reset),
            Self::ResetInBody {} => Fault::Broken(Broken::ResetInBody),
            Self::Redirect { status, location } => {
                let headers = location.map(|location| ("location".to_owned(), location)).into_iter().collect();
                reply(status.unwrap_or(302), headers, None, Vec::new())?
            }
            Self::Html { status } => {
                reply(status.unwrap_or(200), Headers::new(), Some("text/html; charset=utf-8"), HTML.into())?
            }
            Self::Endless {} => Fault::Broken(Broken::Endless),
            Self::Drip { ms } => Fault::Broken(Broken::Drip(ms)),
            Self::Empty { status } => reply(status.unwrap_or(200), Headers::new(), None, Vec::new())?,
            Self::Body { body, content_type, base64, status, headers } => {
                let bytes = if base64 {
                    STANDARD.decode(body).map_err(|error| format!("the body is not base64: {error}"))?
                } else {
                    body.into_bytes()
                };
                let content_type = content_type.as_deref().unwrap_or("application/json");
                reply(status.unwrap_or(200), headers, Some(content_type), bytes)?
            }
        })
    }
}

fn reply(status: u16, headers: Headers, content_type: Option<&str>, body: Vec<u8>) -> Result<Fault, String> {
    // Informational (1xx) statuses are not final replies.
    if !(200..=599).contains(&status) {
        return Err(format!("{status} is not a status from 200 to 599"));
    }
    let mut checked = Vec::new();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("{name:?} is not a header name"))?;
        HeaderValue::from_str(&value).map_err(|_| format!("the value of {name} is not a header value"))?;
        if ["content-length", "transfer-encoding", "connection"].contains(&name.as_str()) {
            return Err(format!("{name} is the server's to set; use truncate or close_midway"));
        }
        checked.push((name.as_str().to_owned(), value));
    }
    if let Some(content_type) = content_type.filter(|_| checked.iter().all(|(name, _)| name != "content-type")) {
        HeaderValue::from_str(content_type).map_err(|_| "content_type is not a header value".to_owned())?;
        checked.push(("content-type".to_owned(), content_type.to_owned()));
    }
    Ok(Fault::Instead(Reply { status, headers: checked, body }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_wrong_list_is_refused_with_the_index() {
        for (list, says) in [
            (json!({"kind": "reset"}), "array"),
            (json!([{"kind": "reset"}, {"kind": "explode"}]), "index 1"),
            (json!([{"kind": "pass"}, {"kind": "pass"}, {}]), "index 2"),
            (json!([{"kind": "delay"}]), "ms"),
            (json!([{"kind": "reset", "often": true}]), "often"),
            (json!([{"kind": "status", "status": 99}]), "99"),
            (json!([{"kind": "status", "status": 500, "headers": {"a b": "c"}}]), "header name"),
            (json!([{"kind": "status", "status": 500, "headers": {"x": "a\nb"}}]), "header value"),
            (json!([{"kind": "redirect", "location": "http://a\r\n"}]), "location"),
            (json!([{"kind": "body", "body": "!", "base64": true}]), "base64"),
            (json!([{"kind": "status", "status": 200, "headers": {"Content-Length": "9"}}]), "truncate"),
        ] {
            let sentence = parse(&list).unwrap_err();
            assert!(sentence.contains(says), "{sentence}");
        }
    }

    #[test]
    fn every_kind_reads() {
        let list = json!([
            {"kind": "status", "status": 429, "headers": {"Retry-After": "1"}, "body": {"error": "x"}},
            {"kind": "delay", "ms": 5}, {"kind": "stall"}, {"kind": "stall_before_headers"},
            {"kind": "truncate", "bytes": 50}, {"kind": "close_midway"}, {"kind": "reset"}, {"kind": "reset_in_body"},
            {"kind": "redirect", "status": 307, "location": "http://127.0.0.1:1/"}, {"kind": "redirect"},
            {"kind": "html", "status": 200}, {"kind": "endless"}, {"kind": "drip", "ms": 1},
            {"kind": "empty", "status": 204}, {"kind": "body", "body": "//8=", "base64": true}, {"kind": "pass"},
        ]);
        let faults = parse(&list).unwrap();
        assert_eq!(faults.len(), 16);
        let Fault::Instead(reply) = &faults[0] else { panic!("{faults:?}") };
        assert_eq!((reply.status, reply.body.as_slice()), (429, br#"{"error":"x"}"#.as_slice()));
        assert_eq!(reply.headers[0], ("retry-after".to_owned(), "1".to_owned()));
        let Fault::Instead(bytes) = &faults[14] else { panic!("{faults:?}") };
        assert_eq!(bytes.body, [0xff, 0xff]);
    }
}
