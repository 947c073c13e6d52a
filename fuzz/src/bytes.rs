//! Turns the fuzzer's bytes into choices. When the bytes run out, every choice is the first one, so all generated data
//! is finite.

/// The unused bytes.
pub struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { rest: bytes }
    }

    pub fn is_spent(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn rest(self) -> &'a [u8] {
        self.rest
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    /// A number below `end`, which is at most 256.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// True one time in sixteen; false when the bytes have run out.
    pub fn rarely(&mut self) -> bool {
        self.byte() % 16 == 15
    }

    /// A short text of characters that matter to CSV, to the formula guard and to JSON.
    pub fn text(&mut self) -> String {
        let tricky = [
            '=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '\0', '"', '\'', ',', ';', '\\', ' ', '.',
            '0', '5', '9', 'e', 'E', '\u{feff}', '\u{2028}', '\u{7f}', 'é', '🎉', '{', '}', '[', ']', ':', '/', 'u',
            'n', 'a',
        ];
        let length = self.below(12);
        (0..length).map(|_| self.pick(&tricky)).collect()
    }
}
