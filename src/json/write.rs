//! Writes JSON.

/// A value that can be written as JSON.
pub trait ToJson {
    /// Writes this value to `out`.
    fn write(&self, out: &mut JsonWriter);
}

/// JSON text that is being written.
pub struct JsonWriter {
    out: String,
    double: fn(f64) -> String,
}

impl JsonWriter {
    /// Starts an empty text. `double` writes finite doubles: the host can print them, and Rust's printer is 18 KB of
    /// wasm.
    pub fn new(double: fn(f64) -> String) -> JsonWriter {
        JsonWriter { out: String::new(), double }
    }

    /// The text written so far.
    pub fn finish(self) -> String {
        self.out
    }

    /// Appends text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    /// Starts an object or a list.
    pub fn open(&mut self, bracket: &str) {
        self.raw(bracket);
    }

    /// Ends an object or a list.
    pub fn close(&mut self, bracket: &str) {
        self.raw(bracket);
    }

    /// Starts the next item of a list or the next key of an object: writes a comma before all but the first.
    pub fn next(&mut self) {
        if !matches!(self.out.as_bytes().last(), Some(b'{' | b'[')) {
            self.raw(",");
        }
    }

    /// Writes a key and its value.
    pub fn field<T: ToJson + ?Sized>(&mut self, name: &str, value: &T) {
        self.key(name);
        value.write(self);
    }

    #[inline(never)]
    fn key(&mut self, name: &str) {
        self.next();
        write_string(name, &mut self.out);
        self.raw(":");
    }
}

impl ToJson for bool {
    fn write(&self, out: &mut JsonWriter) {
        out.raw(if *self { "true" } else { "false" });
    }
}

impl ToJson for i64 {
    fn write(&self, out: &mut JsonWriter) {
        write_integer(*self, &mut out.out);
    }
}

impl ToJson for u64 {
    fn write(&self, out: &mut JsonWriter) {
        write_natural(*self, &mut out.out);
    }
}

/// Infinity and NaN become null.
impl ToJson for f64 {
    fn write(&self, out: &mut JsonWriter) {
        if self.is_finite() {
            let written = (out.double)(*self);
            out.raw(&written);
        } else {
            out.raw("null");
        }
    }
}

impl ToJson for str {
    fn write(&self, out: &mut JsonWriter) {
        write_string(self, &mut out.out);
    }
}

impl ToJson for String {
    fn write(&self, out: &mut JsonWriter) {
        self.as_str().write(out);
    }
}

/// `None` becomes null.
impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut JsonWriter) {
        match self {
            Some(value) => value.write(out),
            None => out.raw("null"),
        }
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, out: &mut JsonWriter) {
        out.open("[");
        for item in self {
            out.next();
            item.write(out);
        }
        out.close("]");
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut JsonWriter) {
        self.as_slice().write(out);
    }
}

impl<T: ToJson, const N: usize> ToJson for [T; N] {
    fn write(&self, out: &mut JsonWriter) {
        self.as_slice().write(out);
    }
}

/// Writes a text as a JSON string, with its quotes and escapes.
#[inline(never)]
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some((at, byte)) = rest.bytes().enumerate().find(|(_, byte)| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        let (plain, after) = rest.split_at_checked(at).unwrap_or_default();
        out.push_str(plain);
        out.push_str(match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x10 => "\\u000",
            _ => "\\u001",
        });
        if byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t') {
            let digit = usize::from(byte & 0x0f);
            out.push_str("0123456789abcdef".get(digit..=digit).unwrap_or_default());
        }
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out.push('"');
}

/// Writes a whole number.
pub fn write_integer(number: i64, out: &mut String) {
    if number < 0 {
        out.push('-');
    }
    write_natural(number.unsigned_abs(), out);
}

/// Writes a whole number that is not negative.
#[inline(never)]
pub fn write_natural(number: u64, out: &mut String) {
    let mut digits = [b'0'; 20];
    let mut left = number;
    let mut length = 1_usize;
    for (index, place) in digits.iter_mut().rev().enumerate() {
        *place = b'0' | (left % 10) as u8;
        if left > 0 {
            length = index.saturating_add(1);
        }
        left /= 10;
    }
    let written = digits.get(digits.len().saturating_sub(length)..).unwrap_or_default();
    out.push_str(core::str::from_utf8(written).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::write_integer;

    #[test]
    fn whole_numbers() {
        for number in [0, 7, 10, -1, 90_071, i64::MAX, i64::MIN] {
            let mut out = String::new();
            write_integer(number, &mut out);
            assert_eq!(out, number.to_string());
        }
    }
}
