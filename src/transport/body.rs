//! Reads the body of a reply as a stream, and counts its bytes as they arrive.

use js_sys::{Array, ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::{Interrupted, Pending, Progress, promise, property};
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

    #[wasm_bindgen(js_namespace = ["Uint8Array", "prototype", "set"], js_name = call, catch)]
    fn set(target: &mut [u8], source: &JsValue) -> Result<(), JsValue>;

    type Reader;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Reader) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Reader) -> Result<JsValue, JsValue>;
}

/// How much is kept of a body that goes to a sink: enough to show what it was.
pub const BEGINNING: usize = 4096;

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
    if property(&stream, "getReader").is_function() {
        reading.reader = Some(stream.unchecked_into::<Stream>().get_reader().map_err(Interrupted::Lost)?);
        return reading.more();
    }
    // A caller's own fetch may return a body that is no web stream: node-fetch gives a stream of Node's, mocks anything.
    let method: Function =
        property(response, "arrayBuffer").dyn_into().map_err(|_| lost("the response has no body that can be read"))?;
    let buffer = method.call0(response).map_err(Interrupted::Lost)?;
    Ok(Progress::More(promise(&buffer)?, Pending::Body(reading)))
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
                let chunk = promise(&reader.read().map_err(Interrupted::Lost)?)?;
                Ok(Progress::More(chunk, Pending::Body(self)))
            }
            None => Ok(Progress::Done(Event::Body(Vec::new()))),
        }
    }

    /// Appends a chunk, or as much of it as fits. Returns whether all of it fitted.
    fn append(&mut self, chunk: &JsValue) -> Result<bool, Interrupted> {
        let View { buffer, offset, length: wanted } =
            View::of(chunk).ok_or_else(|| lost("the body's stream gave something that is not bytes"))?;
        let part = |length: usize| {
            let bytes = Bytes::new(&buffer, offset, length as f64).map_err(Interrupted::Lost)?;
            let bytes: Uint8Array = bytes.unchecked_into();
            // A proxy of a buffer makes an empty array.
            let is_whole = usize::try_from(bytes.length()).is_ok_and(|got| got == length);
            is_whole.then_some(bytes).ok_or_else(|| lost("the body's stream gave something that is not bytes"))
        };
        let length = wanted.min(self.most.saturating_sub(self.length));
        self.length = self.length.saturating_add(length);
        let mut kept = length;
        if let Some(sink) = &self.sink {
            if length < wanted {
                return Ok(false);
            }
            if !sink.call1(&JsValue::UNDEFINED, &part(length)?.into()).map_err(Interrupted::Lost)?.is_truthy() {
                return Err(Interrupted::NoMemory);
            }
            kept = length.min(BEGINNING.saturating_sub(self.bytes.len()));
        }
        let start = self.bytes.len();
        let end = start.saturating_add(kept);
        let part = part(kept)?;
        self.bytes.try_reserve(kept).map_err(|_| Interrupted::NoMemory)?;
        self.bytes.resize(end, 0);
        if let Some(target) = self.bytes.get_mut(start..end) {
            set(target, &part).map_err(Interrupted::Lost)?;
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

/// Where the bytes of a chunk are.
struct View {
    buffer: JsValue,
    offset: f64,
    length: usize,
}

impl View {
    /// The bytes of a chunk of any kind from any realm: a Uint8Array of another realm is not an instance of this
    /// realm's type. Reads properties as any value's, because those of a proxy can throw.
    fn of(chunk: &JsValue) -> Option<View> {
        let number = |name: &str| property(chunk, name).as_f64();
        // Views its bytes, not its numbers: those of a Uint16Array are two bytes each.
        let (buffer, offset) = if ArrayBuffer::is_view(chunk) {
            (property(chunk, "buffer"), number("byteOffset")?)
        } else if chunk.has_type::<ArrayBuffer>() {
            (chunk.clone(), 0.0)
        } else {
            return None;
        };
        Some(View { buffer, offset, length: number("byteLength")? as usize })
    }
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
    if let Ok(value) = cancelled {
        spawn_local(async move {
            let _ = settled(&value).await;
        });
    }
}

/// What a value of the host settles to. A race calls `then` where an exception becomes a rejection.
pub(super) async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::race(&Array::of1(value))).await
}

fn lost(text: &str) -> Interrupted {
    Interrupted::Lost(js_sys::Error::new(text).into())
}
