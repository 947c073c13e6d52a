//! The body of a reply, read as a stream and counted while it comes in.

use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::{Interrupted, Pending, Progress, property};
use crate::call::Event;

#[wasm_bindgen]
extern "C" {
    /// A stream, called so that a locked or half-made one is an error and not a trap.
    type Stream;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Stream) -> Result<Reader, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Stream) -> Result<JsValue, JsValue>;

    /// A Uint8Array, made so that a buffer that was given away is an error and not a trap.
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

/// How much is kept of a body that goes elsewhere: enough to show what it was.
const BEGINNING: usize = 4096;

/// A body that is being read.
pub(super) struct Reading {
    /// `None` for a body that comes all at once.
    reader: Option<Reader>,
    /// The body, or its beginning when there is a sink.
    bytes: Vec<u8>,
    /// How many bytes have come in.
    length: usize,
    most: usize,
    whole: bool,
    sink: Option<Function>,
}

/// Begins to read the body, up to `most` bytes of it. More than that is an error when the `whole` is wanted, and left out
/// otherwise. With a `sink`, the bytes go there.
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
    // Responses without a stream, as a caller's own fetch may give.
    let method: Function =
        property(response, "arrayBuffer").dyn_into().map_err(|_| lost("the response has no body that can be read"))?;
    let buffer = method.call0(response).map_err(Interrupted::Lost)?;
    Ok(Progress::More(Promise::resolve(&buffer), Pending::Body(reading)))
}

impl Reading {
    /// Takes what was read, and asks for more if there is more.
    pub(super) fn take(mut self, value: &JsValue) -> Result<Progress, Interrupted> {
        let fits = match &self.reader {
            None => self.append(value)?,
            Some(_) if property(value, "done").is_truthy() => {
                // Read to its end, there is nothing left to cancel.
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

    /// Adds a chunk, or as much of it as fits; says whether all of it did.
    fn append(&mut self, chunk: &JsValue) -> Result<bool, Interrupted> {
        let bytes = bytes(chunk).ok_or_else(|| lost("the body gave something that is not bytes"))?;
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
            // What this memory cannot hold is too large as well.
            return Ok(false);
        }
        self.bytes.resize(end, 0);
        if let Some(room) = self.bytes.get_mut(start..end) {
            bytes.subarray(0, u32::try_from(kept).unwrap_or(u32::MAX)).copy_to(room);
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

/// The bytes of a chunk, of whatever kind and realm: bytes of another realm are no instances of this one's types.
fn bytes(chunk: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = chunk.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    if ArrayBuffer::is_view(chunk) {
        // Its bytes, not its numbers: those of a Uint16Array are two bytes each.
        let (offset, length) = (property(chunk, "byteOffset").as_f64()?, property(chunk, "byteLength").as_f64()?);
        return Bytes::new(&property(chunk, "buffer"), offset, length).ok().map(JsCast::unchecked_into);
    }
    chunk.has_type::<ArrayBuffer>().then(|| Uint8Array::new(chunk))
}

/// Lets go of a body that nobody will read: an unread one holds its connection.
pub(super) fn discard(response: &JsValue) {
    let stream = property(response, "body");
    if stream.is_object() {
        ignore(stream.unchecked_into::<Stream>().cancel());
    }
}

/// Takes no interest in how a cancellation ends, and lets no rejection of it go unhandled.
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
