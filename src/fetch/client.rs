//! The client: carries out the steps of a call, and decodes its reply.

use js_sys::{Date, Math};

use super::Settings;
use super::exchange::Exchange;
use crate::actions::Endpoint;
use crate::api::{Api, Decoded, Received};
use crate::call::{Call, Error, Event, Policy, Reply, Step};

/// Makes calls with the host's `fetch`. Any number of them can run at once.
#[derive(Clone, Debug)]
pub struct Client {
    api: Api,
    settings: Settings,
    policy: Policy,
}

impl Client {
    /// Checks the settings. Sends nothing.
    ///
    /// # Errors
    /// `config`, when the address, the key or a limit cannot be used.
    pub fn new(settings: Settings) -> Result<Client, Error> {
        let api = Api::new(&settings.base_url, &settings.key)?;
        let policy = settings.policy()?;
        Ok(Client { api, settings, policy })
    }

    /// Makes a call: checks the input, sends it, retries where that does no harm, and decodes the reply.
    ///
    /// Nothing happens before the future is first polled; the deadline counts from there. Dropping the future aborts the
    /// request that is under way, and leaves no timer behind. A write may still have been carried out.
    ///
    /// # Errors
    /// Any [`Kind`](crate::call::Kind) but `aborted`. `input` means that nothing was sent; `path` names the place. No error
    /// contains the key.
    pub async fn call<E: Endpoint>(&self, input: &E) -> Result<Decoded<E::Output>, Error> {
        let (call, request) = self.api.start(input, self.policy, Date::now())?;
        let Reply { status, body, attempts } = self.carry(call).await?;
        let received = Received { status, retry_after: None, body: &body };
        request.decode(received, Date::now()).map_err(|error| Error { attempts, ..error })
    }

    /// Carries out a call, step by step.
    async fn carry(&self, mut call: Call) -> Result<Reply, Error> {
        let mut exchange = Exchange::new(self.policy.timeout_ms);
        let mut step = call.first();
        loop {
            let event = match step {
                Step::AskKey { .. } => Ok(Event::Key(self.settings.key.clone())),
                Step::Send(outgoing) => exchange.send(&outgoing).await.map(Event::Head),
                Step::Read { most, whole } => exchange.read(most, whole).await.map(Event::Body),
                Step::Wait(ms) => exchange.wait(ms).await.map(|()| Event::Waited),
                Step::Done(outcome) => {
                    if outcome.is_ok() {
                        exchange.complete();
                    }
                    return outcome;
                }
            };
            step = call.next(event.unwrap_or_else(Event::Failed), Date::now(), Math::random());
        }
    }
}
