//! Responses to surveys.

use std::collections::BTreeMap;

use super::contacts::AccountInput;
use crate::model::reply::{Done, Stored};
use crate::model::response::ResponsePage;
use crate::schema::types::{Answer, Identifier, Identifiers, Scalar, TagNames, Time};

crate::choice! {
    /// Which responses a list includes.
    Include {
        /// Only completed responses.
        Completed = "completed",
        /// Partial and completed responses.
        Partials = "partials",
        /// All, views included: a view is a showing without an answer.
        All = "all",
    }
}

crate::record! {
    /// Which responses to list. A response must meet all conditions.
    paged input ListResponses {
        /// Only responses to this survey.
        optional form_uuid: Identifier,
        /// Only responses to any of these surveys.
        optional form_uuids: Identifiers,
        /// Only responses of contacts in this segment.
        optional segment_uuid: Identifier,
        /// Only responses of contacts in any of these segments.
        optional segment_uuids: Identifiers,
        /// Only responses with this tag.
        optional tag_uuid: Identifier,
        /// The start of the period (inclusive), by the time of the latest answer; with `include: "all"`, by the time of
        /// the last showing.
        optional date_range_start: Time,
        /// The end of the period (exclusive).
        optional date_range_end: Time,
        /// `completed`, `partials` (partial ones too) or `all` (views too).
        optional include: Include = "completed",
        /// Only responses of contacts whose id, uuid, email or name contains this text.
        optional search: String,
        /// Only responses with exactly these answers, by question identifier.
        optional response_data: BTreeMap<String, Scalar>,
        /// Only responses of contacts with exactly these traits.
        optional contact_data: BTreeMap<String, Scalar>,
        /// Only responses of contacts whose account has exactly these traits.
        optional account_data: BTreeMap<String, Scalar>,
        /// Adds the contact's traits as `contact.attributes`.
        optional with_attributes: bool = false,
    }
}

crate::record! {
    /// A response given outside Refiner, to store.
    input StoreResponse one_of ["id", "email"] {
        /// The survey.
        required form_uuid: Identifier,
        /// The user's id in your own system. Prefer it to `email`: several contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
        /// The answers, by question identifier. On the wire they go beside the other parameters.
        flat answers: BTreeMap<String, Answer>,
        /// When it was answered. Default: now.
        optional date: Time,
        /// Whether to skip a response whose answers equal those of an earlier one.
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
        /// The names of the tags to add: 1 to 20.
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
        description: "Stores answers that were given outside Refiner as a response to a survey.",
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
        description: "Adds tags to a response. Its other tags are kept.",
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
