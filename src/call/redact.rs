//! Keeps the API key out of everything that is shown, in whatever form a server writes it.

/// Replaces the key wherever it occurs.
pub const HIDDEN: &str = "[hidden]";

/// How often an escape can be escaped again: `%252F`, `&amp;#47;`, `\\u002f`.
const LAYERS: u32 = 3;

/// What the escapes of URLs, HTML and JSON begin with.
const SIGNS: [char; 3] = ['%', '&', '\\'];

/// Shorter pieces of base64 are too likely to be something else. Ours.
const LEAST_BASE64: usize = 6;

/// The text with every occurrence of a secret replaced by [`HIDDEN`]: as it is, in another case, with the escapes of JSON,
/// URLs and HTML, and in base64 (as in the header of Basic authentication). If the text `is_cut`, a secret may begin at
/// its end.
pub fn redact(text: &str, secrets: &[String], is_cut: bool) -> String {
    let base64: Vec<String> =
        secrets.iter().flat_map(|secret| (0..3).map(|before| base64(secret.as_bytes(), before))).collect();
    let mut out = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let plain = secrets.iter().find_map(|secret| found(rest, secret, is_cut));
        let encoded = || {
            let long = base64.iter().filter(|piece| piece.len() >= LEAST_BASE64);
            let length = long.filter_map(|piece| found(rest, piece, is_cut)).next()?;
            // The characters around it hold the rest of the key.
            while out.ends_with(is_base64) {
                out.pop();
            }
            let after = rest.get(length..).unwrap_or_default();
            Some(length.saturating_add(after.len().saturating_sub(after.trim_start_matches(is_base64).len())))
        };
        let length = match plain.or_else(encoded) {
            Some(length) => {
                out.push_str(HIDDEN);
                length
            }
            None => {
                out.push(next);
                next.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// The length of the secret at the start of a text.
fn found(text: &str, secret: &str, is_cut: bool) -> Option<usize> {
    // A key that holds the sign of an escape is first taken for one that is escaped, then for one that is not.
    [LAYERS, 0].into_iter().find_map(|most| {
        let mut rest = text;
        for wanted in secret.chars() {
            match (0..=most).rev().find_map(|layers| taken(rest, wanted, layers)) {
                Some(after) => rest = after,
                None if is_cut && rest.len() < text.len() && is_end(rest) => return Some(text.len()),
                None => return None,
            }
        }
        Some(text.len().saturating_sub(rest.len())).filter(|length| *length > 0)
    })
}

/// Whether nothing is left of a text that was cut, but perhaps the beginning of an escape or of a character.
fn is_end(rest: &str) -> bool {
    let longest = "%252525".len();
    rest.is_empty() || rest == "\u{fffd}" || (rest.len() <= longest && rest.starts_with(SIGNS))
}

/// What follows the character at the start of a text, if it is escaped that often.
fn taken(text: &str, wanted: char, layers: u32) -> Option<&str> {
    match layers.checked_sub(1) {
        Some(layers) => escaped(text, wanted, layers),
        None => text.strip_prefix(|found| is_same(found, wanted)),
    }
}

/// The same, for a character behind a sign that is itself escaped so often.
fn escaped(text: &str, wanted: char, layers: u32) -> Option<&str> {
    // Most characters begin no escape.
    if !text.starts_with(SIGNS) {
        return None;
    }
    let sign = |sign| taken(text, sign, layers);
    let code = |digits: &str, radix: u32| {
        u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).is_some_and(|found| is_same(found, wanted))
    };
    let json = || {
        let mut after = sign('\\')?;
        // Text in a text in a text.
        while let Some(more) = after.strip_prefix('\\').filter(|_| wanted != '\\') {
            after = more;
        }
        let hex = after.strip_prefix(['u', 'U']).and_then(|hex| hex.split_at_checked(4));
        match hex.filter(|(digits, _)| code(digits, 16)) {
            Some((_, after)) => Some(after),
            // In a URL, what follows is escaped as the backslash is.
            None => (0..=layers).find_map(|layers| taken(after, wanted, layers)),
        }
    };
    let url = || {
        let mut utf8 = [0; 4];
        let mut after = text;
        for byte in wanted.encode_utf8(&mut utf8).bytes() {
            let (digits, rest) = taken(after, '%', layers)?.split_at_checked(2)?;
            let found = u8::from_str_radix(digits, 16).ok()?;
            if !found.eq_ignore_ascii_case(&byte) {
                return None;
            }
            after = rest;
        }
        Some(after)
    };
    let html = || {
        let (name, after) = sign('&')?.split_once(';')?;
        let is_number = match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(hex) => code(hex, 16),
                None => code(number, 10),
            },
            None => NAMES.iter().any(|(known, character)| name.eq_ignore_ascii_case(known) && *character == wanted),
        };
        is_number.then_some(after)
    };
    json().or_else(url).or_else(html)
}

