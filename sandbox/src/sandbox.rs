//! The whole sandbox behind one function, for whatever delivers its answers: the server, or a `fetch` (`sandbox/wasm`).

use crate::http::Request;
use crate::options::Options;
use crate::state::{Answer, State};
use crate::{choices, control, cors};

/// An account, its faults, its request log and its control side.
///
/// It has no clock: every call says what time it is, in milliseconds. The sandbox's own time starts at the chosen "now", and
/// runs as fast as the caller's.
#[derive(Debug)]
pub struct Sandbox(State);

impl Sandbox {
    /// A new sandbox. `clock_ms`: the caller's time.
    #[must_use]
    pub fn new(options: Options, clock_ms: i64) -> Self {
        Self(State::new(options, clock_ms))
    }

    /// Answers any request: to `/v1`, and to the control side. `clock_ms`: the caller's time.
    pub fn answer(&mut self, request: &Request, clock_ms: i64) -> Answer {
        let path = request.path.as_str();
        if path.starts_with("/_sandbox/") {
            return control::answer(&mut self.0, request, clock_ms).into();
        }
        if path != "/v1" && !path.starts_with("/v1/") {
            return choices::no_such_path(path).into();
        }
        if cors::is_preflight(request) {
            return cors::preflight(request).into();
        }
        let mut answer = if request.body.len() > choices::LARGEST_BODY {
            choices::too_large().into()
        } else {
            self.0.carry_out(request, clock_ms)
        };
        answer.response.headers.extend(cors::headers(request));
        answer
    }
}
