//! The faults that `POST /_sandbox/faults` can set: what happens instead of, or to, the replies to coming requests.

mod named;
mod wire;

use serde::Deserialize;
use serde_json::Value;

use crate::actions;
use crate::http::Response;
use wire::Wire;

pub use named::NAMED;

/// What happens to one request.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Nothing.
    Pass,
    /// Another reply is sent.
    Instead {
        /// The other reply. Its status is 200 to 599, and its headers are valid.
        reply: Response,
        /// Whether the request is carried out all the same, so that only its own reply is lost.
        carried_out: bool,
    },
    /// The request is carried out, and the reply delayed by so many milliseconds.
    Delay(u64),
    /// The connection misbehaves.
    Broken(Broken),
}

/// How a connection misbehaves. The request is carried out first, unless something else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The headers are sent, then nothing.
    Stall,
    /// Nothing is ever sent.
    StallBeforeHeaders,
    /// `content-length` announces the whole body, so many bytes of it are sent, and the connection is closed. Without a
    /// number, half of the body.
    Truncate(Option<usize>),
    /// Without `content-length`, half of the body is sent and the connection is closed cleanly.
    CloseMidway,
    /// A TCP reset instead of a reply.
    Reset {
        /// Whether the request is carried out before.
        carried_out: bool,
    },
    /// A TCP reset after half of the body.
    ResetInBody,
    /// A chunked body that never ends, sent as fast as it is read. The request is not carried out.
    Endless,
    /// The body, one byte every so many milliseconds.
    Drip(u64),
}

impl Broken {
    /// The part of the body that is sent. What is endless is not of the body.
    #[must_use]
    pub fn part_of(self, body: &[u8]) -> &[u8] {
        let sent = match self {
            Self::Stall | Self::StallBeforeHeaders | Self::Reset { .. } | Self::Endless => 0,
            Self::Truncate(Some(bytes)) => bytes.min(body.len()),
            Self::Truncate(None) | Self::CloseMidway | Self::ResetInBody => body.len() / 2,
            Self::Drip(_) => body.len(),
        };
        &body[..sent]
    }
}

/// How a response is to be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Immediately, and as a whole.
    AtOnce,
    /// As a whole, after so many milliseconds.
    After(u64),
    /// In pieces, or not at all.
    Broken(Broken),
}

/// The faults that are set, in order.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Rule>);

/// A fault, and the requests that it is for.
#[derive(Clone, Debug)]
struct Rule {
    /// The only action that meets it; without one, any request does.
    on: Option<&'static str>,
    fault: Fault,
    /// How many requests still meet it; without a number, all.
    left: Option<u64>,
}

/// The JSON form of a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRule {
    on: Option<String>,
    fault: Value,
    times: Option<Times>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Times {
    Number(u64),
    Word(String),
}