/// The names that HTML has for what a key may hold besides letters and digits.
const NAMES: [(&str, char); 22] = [
    ("amp", '&'),
    ("apos", '\''),
    ("quot", '"'),
    ("lt", '<'),
    ("gt", '>'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("lowbar", '_'),
    ("UnderBar", '_'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("period", '.'),
    ("plus", '+'),
    ("equals", '='),
    ("colon", ':'),
    ("semi", ';'),
    ("comma", ','),
    ("num", '#'),
    ("percnt", '%'),
    ("dollar", '$'),
    ("commat", '@'),
    ("ast", '*'),
];

fn is_same(one: char, other: char) -> bool {
    one.eq_ignore_ascii_case(&other)
        // The alphabet of base64 for URLs.
        || matches!((one, other), ('-', '+') | ('_', '/'))
}

fn is_base64(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '+' | '/' | '-' | '_' | '=')
}

/// What base64 makes of these bytes after `before` others (0 to 2), whatever these are and whatever follows.
fn base64(bytes: &[u8], before: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in core::iter::repeat_n(&0, before).chain(bytes) {
        held = held.wrapping_shl(8) | u32::from(*byte);
        bits = bits.saturating_add(8);
        while bits >= 6 {
            bits = bits.saturating_sub(6);
            let index = held.wrapping_shr(bits) & 63;
            out.push(ALPHABET.get(index as usize).copied().map_or('A', char::from));
        }
    }
    // Those that hold bits of the bytes before: two for one byte, three for two.
    let known = if before == 0 { 0 } else { before.saturating_add(1) };
    out.drain(..known.min(out.len()));
    out
}

/// The offset of `needle` in `text`. The standard library's search is built for long texts, and 3 KB larger.
pub fn find(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len().max(1)).position(|window| window == needle.as_bytes())
}

/// How much of a text is looked at to show an excerpt of it, in bytes. Ours.
const LOOKED_AT: usize = 16 * 1024;

/// At most `most` characters of a text, on one line, with the keys redacted. If the text `is_cut`, a key may begin at its
/// end.
pub fn excerpt(text: &str, most: usize, secrets: &[String], is_cut: bool) -> String {
    let mut line = String::new();
    let mut is_long = false;
    let mut space = false;
    for character in text.chars() {
        if character.is_whitespace() || character.is_control() {
            space = !line.is_empty();
            continue;
        }
        is_long = line.len() >= LOOKED_AT;
        if is_long {
            break;
        }
        if core::mem::take(&mut space) {
            line.push(' ');
        }
        line.push(character);
    }
    // The key goes before the text is cut: cutting first would leave the beginning of the key behind.
    let line = redact(&line, secrets, is_cut || is_long);
    match line.char_indices().nth(most) {
        None => line,
        Some((end, _)) => {
            let mut out = line;
            out.truncate(end);
            out.push('…');
            out
        }
    }
}

/// Whether a key can be sent in a header: printable Latin-1 without spaces, and not empty.
pub fn is_header_value(secret: &str) -> bool {
    !secret.is_empty() && secret.chars().all(|c| matches!(c, '\u{21}'..='\u{7e}' | '\u{a1}'..='\u{ff}'))
}

#[cfg(test)]
mod tests {
    use super::{HIDDEN, base64, excerpt, is_header_value, redact};

    const KEY: &str = "sk_live/Ab+9<c>&d=\u{e9}-";

    fn hidden(text: &str) -> String {
        redact(text, &[KEY.to_owned()], false)
    }

