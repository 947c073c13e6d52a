//! The JSON form of a fault.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use super::{Broken, Fault};
use crate::http::Response;

/// The JSON form.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Wire {
    Pass {},
    Status {
        status: u16,
        #[serde(default)]
        headers: Headers,
        #[serde(default)]
        body: Value,
        #[serde(default)]
        carried_out: bool,
    },
    Delay {
        ms: u64,
    },
    Stall {},
    StallBeforeHeaders {},
    Truncate {
        bytes: Option<usize>,
    },
    CloseMidway {},
    Reset {
        #[serde(default)]
        carried_out: bool,
    },
    ResetInBody {},
    Redirect {
        status: Option<u16>,
        location: Option<String>,
        #[serde(default)]
        carried_out: bool,
    },
    Html {
        status: Option<u16>,
        #[serde(default)]
        carried_out: bool,
    },
    Endless {},
    Drip {
        ms: u64,
    },
    Empty {
        status: Option<u16>,
        #[serde(default)]
        carried_out: bool,
    },
    Body {
        body: String,
        content_type: Option<String>,
        #[serde(default)]
        base64: bool,
        status: Option<u16>,
        #[serde(default)]
        headers: Headers,
        #[serde(default)]
        carried_out: bool,
    },
}

type Headers = std::collections::BTreeMap<String, String>;

/// The page that an HTML fault sends.
const HTML: &str = "<!doctype html><html><head><title>Just a moment</title></head>\
    <body><h1>This is a page, not an API</h1><p>Please sign in to the network.</p></body></html>";

impl Wire {
    pub(super) fn into_fault(self) -> Result<Fault, String> {
        Ok(match self {
            Self::Pass {} => Fault::Pass,
            Self::Status { status, headers, body, carried_out } => {
                let (content_type, body) = match body {
                    Value::Null => (None, Vec::new()),
                    Value::String(text) => (Some("text/plain; charset=utf-8"), text.into_bytes()),
                    value => (Some("application/json"), value.to_string().into_bytes()),
                };
                reply(status, headers, content_type, body, carried_out)?
            }
            Self::Delay { ms } => Fault::Delay(ms),
            Self::Stall {} => Fault::Broken(Broken::Stall),
            Self::StallBeforeHeaders {} => Fault::Broken(Broken::StallBeforeHeaders),
            Self::Truncate { bytes } => Fault::Broken(Broken::Truncate(bytes)),
            Self::CloseMidway {} => Fault::Broken(Broken::CloseMidway),
            Self::Reset { carried_out } => Fault::Broken(Broken::Reset { carried_out }),
            Self::ResetInBody {} => Fault::Broken(Broken::ResetInBody),
            Self::Redirect { status, location, carried_out } => {
                let headers = location.map(|location| ("location".to_owned(), location)).into_iter().collect();
                reply(status.unwrap_or(302), headers, None, Vec::new(), carried_out)?
            }
            Self::Html { status, carried_out } => {
                let content_type = Some("text/html; charset=utf-8");
                reply(status.unwrap_or(200), Headers::new(), content_type, HTML.into(), carried_out)?
            }
            Self::Endless {} => Fault::Broken(Broken::Endless),
            Self::Drip { ms } => Fault::Broken(Broken::Drip(ms)),
            Self::Empty { status, carried_out } => {
                reply(status.unwrap_or(200), Headers::new(), None, Vec::new(), carried_out)?
            }
            Self::Body { body, content_type, base64, status, headers, carried_out } => {
                let bytes = if base64 {
                    STANDARD.decode(body).map_err(|error| format!("the body is not base64: {error}"))?
                } else {
                    body.into_bytes()
                };
                let content_type = content_type.as_deref().unwrap_or("application/json");
                reply(status.unwrap_or(200), headers, Some(content_type), bytes, carried_out)?
            }
        })
    }
}

fn reply(
    status: u16,
    headers: Headers,
    content_type: Option<&str>,
    body: Vec<u8>,
    carried_out: bool,
) -> Result<Fault, String> {
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
    Ok(Fault::Instead { reply: Response { status, headers: checked, body }, carried_out })
}
