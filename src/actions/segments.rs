//! Segments: named sets of contacts.

use crate::model::segment::{SegmentPage, SegmentSynced};
use crate::schema::types::Identifier;

crate::record! {
    /// Which page of segments to list.
    paged input ListSegments {
    }
}

crate::record! {
    /// Which user to add to which segment.
    input AddContactToSegment one_of ["id", "email"] {
        /// The segment. It must be a manual one.
        required segment_uuid: Identifier,
        /// The user's id in your own system. Prefer it to `email`: several contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
    }
}

crate::record! {
    /// Which user to remove from which segment.
    input RemoveContactFromSegment one_of ["id", "email"] {
        /// The segment. It must be a manual one.
        required segment_uuid: Identifier,
        /// The user's id in your own system. Prefer it to `email`: several contacts can share an email address.
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
        description: "Adds a contact to a manual segment. Creates the user if unknown.",
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
        description: "Removes a contact from a manual segment. The contact itself is kept.",
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