    #[test]
    fn excerpts_are_short_flat_and_without_the_key() {
        let key = ["abc-123".to_owned()];
        assert_eq!(excerpt("bad\n\tkey abc-123 given", 80, &key, false), "bad key [hidden] given");
        assert_eq!(excerpt(&"é".repeat(20), 5, &[], false), "ééééé…");
        assert_eq!(excerpt("", 5, &[String::new()], false), "");
        // Cutting first would leave the beginning of the key behind.
        assert_eq!(excerpt("key abc-123", 8, &key, false), "key [hid…");
    }

    #[test]
    fn the_key_as_servers_write_it() {
        for written in [
            KEY,
            "SK_LIVE/aB+9<C>&D=\u{e9}-",
            // JSON, and JSON in JSON.
            "sk_live\\/Ab+9<c>&d=\\u00e9-",
            "sk_live\\\\\\/Ab+9\\u003Cc\\u003e\\u0026d=\\\\u00E9-",
            "\\u0073k_live/Ab+9<c>&d=\u{e9}-",
            // URLs: in full, in part, with other hex digits, twice.
            "sk_live%2FAb%2B9%3Cc%3E%26d%3D%C3%A9-",
            "sk_live%2fAb+9%3cc%3e%26d=%c3%a9-",
            "%73k%5Flive%252FAb%252b9%253Cc%25253E%2526d%253D%25C3%25A9%2D",
            // HTML: by name and by number, twice.
            "sk_live/Ab+9&lt;c&gt;&amp;d=\u{e9}-",
            "sk&lowbar;live&sol;Ab&plus;9&LT;c&gt;&amp;d&equals;&#233;&hyphen;",
            "sk_live&#47;Ab&#x2B;9&#60;c&#X3e;&#038;d&#61;&#xE9;&#45;",
            "sk_live/Ab+9&amp;lt;c&amp;gt;&amp;amp;d=&amp;#233;-",
            // Of one in another.
            "sk_live%5C%2FAb+9&#37;3Cc%3E%26d=\\u00e9-",
        ] {
            assert_eq!(hidden(&format!("a {written}; b")), format!("a {HIDDEN}; b"), "{written}");
        }
    }

    #[test]
    fn the_key_in_base64() {
        for text in
            [format!("{KEY}:"), format!("u:{KEY}"), format!("me:{KEY}"), format!("you:{KEY}: and more"), KEY.to_owned()]
        {
            let written = base64(text.as_bytes(), 0);
            for written in [
                written.clone(),
                written.replace('+', "-").replace('/', "_"),
                written.replace('/', "\\/"),
                format!("{written}=="),
            ] {
                let shown = hidden(&format!("Basic {written}."));
                assert!(shown == format!("Basic {HIDDEN}."), "{text}: {written}: {shown}");
            }
        }
    }

    #[test]
    fn the_beginning_of_the_key_at_a_cut() {
        let cut = |text: &str| redact(text, &[KEY.to_owned()], true);
        for end in ["s", "sk_li", "sk_live%2", "sk_live\\u00", "sk_live/Ab+9&l", "sk_live/Ab+9<c>&d=\u{fffd}"] {
            assert_eq!(cut(&format!("no: {end}")), format!("no: {HIDDEN}"), "{end}");
        }
        assert_eq!(cut("no: sk_loud"), "no: sk_loud");
        assert_eq!(hidden("no: sk_li"), "no: sk_li");
    }

    #[test]
    fn what_is_no_key_stays() {
        for text in ["", "sk_liv", "100 % of R&D; C:\\temp", "%", "&", "\\", "&;%zz\\u", "é&#xffffffff;"] {
            assert_eq!(hidden(text), text);
        }
    }

    #[test]
    fn every_key_of_a_call_is_hidden() {
        let keys = ["old-key-1".to_owned(), "new-key-2".to_owned()];
        assert_eq!(redact("old-key-1, new-key-2", &keys, false), "[hidden], [hidden]");
    }

    #[test]
    fn keys_that_cannot_travel() {
        assert!(is_header_value("sandbox-key-0"));
        for key in ["", "a\r\nX-Evil: 1", "a\nb", "a b", "ключ", "a\0", "🔑"] {
            assert!(!is_header_value(key), "{key:?}");
        }
    }
}
