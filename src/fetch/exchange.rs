//! The requests and replies of one call, within its deadline.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, RequestInit, RequestRedirect, Response, ResponseType};

use super::body::{Body, release};
use super::host;
use super::timer::Timer;
use crate::call::{Failure, Head, Outgoing};

/// What a call has under way. Dropped before it is complete, it aborts the request.
pub(super) struct Exchange {
    /// None in a host that has no abort controllers.
    controller: Option<AbortController>,
    /// None in a host that has no timers.
    deadline: Option<Timer>,
    /// A response whose body nobody has read yet.
    response: Option<Response>,
    complete: bool,
}

impl Exchange {
    /// Starts the time of a call, in milliseconds.
    pub(super) fn new(timeout_ms: f64) -> Exchange {
        let controller = AbortController::new().ok();
        Exchange { controller, deadline: Timer::new(timeout_ms), response: None, complete: false }
    }

    /// The whole reply was read: there is nothing to abort.
    pub(super) fn complete(&mut self) {
        self.complete = true;
    }

    /// Sends a request, and waits for the head of its reply.
    pub(super) async fn send(&mut self, outgoing: &Outgoing) -> Result<Head, Failure> {
        self.discard();
        let sent = JsFuture::from(host::fetch(&outgoing.url, &self.init(outgoing)));
        let response = self.within(sent).await?.map_err(|thrown| host::failure(&thrown))?;
        let response: Response = response.dyn_into().map_err(|_| host::unusable("fetch did not return a response"))?;
        let head = Head {
            status: response.status(),
            retry_after: response.headers().get("retry-after").unwrap_or_default(),
            opaque_redirect: response.type_() == ResponseType::Opaqueredirect,
        };
        self.response = Some(response);
        Ok(head)
    }

    /// Reads the body of the reply: at most so many bytes. A longer one is an error if the `whole` is wanted, and is cut
    /// otherwise.
    pub(super) async fn read(&mut self, most: usize, whole: bool) -> Result<Vec<u8>, Failure> {
        let Some(stream) = self.response.take().and_then(|response| response.body()) else { return Ok(Vec::new()) };
        let mut body = Body::new(&stream)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = self.within(body.next()).await?? {
            let left = most.saturating_sub(bytes.len());
            let is_cut = chunk.length() as usize > left;
            if is_cut && whole {
                return Err(Failure::TooLarge);
            }
            // Saturates: no chunk is longer.
            let part = chunk.subarray(0, u32::try_from(left).unwrap_or(u32::MAX));
            let start = bytes.len();
            let length = part.length() as usize;
            bytes.try_reserve(length).map_err(|_| Failure::NoMemory)?;
            bytes.resize(start.saturating_add(length), 0);
            part.copy_to(bytes.get_mut(start..).unwrap_or_default());
            if is_cut {
                break;
            }
        }
        Ok(bytes)
    }

    /// Waits so many milliseconds.
    pub(super) async fn wait(&mut self, ms: f64) -> Result<(), Failure> {
        self.discard();
        // Without timers, nothing would ever end the wait.
        match Timer::new(ms) {
            Some(timer) => self.within(timer).await,
            None => Ok(()),
        }
    }

    /// Waits for some work, unless the deadline passes first.
    async fn within<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Failure> {
        let mut work = pin!(work);
        poll_fn(|context| {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Ok(done));
            }
            match &mut self.deadline {
                Some(deadline) => Pin::new(deadline).poll(context).map(|()| Err(Failure::TimedOut)),
                None => Poll::Pending,
            }
        })
        .await
    }

    fn init(&self, outgoing: &Outgoing) -> RequestInit {
        let init = RequestInit::new();
        init.set_method(outgoing.method);
        // Redirects are never followed: one to another host could carry the key there. Other options (credentials, mode)
        // are not set, because Workers refuse them.
        init.set_redirect(RequestRedirect::Manual);
        let headers: Array = outgoing.headers().map(|(name, value)| Array::of2(&name.into(), &value.into())).collect();
        init.set_headers(&headers);
        if let Some(body) = &outgoing.body {
            init.set_body(&JsValue::from_str(body));
        }
        if host::has_cache() {
            init.set_cache(RequestCache::NoStore);
        }
        init.set_signal(self.controller.as_ref().map(AbortController::signal).as_ref());
        init
    }

    /// Releases the connection of a reply whose body nobody reads.
    fn discard(&mut self) {
        if let Some(stream) = self.response.take().and_then(|response| response.body()) {
            release(stream.cancel());
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.discard();
        if let Some(controller) = self.controller.take().filter(|_| !self.complete) {
            controller.abort();
        }
    }
}
