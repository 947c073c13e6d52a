//! Escapes in strings: every reader of a text finds the same end, the same value and the same first fault.

use refiner_wasm::json::scanner::{Malformed, Scanner};

/// Runs of backslashes of every length, at every place in a block of 64 bytes and across its border.
#[test]
fn a_run_of_backslashes_ends_where_json_ends_it() {
    for before in 0..130 {
        for pairs in [0, 1, 2, 31, 32, 33, 64] {
            for end in ["", r#"\""#] {
                let text = format!("{}{}{end}", "a".repeat(before), r"\\".repeat(pairs));
                let json = format!(r#"{{"k":"{text}","]":["}}"]}}"#);
                let mut unchecked = Scanner::new(json.as_bytes());
                unchecked.skip_unchecked().unwrap();
                assert_eq!(unchecked.position(), json.len(), "{json}");
                let value: String = serde_json::from_str(&format!("\"{text}\"")).unwrap();
                let quoted = format!("\"{text}\"");
                assert_eq!(Scanner::new(quoted.as_bytes()).text().unwrap().decode(), value, "{text}");
            }
        }
    }
}

#[test]
fn a_wrong_escape_is_found_where_it_begins_and_a_cut_one_at_the_end() {
    for (json, at) in [
        (r#""ab\x""#, 3),
        (r#""ab\u12g4""#, 3),
        (r#""ab\u12""#, 3),
        (r#""\n\u00e9\'""#, 9),
        (r#""ab\"#, 4),
        (r#""ab\u"#, 5),
        (r#""ab\u123"#, 8),
        (r#""ab\n"#, 5),
    ] {
        let found = Scanner::new(json.as_bytes()).text().map(|text| text.decode().into_owned());
        assert_eq!(found, Err(Malformed { at }), "{json}");
    }
}

#[test]
fn half_a_surrogate_pair_is_seen_in_any_spelling() {
    for (json, lone) in [
        (r#""\ud800""#, true),
        (r#""\uDBFF x""#, true),
        (r#""\udc00\ud800""#, true),
        (r#""\uD83D\uDE00""#, false),
        (r#""\ud7ff\ue000\n""#, false),
    ] {
        let (_, oddities) = Scanner::new(json.as_bytes()).text_and_oddities().unwrap();
        assert_eq!(oddities.lone_surrogate, lone, "{json}");
    }
}
