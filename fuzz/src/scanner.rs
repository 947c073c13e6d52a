//! The scanner: it accepts whatever `serde_json` accepts, ends at the same byte, and reads the same texts, numbers and
//! structure. For all other bytes it returns an error: it never panics, never stops making progress, and never reads
//! past the end.
//!
//! Allowed differences: what `serde_json` refuses and `JSON.parse` accepts (a lone surrogate, `1e400`, more than 127
//! levels), invalid UTF-8, which the host decodes first, and the content of values that are skipped unchecked.

use super::json::{is_number, unescape};
use refiner_wasm::json::number;
use refiner_wasm::json::scanner::{Container, DEEP, JsonStr, Malformed, Oddities, Scanner, Token};
use serde_json::{Map, Number, Value};

pub fn holds(bytes: &[u8]) {
    agrees_with_serde_json(bytes);
    ways_agree(bytes);
}

/// Reads value after value, as long as `serde_json` can read them.
fn agrees_with_serde_json(bytes: &[u8]) {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    let mut scanner = Scanner::new(bytes);
    while let Some(Ok(expected)) = values.next() {
        let (mut skipping, mut stepping) = (scanner.clone(), scanner.clone());
        assert_eq!(stepping.skip_unchecked(), Ok(()));
        assert_eq!(stepping.position(), values.byte_offset());
        assert_eq!(skipping.skip_checked(), Ok(Oddities::default()));
        assert_eq!(skipping.position(), values.byte_offset());
        assert_eq!(rebuild(&mut scanner).as_ref(), Ok(&expected));
        assert_eq!(scanner.position(), values.byte_offset());
    }
}

/// Recurses no deeper than `serde_json` did before.
fn rebuild(scanner: &mut Scanner<'_>) -> Result<Value, Malformed> {
    Ok(match scanner.peek() {
        Some(Token::Object) => {
            let mut entries = Map::new();
            let mut object = scanner.enter_object()?;
            while let Some(key) = scanner.next_key(&mut object)? {
                let value = rebuild(scanner)?;
                entries.insert(key.decode().into_owned(), value);
            }
            Value::Object(entries)
        }
        Some(Token::Array) => {
            let mut items = Vec::new();
            let mut array = scanner.enter_array()?;
            while scanner.next_item(&mut array)? {
                items.push(rebuild(scanner)?);
            }
            Value::Array(items)
        }
        Some(Token::Text) => Value::String(scanner.text()?.decode().into_owned()),
        // Parsed by serde_json too: its last digit can be slightly off, but it is off in the same way both times.
        Some(Token::Number) => Value::Number(serde_json::from_slice::<Number>(scanner.number()?).unwrap()),
        Some(token @ (Token::Boolean | Token::Null)) => {
            let start = scanner.position();
            scanner.word()?;
            match (token, scanner.slice_from(start)) {
                (Token::Boolean, b"true") => Value::Bool(true),
                (Token::Boolean, b"false") => Value::Bool(false),
                (Token::Null, b"null") => Value::Null,
                (token, word) => panic!("{token:?} is {word:?}"),
            }
        }
        None => return scanner.malformed(),
    })
}

/// Compares skipping a value, reading it step by step, and reading it by the fast paths.
fn ways_agree(bytes: &[u8]) {
    let mut pulling = Scanner::new(bytes);
    let pulled = pull(&mut pulling, &mut Scanner::new(bytes));
    let mut skipping = Scanner::new(bytes);
    let skipped = skipping.skip_checked();
    let mut counting = Scanner::new(bytes);
    let counted = counting.count();
    for scanner in [&pulling, &skipping, &counting] {
        assert!(scanner.position() <= bytes.len());
    }
    for malformed in [pulled.err(), skipped.err(), counted.err()].into_iter().flatten() {
        assert!(malformed.at <= bytes.len());
    }
    if let Ok(oddities) = pulled {
        assert_eq!(skipped, Ok(oddities));
        assert_eq!(skipping.position(), pulling.position());
    }
    if skipped.is_err() {
        return;
    }
    assert_eq!(counted.map(|_| counting.position()), Ok(skipping.position()));
    // Bytes after a value do not affect it.
    let value = skipping.slice_from(0);
    let mut alone = Scanner::new(value);
    assert_eq!((alone.skip_checked(), alone.position()), (skipped, value.len()));
    let digits = value.trim_ascii();
    if (1..10).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
        assert_eq!(counted, Ok(std::str::from_utf8(digits).unwrap().parse().ok()));
    }
}

