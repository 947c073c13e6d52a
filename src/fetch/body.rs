//! The body of a reply, chunk by chunk.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader, ReadableStreamReadResult};

use super::host;
use crate::call::Failure;

/// A body that is being read. Dropped before its end, it releases its connection.
pub(super) struct Body {
    reader: ReadableStreamDefaultReader,
    ended: bool,
}

impl Body {
    /// Begins to read.
    ///
    /// # Errors
    /// `Network`, when somebody else reads the body.
    pub(super) fn new(stream: &ReadableStream) -> Result<Body, Failure> {
        let reader = ReadableStreamDefaultReader::new(stream).map_err(|thrown| host::failure(&thrown))?;
        Ok(Body { reader, ended: false })
    }

    /// The next chunk; none at the end.
    ///
    /// # Errors
    /// `Network`, when the connection breaks.
    pub(super) async fn next(&mut self) -> Result<Option<Uint8Array>, Failure> {
        let read = JsFuture::from(self.reader.read()).await.map_err(|thrown| host::failure(&thrown))?;
        let read: ReadableStreamReadResult = read.unchecked_into();
        self.ended = read.get_done().unwrap_or_default();
        if self.ended {
            return Ok(None);
        }
        let bytes = read.get_value().dyn_into();
        bytes.map(Some).map_err(|_| host::unusable("the body's stream gave something that is not bytes"))
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if !self.ended {
            release(self.reader.cancel());
        }
    }
}

/// Takes note of a promise whose outcome is nobody's concern, so that the host does not report its rejection.
pub(super) fn release(cancelled: Promise) {
    drop(JsFuture::from(cancelled));
}
