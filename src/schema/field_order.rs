//! Remembers in which order a record's fields arrive. A server keeps to one order, whichever it is, and then one
//! comparison recognises each key.

use super::shape::Record;

/// One slot for each of a record's fields (at most 63), and one for the start.
pub(super) const FIELDS: usize = 64;

/// The field order of each record seen so far.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<Order>);

/// `next[i]`: the index of the field last seen after field `i`. The last slot holds the first field.
pub(super) type Following = [u8; FIELDS];

#[derive(Debug)]
struct Order {
    record: &'static Record,
    following: Following,
}

impl Orders {
    /// The order of a record, and its slot for [`Orders::keep`]. Until another order is seen, it is that of the
    /// declaration.
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

    /// Stores the order for a slot.
    pub(super) fn keep(&mut self, place: usize, following: Following) {
        if let Some(order) = self.0.get_mut(place) {
            order.following = following;
        }
    }
}
