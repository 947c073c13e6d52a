//! Segments: named sets of contacts.

use crate::model::segment::{SegmentPage, SegmentSynced};
use crate::schema::types::Identifier;

crate::record! {
    /// Which page of segments to list.
    paged input ListSegments {
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

crate::actions! {
    {
        name: "list_segments",
        aliases: ["get_segments", "REFINER_GET_SEGMENTS"],
        title: "List segments",
        description: "Lists segments by name, page by page.",
        method: Get,
        path: "/segments",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: true,
        input: ListSegments,
        output: SegmentPage,
        anchor: "get-segments",
    },
    {
        name: "add_contact_to_segment",
        aliases: [],
        title: "Add a contact to a segment",
        description: "Puts a contact into a manual segment. An unknown user is created.",
        method: Post,
        path: "/sync-segment",
        effect: Write,
        destroys: "",
        idempotent: true,
        list: false,
        input: AddContactToSegment,
        output: SegmentSynced,
        anchor: "link-users",
    },
    {
        name: "remove_contact_from_segment",
        aliases: [],
        title: "Remove a contact from a segment",
        description: "Takes a contact out of a manual segment. The contact itself stays.",
        method: Delete,
        path: "/sync-segment",
        effect: Destructive,
        destroys: "",
        idempotent: true,
        list: false,
        input: RemoveContactFromSegment,
        output: SegmentSynced,
        anchor: "link-users",
    },
}
