//! Reads the body of a reply as a stream, and counts its bytes as they arrive.

use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::{Interrupted, Pending, Progress, property};
use crate::call::Event;

#[wasm_bindgen]
extern "C" {
    /// A stream. Imported with `catch`: a locked or incomplete stream must be an error, not a trap.
    type Stream;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Stream) -> Result<Reader, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Stream) -> Result<JsValue, JsValue>;

    /// A Uint8Array. Imported with `catch`: a detached buffer must be an error, not a trap.
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;

    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn new(buffer: &JsValue, offset: f64, length: f64) -> Result<Bytes, JsValue>;

    type Reader;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Reader) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Reader) -> Result<JsValue, JsValue>;
}

/// How much is kept of a body that goes to a sink: enough to show what it was.
const BEGINNING: usize = 4096;

/// A body that is being read.
pub(super) struct Reading {
    /// `None` for a body that arrives all at once.
    reader: Option<Reader>,
    /// The body, or its beginning when there is a sink.
    bytes: Vec<u8>,
    /// How many bytes have arrived.
    length: usize,
    most: usize,
    whole: bool,
    sink: Option<Function>,
}

/// Starts reading the body, at most `most` bytes. A longer body is an error when `whole` is set, and is cut otherwise.
/// With a `sink`, the bytes go there.
pub(super) fn read(
    response: &Response,
    most: usize,
    whole: bool,
    sink: Option<Function>,
) -> Result<Progress, Interrupted> {
    if let Some(sink) = &sink {
        sink.call0(&JsValue::UNDEFINED).map_err(Interrupted::Lost)?;
    }
    let mut reading = Reading { reader: None, bytes: Vec::new(), length: 0, most, whole, sink };
    let stream = property(response, "body");
    if stream.is_null() {
        return Ok(Progress::Done(Event::Body(Vec::new())));
    }
    if stream.is_object() {
        reading.reader = Some(stream.unchecked_into::<Stream>().get_reader().map_err(Interrupted::Lost)?);
        return reading.more();
    }
    // A response without a stream, as a caller's own fetch may return.
    let method: Function =
        property(response, "arrayBuffer").dyn_into().map_err(|_| lost("the response has no body that can be read"))?;
    let buffer = method.call0(response).map_err(Interrupted::Lost)?;
    Ok(Progress::More(Promise::resolve(&buffer), Pending::Body(reading)))
}

impl Reading {
    /// Takes the result of the last read, and starts the next one unless the body has ended.
    pub(super) fn take(mut self, value: &JsValue) -> Result<Progress, Interrupted> {
        let fits = match &self.reader {
            None => self.append(value)?,
            Some(_) if property(value, "done").is_truthy() => {
                // At the end of the body there is nothing left to cancel.
                self.reader = None;
                true
            }
            Some(_) => {
                if self.append(&property(value, "value"))? {
                    return self.more();
                }
                false
            }
        };
        if !fits && self.whole {
            return Err(Interrupted::TooLarge);
        }
        Ok(Progress::Done(Event::Body(core::mem::take(&mut self.bytes))))
    }

    fn more(self) -> Result<Progress, Interrupted> {
        match &self.reader {
            Some(reader) => {
                let chunk = Promise::resolve(&reader.read().map_err(Interrupted::Lost)?);
                Ok(Progress::More(chunk, Pending::Body(self)))
            }
            None => Ok(Progress::Done(Event::Body(Vec::new()))),
        }
    }

    /// Appends a chunk, or as much of it as fits. Returns whether all of it fitted.
    fn append(&mut self, chunk: &JsValue) -> Result<bool, Interrupted> {
        let bytes = bytes(chunk).ok_or_else(|| lost("the body's stream gave something that is not bytes"))?;
        let wanted = usize::try_from(bytes.length()).unwrap_or(usize::MAX);
        let length = wanted.min(self.most.saturating_sub(self.length));
        self.length = self.length.saturating_add(length);
        let mut kept = length;
        if let Some(sink) = &self.sink {
            if length < wanted || !sink.call1(&JsValue::UNDEFINED, &bytes).map_err(Interrupted::Lost)?.is_truthy() {
                return Ok(false);
            }
            kept = length.min(BEGINNING.saturating_sub(self.bytes.len()));
        }
        let start = self.bytes.len();
        let end = start.saturating_add(kept);
        if self.bytes.try_reserve(kept).is_err() {
            // A body that does not fit in memory is too large as well.
            return Ok(false);
        }
        self.bytes.resize(end, 0);
        if let Some(target) = self.bytes.get_mut(start..end) {
            bytes.subarray(0, u32::try_from(kept).unwrap_or(u32::MAX)).copy_to(target);
        }
        Ok(length == wanted)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(reader) = &self.reader {
            ignore(reader.cancel());
        }
    }
}

/// The bytes of a chunk of any kind from any realm: a Uint8Array of another realm is not an instance of this realm's
/// type.
fn bytes(chunk: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = chunk.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    if ArrayBuffer::is_view(chunk) {
        // Views its bytes, not its numbers: those of a Uint16Array are two bytes each.
        let (offset, length) = (property(chunk, "byteOffset").as_f64()?, property(chunk, "byteLength").as_f64()?);
        return Bytes::new(&property(chunk, "buffer"), offset, length).ok().map(JsCast::unchecked_into);
    }
    chunk.has_type::<ArrayBuffer>().then(|| Uint8Array::new(chunk))
}

/// Cancels a body that nobody will read: an unread one holds its connection open.
pub(super) fn discard(response: &JsValue) {
    let stream = property(response, "body");
    if stream.is_object() {
        ignore(stream.unchecked_into::<Stream>().cancel());
    }
}

/// Ignores how a cancellation ends, and avoids an unhandled rejection if it fails.
fn ignore(cancelled: Result<JsValue, JsValue>) {
    if let Ok(promise) = cancelled.map(|value| Promise::resolve(&value)) {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

fn lost(text: &str) -> Interrupted {
    Interrupted::Lost(js_sys::Error::new(text).into())
}