enum Open {
    Object(Container, Container),
    Array(Container, Container),
}

/// Reads a value of any depth step by step, and returns its oddities. `quick` follows by the fast paths.
fn pull(scanner: &mut Scanner<'_>, quick: &mut Scanner<'_>) -> Result<Oddities, Malformed> {
    let mut oddities = Oddities::default();
    let mut open: Vec<Open> = Vec::new();
    loop {
        let before = scanner.position();
        match scanner.peek() {
            Some(Token::Object) => open.push(Open::Object(scanner.enter_object()?, quick.enter_object().unwrap())),
            Some(Token::Array) => open.push(Open::Array(scanner.enter_array()?, quick.enter_array().unwrap())),
            Some(Token::Text) => {
                let mut again = scanner.clone();
                let text = scanner.text()?;
                oddities.lone_surrogate |= is_halved(text);
                let (same, own) = again.text_and_oddities().unwrap();
                assert_eq!((same.raw, own.any(), own.lone_surrogate), (text.raw, is_halved(text), is_halved(text)));
                let start = quick.position();
                match quick.try_plain_string() {
                    Some(raw) => assert_eq!((raw, text.escaped), (text.raw, false)),
                    None => {
                        assert_eq!(quick.position(), start);
                        assert_eq!(quick.text().unwrap().raw, text.raw);
                    }
                }
            }
            Some(Token::Number) => {
                let written = scanner.number()?;
                oddities.overflow |= is_overflow(written);
                assert_eq!(quick.number(), Ok(written));
            }
            Some(Token::Boolean | Token::Null) => {
                scanner.word()?;
                quick.word().unwrap();
            }
            None => return scanner.malformed(),
        }
        assert!(scanner.position() > before);
        oddities.deep |= open.len() > DEEP as usize;
        // Leaves every container that ends here, up to the next value.
        loop {
            assert_eq!(scanner.position(), quick.position());
            let is_left = match open.last_mut() {
                None => return Ok(oddities),
                Some(Open::Object(object, quickly)) => match scanner.next_key(object)? {
                    Some(key) => {
                        // As in skipping: a key may contain a lone surrogate too.
                        oddities.lone_surrogate |= is_halved(key);
                        try_key(quick, quickly, key);
                        false
                    }
                    None => {
                        assert!(!quick.try_key(quickly, b"") && quick.next_key(quickly).unwrap().is_none());
                        true
                    }
                },
                Some(Open::Array(array, quickly)) => {
                    let more = scanner.next_item(array)?;
                    assert_eq!(quick.next_item(quickly), Ok(more));
                    !more
                }
            };
            if !is_left {
                break;
            }
            open.pop();
        }
    }
}

fn try_key(quick: &mut Scanner<'_>, object: &mut Container, key: JsonStr<'_>) {
    let start = quick.position();
    let name = key.decode();
    assert!(!quick.try_key(object, format!("{name}x").as_bytes()));
    if quick.try_key(object, name.as_bytes()) {
        return assert!(!key.escaped);
    }
    assert_eq!(quick.position(), start);
    assert_eq!(quick.next_key(object).unwrap().map(|key| key.raw), Some(key.raw));
}

fn is_halved(text: JsonStr<'_>) -> bool {
    assert_eq!(text.escaped, text.raw.contains(&b'\\'));
    match unescape(text.raw) {
        Some((expected, is_halved)) => {
            assert_eq!(text.decode(), expected);
            is_halved
        }
        // Not valid JSON: it must be read without a failure, but the text and the oddities do not matter.
        None => {
            let _ = text.decode();
            let quoted = [b"\"", text.raw, b"\""].concat();
            Scanner::new(&quoted).skip_checked().unwrap().lone_surrogate
        }
    }
}

fn is_overflow(written: &[u8]) -> bool {
    let text = std::str::from_utf8(written).unwrap();
    let is_overflow = is_number(text) && text.parse::<f64>().unwrap().is_infinite();
    assert_eq!(number::is_overflow(written), is_overflow);
    assert_eq!(number::is_number(written), is_number(text));
    is_overflow
}
