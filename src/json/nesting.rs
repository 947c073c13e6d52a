//! The stack of open brackets while a value is skipped, for any depth.

/// A stack of the objects and lists that are open.
#[derive(Default)]
pub(super) struct Nesting {
    depth: u32,
    /// One bit per open bracket, the innermost lowest, 1 = object. Refiner nests less than 64 deep; deeper levels spill
    /// into `outer`.
    inner: u64,
    /// The bits of the outer levels, 64 at a time.
    outer: Vec<u64>,
}

impl Nesting {
    /// The number of open brackets.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    pub(super) fn push(&mut self, object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(u64::BITS) {
            self.outer.push(self.inner);
        }
        self.inner = (self.inner << 1) | u64::from(object);
        self.depth = self.depth.saturating_add(1);
    }

    /// Whether the innermost bracket is an object's; `None` when nothing is open.
    pub(super) fn last(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.inner & 1 == 1)
    }

    pub(super) fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.inner >>= 1;
        if self.depth.is_multiple_of(u64::BITS) {
            self.inner = self.outer.pop().unwrap_or_default();
        }
    }
}
