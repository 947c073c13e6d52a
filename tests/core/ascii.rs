//! JSON in ASCII: the same JSON, as long as that does not make it much longer.

use proptest::prelude::*;
use refiner_wasm::json::ascii::{InAscii, in_ascii};
use serde_json::{Value, json};

/// Enough ASCII to compensate for this many other characters.
fn padding(characters: usize) -> String {
    " ".repeat(characters * 12 * 50)
}

fn parsed(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap()
}

proptest! {
    #[test]
    fn it_is_equivalent_json(key in ".{0,20}", texts in prop::collection::vec("\\PC{0,40}|.{0,10}", 0..20)) {
        let value = json!({ "key": texts, key: "é" });
        let written = value.to_string();
        let spacious = format!("{written}{}", padding(written.chars().count()));
        let InAscii { json, was_utf8 } = in_ascii(spacious.as_bytes()).unwrap();
        prop_assert!(json.is_ascii() && was_utf8);
        prop_assert_eq!(parsed(&json), value);
    }

    #[test]
    fn invalid_utf8_becomes_what_other_decoders_make_of_it(bytes in prop::collection::vec(0x80_u8.., 1..40)) {
        let text = [b"\"a", &bytes[..], b"b\"", padding(bytes.len()).as_bytes()].concat();
        let InAscii { json, was_utf8 } = in_ascii(&text).unwrap();
        prop_assert_eq!(parsed(&json), parsed(String::from_utf8_lossy(&text).as_bytes()));
        prop_assert_eq!(was_utf8, std::str::from_utf8(&text).is_ok());
    }

    #[test]
    fn it_is_never_much_longer(text in "(\\PC{0,3}[a-z]{0,400}){0,20}") {
        let length = text.len();
        match in_ascii(text.as_bytes()) {
            Some(ascii) => prop_assert!(!text.is_ascii() && ascii.json.len() <= length + length / 50),
            // A character has up to four bytes, and six bytes are reserved for each.
            None => {
                let others = text.bytes().filter(|byte| !byte.is_ascii()).count();
                prop_assert!(text.is_ascii() || others * 6 > length / 50);
            }
        }
    }
}

#[test]
fn ascii_is_left_alone() {
    for json in ["", "{}", r#"{"a":"\u00e9"}"#, "\u{7f}"] {
        assert!(in_ascii(json.as_bytes()).is_none(), "{json}");
    }
}

#[test]
fn each_character_is_escaped_as_json_escapes_it() {
    let padding = padding(4);
    let written = format!("\"é€😀\\\\é\"{padding}");
    let ascii = in_ascii(written.as_bytes()).unwrap();
    assert_eq!(ascii.json, format!("\"\\u00e9\\u20ac\\ud83d\\ude00\\\\\\u00e9\"{padding}").into_bytes());
}
