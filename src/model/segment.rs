//! A segment: a named set of contacts.

use crate::schema::types::Identifier;

crate::record! {
    /// A set of contacts. See <https://refiner.io/docs/api/#get-segments>.
    output Segment {
        /// Refiner's identifier of the segment.
        required uuid: Identifier,
        /// The segment's name.
        required name: String,
        /// Whether it changes only by hand, API or import; other segments fill by their own rules.
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
    }
}

crate::record! {
    /// A page of segments, by name.
    output SegmentPage {
        /// The segments of this page.
        required items: Vec<Segment>,
        /// Where this page stands in the list.
        required pagination: super::page::Pagination,
    }
}

crate::record! {
    /// A contact was put into a segment, or taken out.
    output SegmentSynced {
        /// What Refiner says, such as `ok`.
        required message: String,
        /// Refiner's identifier of the contact.
        required contact_uuid: Identifier,
        /// Refiner's identifier of the segment.
        optional segment_uuid: Identifier,
        /// The same under the name that one source of the documentation gives.
        optional segment_uid: Identifier,
    }
}
