//! Which brackets are open while a value is stepped over, at whatever depth.

/// The objects and lists that are open, from the outermost on.
#[derive(Default)]
pub(super) struct Nesting {
    depth: u32,
    /// A bit for each of the last ones, set for an object; nothing in Refiner is nested so deep that there are more.
    near: u64,
    /// The bits of those before them.
    far: Vec<u64>,
}

impl Nesting {
    /// How many are open.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    pub(super) fn push(&mut self, object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(u64::BITS) {
            self.far.push(self.near);
        }
        self.near = (self.near << 1) | u64::from(object);
        self.depth = self.depth.saturating_add(1);
    }

    /// Whether the innermost is an object; `None` when nothing is open.
    pub(super) fn last(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.near & 1 == 1)
    }

    pub(super) fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.near >>= 1;
        if self.depth.is_multiple_of(u64::BITS) {
            self.near = self.far.pop().unwrap_or_default();
        }
    }
}
