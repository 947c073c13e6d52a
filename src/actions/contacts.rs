//! Contacts: the users who are surveyed.

use std::collections::BTreeMap;

use crate::model::contact::{Contact, ContactPage};
use crate::model::reply::{Done, Identified};
use crate::schema::types::{Identifier, Scalar};

crate::record! {
    /// A user and what is known about them.
    input IdentifyUser one_of ["id", "email"] {
        /// The user's id in your own system. Prefer it to `email`: several contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
        /// Traits of the user: text, booleans, numbers (Refiner documents whole numbers up to ±2147483647) and dates
        /// (in keys that end in `_at` or `_date`). On the wire they go beside `id` and `email`.
        flat attributes: BTreeMap<String, Scalar>,
        /// The account the user belongs to.
        optional account: AccountInput,
    }
}

crate::record! {
    /// An account, such as a company, that users belong to.
    input AccountInput {
        /// The account's id in your own system.
        required id: Identifier,
        /// Traits of the account. On the wire they go beside `id`.
        flat attributes: BTreeMap<String, Scalar>,
    }
}

crate::choice! {
    /// The order of a list of contacts.
    ContactOrder {
        /// By when they were first seen.
        FirstSeenAt = "first_seen_at",
        /// By when they were last seen.
        LastSeenAt = "last_seen_at",
        /// By when they last answered a survey.
        LastFormSubmissionAt = "last_form_submission_at",
        /// By name.
        DisplayName = "display_name",
        /// By email address.
        Email = "email",
    }
}

crate::record! {
    /// Which contacts to list. A contact must meet all conditions.
    paged input ListContacts {
        /// The order of the list.
        optional order_by: ContactOrder = "first_seen_at",
        /// Only contacts with responses to this survey.
        optional form_uuid: Identifier,
        /// Only contacts in this segment.
        optional segment_uuid: Identifier,
        /// Only contacts whose id, uuid, email or name contains this text.
        optional search: String,
    }
}

crate::record! {
    /// Which contact to get.
    input GetContact one_of ["id", "email", "uuid"] {
        /// The user's id in your own system. Prefer it to `email`: several contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
        /// Refiner's identifier of the contact.
        optional uuid: Identifier,
    }
}

crate::record! {
    /// Which contact to delete.
    input DeleteContact one_of ["id", "email", "uuid"] {
        /// The user's id in your own system. Prefer it to `email`: several contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
        /// Refiner's identifier of the contact.
        optional uuid: Identifier,
    }
}

crate::actions! {
    {
        name: "identify_user",
        aliases: ["update_contact", "REFINER_UPDATE_CONTACT"],
        title: "Identify a user",
        description: "Creates or updates the contact of a user, with traits and account.",
        method: Post,
        path: "/identify-user",
        effect: Write,
        destroys: "",
        idempotent: true,
        list: false,
        input: IdentifyUser,
        output: Identified,
        anchor: "identify-user",
    },
    {
        name: "list_contacts",
        aliases: ["get_contacts", "REFINER_GET_CONTACTS"],
        title: "List contacts",
        description: "Lists contacts with their traits, segments and accounts, page by page.",
        method: Get,
        path: "/contacts",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: true,
        input: ListContacts,
        output: ContactPage,
        anchor: "get-contacts",
    },
    {
        name: "get_contact",
        aliases: ["REFINER_GET_CONTACT"],
        title: "Get a contact",
        description: "Gets one contact with traits, segments and account.",
        method: Get,
        path: "/contact",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: false,
        input: GetContact,
        output: Contact,
        anchor: "get-contact",
    },
    {
        name: "delete_contact",
        aliases: ["REFINER_DELETE_CONTACT"],
        title: "Delete a contact",
        description: "Deletes a contact and all of its responses. This cannot be undone.",
        method: Delete,
        path: "/contact",
        effect: Destructive,
        destroys: "all responses of the contact",
        idempotent: false,
        list: false,
        input: DeleteContact,
        output: Done,
        anchor: "delete-contact",
    },
}
