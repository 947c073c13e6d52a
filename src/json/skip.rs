//! Skips values and validates them as strictly as `JSON.parse` does. Never recurses.

use super::nesting::Nesting;
use super::number::is_overflow;
use super::scanner::{DEEP, Malformed, Oddities, Scanner};

impl Scanner<'_> {
    /// Skips one value of any kind and depth, and validates it.
    pub fn skip_checked(&mut self) -> Result<Oddities, Malformed> {
        let mut oddities = Oddities::default();
        let mut open = Nesting::default();
        loop {
            match self.byte_after_space() {
                Some(b'"') => self.skip_text(&mut oddities)?,
                Some(byte @ (b'{' | b'[')) => {
                    self.at = self.at.saturating_add(1);
                    let object = byte == b'{';
                    open.push(object);
                    oddities.deep |= open.depth() > DEEP;
                    match self.byte_after_space() {
                        Some(b'}') if object => {}
                        Some(b']') if !object => {}
                        _ if object => {
                            self.skip_key(&mut oddities)?;
                            continue;
                        }
                        _ => continue,
                    }
                }
                Some(b'-' | b'0'..=b'9') => {
                    if !self.try_short_integer() {
                        oddities.overflow |= is_overflow(self.number()?);
                    }
                }
                Some(b't' | b'f' | b'n') => self.word()?,
                _ => return self.malformed(),
            }
            // Closes everything that ends here, and stops at the next value.
            loop {
                let Some(object) = open.last() else { return Ok(oddities) };
                match self.byte_after_space() {
                    Some(b',') => {
                        self.at = self.at.saturating_add(1);
                        if object {
                            self.skip_key(&mut oddities)?;
                        }
                        break;
                    }
                    Some(b'}') if object => open.pop(),
                    Some(b']') if !object => open.pop(),
                    _ => return self.malformed(),
                }
                self.at = self.at.saturating_add(1);
            }
        }
    }

    fn skip_key(&mut self, oddities: &mut Oddities) -> Result<(), Malformed> {
        self.byte_after_space();
        self.skip_text(oddities)?;
        self.punctuation(b':')
    }

    /// Skips a text that starts at the next byte.
    #[inline]
    fn skip_text(&mut self, oddities: &mut Oddities) -> Result<(), Malformed> {
        if self.try_plain_string().is_none() {
            oddities.add(self.text_and_oddities()?.1);
        }
        Ok(())
    }
}