impl Faults {
    /// Reads a list of faults. Each is a name, an object with its `kind`, or a rule: `{on, fault, times}`.
    ///
    /// # Errors
    /// A sentence that names the index of the first invalid fault.
    pub fn parse(list: &Value) -> Result<Self, String> {
        let Value::Array(items) = list else { return Err("The faults must be a JSON array.".to_owned()) };
        let read = |(index, item): (usize, &Value)| {
            Rule::read(item).map_err(|why| format!("The fault at index {index} is wrong: {why}."))
        };
        Ok(Self(items.iter().enumerate().map(read).collect::<Result<_, _>>()?))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Uses up the first fault that is for this action, or for any request.
    pub(crate) fn take(&mut self, action: Option<&str>) -> Fault {
        let is_for = |rule: &Rule| rule.on.is_none_or(|on| Some(on) == action);
        let Some(index) = self.0.iter().position(is_for) else { return Fault::Pass };
        match &mut self.0[index].left {
            None => self.0[index].fault.clone(),
            Some(1) => self.0.remove(index).fault,
            Some(left) => {
                *left -= 1;
                self.0[index].fault.clone()
            }
        }
    }
}

impl Rule {
    fn read(item: &Value) -> Result<Self, String> {
        if item.get("fault").is_none() {
            return Ok(Self { on: None, fault: read_fault(item)?, left: Some(1) });
        }
        let WireRule { on, fault, times } = WireRule::deserialize(item).map_err(|error| error.to_string())?;
        let action = |name: String| {
            actions::names().find(|known| *known == name).ok_or_else(|| format!("there is no action {name:?}"))
        };
        let left = match times {
            None => Some(1),
            Some(Times::Number(number @ 1..)) => Some(number),
            Some(Times::Word(word)) if word == "always" => None,
            Some(_) => return Err("times is a whole number from 1, or \"always\"".to_owned()),
        };
        Ok(Self { on: on.map(action).transpose()?, fault: read_fault(&fault)?, left })
    }
}

/// Reads a fault: its name, or an object with its `kind`.
fn read_fault(item: &Value) -> Result<Fault, String> {
    let wire = match item.as_str() {
        Some(name) => Wire::deserialize(named::find(name)?),
        None => Wire::deserialize(item.clone()),
    };
    wire.map_err(|error| error.to_string())?.into_fault()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn taken(list: &Value, actions: &[Option<&str>]) -> Vec<bool> {
        let mut faults = Faults::parse(list).unwrap();
        actions.iter().map(|action| faults.take(*action) != Fault::Pass).collect()
    }

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
            (json!(["stall", "explode"]), "index 1"),
            (json!(["explode"]), "cut_body"),
            (json!([{"fault": "explode"}]), "explode"),
            (json!([{"fault": "stall", "on": "track_evnt"}]), "track_evnt"),
            (json!([{"fault": "stall", "times": 0}]), "times"),
            (json!([{"fault": "stall", "times": "often"}]), "times"),
            (json!([{"fault": "stall", "time": 1}]), "time"),
            (json!([7]), "index 0"),
        ] {
            let sentence = Faults::parse(&list).unwrap_err();
            assert!(sentence.contains(says), "{sentence}");
        }
    }

    #[test]
    fn every_kind_and_every_name_reads() {
        let list = json!([
            {"kind": "status", "status": 429, "headers": {"Retry-After": "1"}, "body": {"error": "x"}},
            {"kind": "delay", "ms": 5}, {"kind": "stall"}, {"kind": "stall_before_headers"},
            {"kind": "truncate", "bytes": 50}, {"kind": "close_midway"}, {"kind": "reset"}, {"kind": "reset_in_body"},
            {"kind": "redirect", "status": 307, "location": "http://127.0.0.1:1/"}, {"kind": "redirect"},
            {"kind": "html", "status": 200}, {"kind": "endless"}, {"kind": "drip", "ms": 1},
            {"kind": "empty", "status": 204}, {"kind": "body", "body": "//8=", "base64": true}, {"kind": "pass"},
        ]);
        let faults = Faults::parse(&list).unwrap();
        assert_eq!(faults.len(), 16);
        let Fault::Instead { reply, carried_out } = &faults.0[0].fault else { panic!("{faults:?}") };
        assert_eq!((reply.status, reply.body.as_slice()), (429, br#"{"error":"x"}"#.as_slice()));
        assert_eq!((reply.headers[0].clone(), carried_out), (("retry-after".to_owned(), "1".to_owned()), &false));
        let Fault::Instead { reply: bytes, .. } = &faults.0[14].fault else { panic!("{faults:?}") };
        assert_eq!(bytes.body, [0xff, 0xff]);
        let names: Vec<_> = NAMED.iter().map(|(name, _)| name).collect();
        assert_eq!(Faults::parse(&json!(names)).unwrap().len(), NAMED.len());
    }

    #[test]
    fn a_fault_is_for_the_next_request_unless_it_says_more() {
        let (track, list) = (Some("track_event"), Some("list_forms"));
        assert_eq!(taken(&json!(["stall", "html"]), &[None, track, list]), [true, true, false]);
        assert_eq!(
            taken(&json!([{"on": "track_event", "fault": "html"}]), &[list, None, track, track]),
            [false, false, true, false]
        );
        assert_eq!(taken(&json!([{"fault": "html", "times": 2}]), &[list, track, None]), [true, true, false]);
        let always = json!([{"on": "list_forms", "fault": {"kind": "html"}, "times": "always"}]);
        assert_eq!(taken(&always, &[list, track, list, list]), [true, false, true, true]);
    }

    #[test]
    fn of_two_faults_for_a_request_the_first_is_used() {
        let mut faults = Faults::parse(&json!([
            {"on": "track_event", "fault": "rate_limited"}, "html", {"on": "track_event", "fault": "stall"}
        ]))
        .unwrap();
        let status = |fault: Fault| match fault {
            Fault::Instead { reply, .. } => reply.status,
            _ => 0,
        };
        assert_eq!(status(faults.take(Some("list_forms"))), 200, "the page");
        assert_eq!(status(faults.take(Some("track_event"))), 429);
        assert_eq!(faults.take(Some("track_event")), Fault::Broken(Broken::Stall));
        assert!(faults.is_empty());
    }
}
