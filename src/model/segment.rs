//! Segments: named sets of contacts.

use crate::schema::types::{Identifier, Time};

crate::record! {
    /// A named set of contacts. See <https://refiner.io/docs/api/#get-segments>.
    output Segment {
        /// Refiner's identifier of the segment.
        required uuid: Identifier,
        /// The segment's name.
        required name: String,
        /// True: contacts are added and removed by hand, API or import. False: the segment's rules decide.
        required is_manual: bool,
    }
}

crate::record! {
    /// A segment a contact belongs to.
    output SegmentReference {
        /// Refiner's identifier of the segment.
        required uuid: Identifier,
        /// The segment's name.
        required name: String,
        /// When the segment was created.
        optional created_at: Time,
        /// When the segment was last changed.
        optional updated_at: Time,
    }
}

crate::record! {
    /// A page of segments, by name.
    output SegmentPage {
        /// The segments of this page.
        required items: Vec<Segment>,
        /// The position of this page in the list.
        required pagination: super::page::Pagination,
    }
}

crate::record! {
    /// The result of adding a contact to a segment or removing it.
    output SegmentSynced {
        /// Refiner's own message, such as `ok`.
        required message: String,
        /// Refiner's identifier of the contact.
        required contact_uuid: Identifier,
        /// Refiner's identifier of the segment.
        optional segment_uuid: Identifier,
        /// The segment's identifier under the other name that Refiner's documentation uses.
        optional segment_uid: Identifier,
    }
}
