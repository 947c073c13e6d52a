//! The state of a sandbox: its account, its faults and its log.

use serde_json::Value;

use crate::actions;
use crate::faults::{Broken, Delivery, Fault, Faults};
use crate::handler::handle;
use crate::http::{Request, Response};
use crate::log::Log;
use crate::options::Options;
use crate::store::Store;

/// A response, and how it is to be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// All of it, whatever part is delivered.
    pub response: Response,
    /// How much of it, and when.
    pub delivery: Delivery,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self { response, delivery: Delivery::AtOnce }
    }
}

/// Everything that a reset makes anew.
#[derive(Debug)]
pub(crate) struct State {
    /// The options it was started with; a reset starts from these.
    pub(crate) options: Options,
    store: Store,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    /// The sandbox's time at `started_ms`.
    anchor_ms: i64,
    /// The caller's time when this account was made.
    started_ms: i64,
}

impl State {
    /// A new account. `clock_ms`: the caller's time.
    pub(crate) fn new(options: Options, clock_ms: i64) -> Self {
        Self {
            store: Store::new(&options),
            faults: Faults::default(),
            log: Log::default(),
            anchor_ms: options.now_ms,
            started_ms: clock_ms,
            options,
        }
    }

    /// Makes a new account with these options, and forgets faults and recorded requests. The next reset still starts from the
    /// options that the sandbox was started with.
    pub(crate) fn renew(&mut self, options: Options, clock_ms: i64) {
        let started_with = std::mem::take(&mut self.options);
        *self = Self::new(options, clock_ms);
        self.options = started_with;
    }

    /// Records the request, and lets the fault happen that is there for it.
    pub(crate) fn carry_out(&mut self, request: &Request, clock_ms: i64) -> Answer {
        let now_ms = self.anchor_ms.saturating_add(clock_ms.saturating_sub(self.started_ms));
        let fault = self.faults.take(actions::name_of(request));
        let mut own = || handle(&mut self.store, request, now_ms);
        let (response, is_carried_out, delivery) = match fault {
            Fault::Instead { reply, carried_out } => {
                let is_carried_out = carried_out && own().is_ok();
                (reply, is_carried_out, Delivery::AtOnce)
            }
            Fault::Broken(how @ (Broken::Reset { carried_out: false } | Broken::Endless)) => {
                (Response::json(200, &Value::Null), false, Delivery::Broken(how))
            }
            Fault::Pass => Self::carried_out(own(), Delivery::AtOnce),
            Fault::Delay(ms) => Self::carried_out(own(), Delivery::After(ms)),
            Fault::Broken(how) => Self::carried_out(own(), Delivery::Broken(how)),
        };
        self.log.note(request, now_ms, is_carried_out);
        Answer { response, delivery }
    }

    fn carried_out(response: Response, delivery: Delivery) -> (Response, bool, Delivery) {
        let is_carried_out = response.is_ok();
        (response, is_carried_out, delivery)
    }
}
