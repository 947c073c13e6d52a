//! Texts and whole numbers as JSON.

/// Writes a text as JSON, quotes and escapes and all.
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
