//! JSON from what serde can describe, in as little code as that takes. It knows what reports are made of, and no more.
//!
//! Doubles are written by whoever asks for the JSON: the host has their digits already, and Rust's are 18 KB.

use core::fmt;

use serde::Serialize;
use serde::ser::{Error, Impossible, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct, Serializer};

/// The JSON of a value. `double` writes finite numbers; what is no finite number is null.
pub fn json(value: &impl Serialize, double: fn(f64) -> String) -> Result<String, Unknown> {
    let mut writer = Writer { out: String::new(), double };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// Writes a text as JSON.
#[inline(never)]
pub fn write_json_text(text: &str, out: &mut String) {
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

/// Something that no report is made of.
#[derive(Debug)]
pub struct Unknown;

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this cannot be written")
    }
}

impl core::error::Error for Unknown {}

impl Error for Unknown {
    fn custom<T: fmt::Display>(_: T) -> Unknown {
        Unknown
    }
}

struct Writer {
    out: String,
    double: fn(f64) -> String,
}

impl Writer {
    /// Parts what comes from what came before it.
    #[inline(never)]
    fn part(&mut self) {
        if !matches!(self.out.as_bytes().last(), Some(b'{' | b'[')) {
            self.raw(",");
        }
    }

    /// Everything goes through here, once and not inlined: that is what keeps this small.
    #[inline(never)]
    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    #[inline(never)]
    fn key(&mut self, key: &str) {
        self.part();
        write_json_text(key, &mut self.out);
        self.raw(":");
    }

    fn open(&mut self, open: &str, close: &'static str) -> Open<'_> {
        self.raw(open);
        Open { writer: self, close }
    }

    #[inline(never)]
    fn double(&mut self, number: f64) {
        let written = if number.is_finite() { (self.double)(number) } else { "null".to_owned() };
        self.raw(&written);
    }
}

/// An object or a list that was begun.
struct Open<'a> {
    writer: &'a mut Writer,
    close: &'static str,
}

impl Open<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
        self.writer.part();
        value.serialize(&mut *self.writer)
    }

    fn close(self) -> Result<(), Unknown> {
        self.writer.raw(self.close);
        Ok(())
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unknown> {
        self.writer.key(key);
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unknown> {
        self.close()
    }
}

macro_rules! list {
    ($($trait:ident $method:ident),*) => {$(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = Unknown;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unknown> {
                self.close()
            }
        }
    )*};
}

list!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field);

macro_rules! integers {
    ($($method:ident $type:ty, $write:ident;)*) => {$(
        fn $method(self, number: $type) -> Result<(), Unknown> {
            $write(number.into(), &mut self.out);
            Ok(())
        }
    )*};
}

macro_rules! unknown {
    ($($method:ident($($type:ty),*);)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<(), Unknown> {
            Err(Unknown)
        }
    )*};
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Unknown;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Impossible<(), Unknown>;
    type SerializeMap = Impossible<(), Unknown>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Impossible<(), Unknown>;

    integers! {
        serialize_i8 i8, write_integer;
        serialize_i16 i16, write_integer;
        serialize_i32 i32, write_integer;
        serialize_i64 i64, write_integer;
        serialize_u8 u8, write_natural;
        serialize_u16 u16, write_natural;
        serialize_u32 u32, write_natural;
        serialize_u64 u64, write_natural;
    }

    unknown! {
        serialize_char(char);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_bool(self, boolean: bool) -> Result<(), Unknown> {
        self.raw(if boolean { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Unknown> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unknown> {
        self.double(number);
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unknown> {
        write_json_text(text, &mut self.out);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unknown> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unknown> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unknown> {
        self.raw("null");
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unknown> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unknown> {
        Err(Unknown)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Unknown> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Unknown> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Unknown> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Unknown>, Unknown> {
        Err(Unknown)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Impossible<(), Unknown>, Unknown> {
        Err(Unknown)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Unknown> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Unknown>, Unknown> {
        Err(Unknown)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use serde::Serialize;

    use super::{json, write_integer};

    #[derive(Serialize)]
    struct Inner(f64, f64);

    #[derive(Serialize)]
    struct Outer {
        text: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        absent: Option<u64>,
        none: Option<f64>,
        pair: Option<Inner>,
        n: [u64; 2],
        list: Vec<Inner>,
        empty: Vec<u64>,
        yes: bool,
    }

    #[test]
    fn what_is_written_is_what_serde_json_writes() {
        let outer = Outer {
            text: "a \"quote\", \\ and {\u{1}[".to_owned(),
            absent: None,
            none: Some(f64::NAN),
            pair: Some(Inner(-1.5, 100.25)),
            n: [0, u64::MAX],
            list: vec![Inner(0.5, 1e300), Inner(-0.25, 3.5)],
            empty: Vec::new(),
            yes: true,
        };
        let written = json(&outer, |number| serde_json::to_string(&number).unwrap()).unwrap();
        assert_eq!(written, serde_json::to_string(&outer).unwrap());
    }

    #[test]
    fn whole_numbers() {
        for number in [0, 7, 10, -1, 90_071, i64::MAX, i64::MIN] {
            let mut out = String::new();
            write_integer(number, &mut out);
            assert_eq!(out, number.to_string());
        }
    }
}
