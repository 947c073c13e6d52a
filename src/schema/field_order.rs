//! In which order a record's fields come: a server keeps to one, whichever it is, and then each key is recognised by one
//! comparison.

use super::shape::Record;

/// One more than the fields that a record has at most.
pub(super) const FIELDS: usize = 64;

/// The orders of the records so far.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<Order>);

/// Which field came after each the last time, by position; after the last place stands which came first.
pub(super) type Following = [u8; FIELDS];

#[derive(Debug)]
struct Order {
    record: &'static Record,
    following: Following,
}

impl Orders {
    /// That of a record, and where it is kept: the order of its declaration, until another is seen.
    pub(super) fn of(&mut self, record: &'static Record) -> (usize, Following) {
        let known = self.0.iter().position(|order| core::ptr::eq(order.record, record));
        let place = known.unwrap_or_else(|| {
            let mut following = [0; FIELDS];
            for (place, field) in following.iter_mut().zip(1..FIELDS as u8) {
                *place = field;
            }
            self.0.push(Order { record, following });
            self.0.len().saturating_sub(1)
        });
        (place, self.0.get(place).map_or([0; FIELDS], |order| order.following))
    }

    /// Keeps an order.
    pub(super) fn keep(&mut self, place: usize, following: Following) {
        if let Some(order) = self.0.get_mut(place) {
            order.following = following;
        }
    }
}
