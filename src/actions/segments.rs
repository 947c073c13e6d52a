//! Segments: named sets of contacts.

use super::{Action, Effect, Method};
use crate::model::segment::{SegmentPage, SegmentSynced};
use crate::schema::shape::Doc;
use crate::schema::types::{Identifier, PageLength, PageNumber};

crate::record! {
    /// Which page of segments to list.
    input ListSegments {
        /// The page's number, from 1.
        optional page: PageNumber = 1,
        /// Items per page: 1 to 1000.
        optional page_length: PageLength = 100,
        /// The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items.
        optional page_cursor: Identifier,
    }
}

crate::record! {
    /// Whom to put into which segment.
    input AddContactToSegment one_of ["id", "email"] {
        /// The segment; it must be a manual one.
        required segment_uuid: Identifier,
        /// The customer's own user id. The better key: contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
    }
}

crate::record! {
    /// Whom to take out of which segment.
    input RemoveContactFromSegment one_of ["id", "email"] {
        /// The segment; it must be a manual one.
        required segment_uuid: Identifier,
        /// The customer's own user id. The better key: contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
    }
}

/// The actions of this group.
pub const ACTIONS: &[Action] = &[
    Action {
        name: "list_segments",
        aliases: &["get_segments", "REFINER_GET_SEGMENTS"],
        title: Doc::new("List segments"),
        description: Doc::new("Lists segments by name, page by page."),
        method: Method::Get,
        path: "/segments",
        effect: Effect::Read,
        destroys: Doc::new(""),
        idempotent: true,
        list: true,
        input: ListSegments::RECORD,
        output: SegmentPage::RECORD,
        anchor: Doc::new("get-segments"),
    },
    Action {
        name: "add_contact_to_segment",
        aliases: &[],
        title: Doc::new("Add a contact to a segment"),
        description: Doc::new("Puts a contact into a manual segment. An unknown user is created."),
        method: Method::Post,
        path: "/sync-segment",
        effect: Effect::Write,
        destroys: Doc::new(""),
        idempotent: true,
        list: false,
        input: AddContactToSegment::RECORD,
        output: SegmentSynced::RECORD,
        anchor: Doc::new("link-users"),
    },
    Action {
        name: "remove_contact_from_segment",
        aliases: &[],
        title: Doc::new("Remove a contact from a segment"),
        description: Doc::new("Takes a contact out of a manual segment. The contact itself stays."),
        method: Method::Delete,
        path: "/sync-segment",
        effect: Effect::Destructive,
        destroys: Doc::new(""),
        idempotent: true,
        list: false,
        input: RemoveContactFromSegment::RECORD,
        output: SegmentSynced::RECORD,
        anchor: Doc::new("link-users"),
    },
];
