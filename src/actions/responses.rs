//! Responses: what was answered.

use std::collections::BTreeMap;

use super::contacts::AccountInput;
use crate::model::reply::{Done, Stored};
use crate::model::response::ResponsePage;
use crate::schema::types::{Answer, Identifier, Identifiers, Scalar, TagNames, Time};

crate::choice! {
    /// Which responses a list includes.
    Include {
        /// Completed ones only.
        Completed = "completed",
        /// Partial and completed ones.
        Partials = "partials",
        /// Views too: showings without an answer.
        All = "all",
    }
}

crate::record! {
    /// Which responses to list. All conditions must hold.
    paged input ListResponses {
        /// Of this survey.
        optional form_uuid: Identifier,
        /// Of any of these surveys.
        optional form_uuids: Identifiers,
        /// By contacts of this segment.
        optional segment_uuid: Identifier,
        /// By contacts of any of these segments.
        optional segment_uuids: Identifiers,
        /// With this tag.
        optional tag_uuid: Identifier,
        /// From this time on (inclusive), by when the latest answer came in; with `include: "all"` by when the survey was
        /// last shown.
        optional date_range_start: Time,
        /// Up to this time (exclusive).
        optional date_range_end: Time,
        /// `completed`, `partials` (partial and completed ones) or `all` (views too).
        optional include: Include = "completed",
        /// Containing this text.
        optional search: String,
        /// Whose answer to each of these questions equals the value.
        optional response_data: BTreeMap<String, Scalar>,
        /// Whose contact has these traits.
        optional contact_data: BTreeMap<String, Scalar>,
        /// Whose account has these traits.
        optional account_data: BTreeMap<String, Scalar>,
        /// Adds the contact's traits as `contact.attributes`.
        optional with_attributes: bool = false,
    }
}

crate::record! {
    /// An answer given elsewhere, to be stored as a response.
    input StoreResponse one_of ["id", "email"] {
        /// The survey.
        required form_uuid: Identifier,
        /// The customer's own user id. The better key: contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
        /// The answers by question identifier. They are laid flat beside the other parameters on the wire.
        flat answers: BTreeMap<String, Answer>,
        /// When it was answered. Default now.
        optional date: Time,
        /// Whether a response with the same answers is left out.
        optional prevent_duplicates: bool = true,
        /// Names of tags to put on the response: 1 to 20.
        optional tags: TagNames,
        /// The account the user belongs to.
        optional account: AccountInput,
    }
}

crate::record! {
    /// Which response to tag.
    input TagResponse {
        /// Refiner's identifier of the response.
        required uuid: Identifier,
        /// Names of tags to add: 1 to 20.
        required tags: TagNames,
    }
}

crate::actions! {
    {
        name: "list_responses",
        aliases: ["get_responses", "REFINER_GET_RESPONSES"],
        title: "List survey responses",
        description: "Lists survey responses with their answers and contacts, newest first, page by page.",
        method: Get,
        path: "/responses",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: true,
        input: ListResponses,
        output: ResponsePage,
        anchor: "get-responses",
    },
    {
        name: "store_response",
        aliases: [],
        title: "Store a response",
        description: "Stores an answer that was given elsewhere as a response to a survey.",
        method: Post,
        path: "/responses",
        effect: Write,
        destroys: "",
        idempotent: false,
        list: false,
        input: StoreResponse,
        output: Stored,
        anchor: "store-responses",
    },
    {
        name: "tag_response",
        aliases: [],
        title: "Tag a response",
        description: "Adds tags to a response; the tags it has stay.",
        method: Post,
        path: "/responses/tags",
        effect: Write,
        destroys: "",
        idempotent: true,
        list: false,
        input: TagResponse,
        output: Done,
        anchor: "tag-responses",
    },
}
