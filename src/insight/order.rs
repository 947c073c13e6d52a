//! Sorts in descending order with a heap: the standard library's sorts take ten times the bytes of wasm.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The indices of these sizes, from the largest size to the smallest. Equal sizes keep their order.
pub(super) fn descending(sizes: impl Iterator<Item = u64>) -> Vec<usize> {
    sorted(sizes.enumerate().map(|(position, size)| (size, Reverse(position))).collect())
}

/// Once in the module, however many kinds of iterators there are.
#[inline(never)]
fn sorted(sizes: Vec<(u64, Reverse<usize>)>) -> Vec<usize> {
    let mut heap = BinaryHeap::from(sizes);
    core::iter::from_fn(|| heap.pop()).map(|(_, Reverse(position))| position).collect()
}
