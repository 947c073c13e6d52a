//! Contacts: the people who are asked.

use std::collections::BTreeMap;

use crate::model::contact::{Contact, ContactPage};
use crate::model::reply::{Done, Identified};
use crate::schema::types::{Identifier, Scalar};

crate::record! {
    /// Who a user is, and what is known about them.
    input IdentifyUser one_of ["id", "email"] {
        /// The customer's own user id. The better key: contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
        /// Traits of the user: text, booleans, numbers (Refiner documents whole ones up to ±2147483647), dates (in keys that
        /// end in `_at` or `_date`).
        /// They are laid flat beside `id` and `email` on the wire.
        flat attributes: BTreeMap<String, Scalar>,
        /// The account the user belongs to.
        optional account: AccountInput,
    }
}

crate::record! {
    /// An account, such as a company, that users belong to.
    input AccountInput {
        /// The customer's own account id.
        required id: Identifier,
        /// Traits of the account. They are laid flat beside `id` on the wire.
        flat attributes: BTreeMap<String, Scalar>,
    }
}

crate::choice! {
    /// What contacts are ordered by.
    ContactOrder {
        /// When they were first seen.
        FirstSeenAt = "first_seen_at",
        /// When they were last seen.
        LastSeenAt = "last_seen_at",
        /// When they last answered.
        LastFormSubmissionAt = "last_form_submission_at",
        /// Their name.
        DisplayName = "display_name",
        /// Their email address.
        Email = "email",
    }
}

crate::record! {
    /// Which contacts to list. All conditions must hold.
    paged input ListContacts {
        /// What the list is ordered by.
        optional order_by: ContactOrder = "first_seen_at",
        /// Who have responses to this survey.
        optional form_uuid: Identifier,
        /// Who belong to this segment.
        optional segment_uuid: Identifier,
        /// Containing this text.
        optional search: String,
    }
}

crate::record! {
    /// Which contact to get.
    input GetContact one_of ["id", "email", "uuid"] {
        /// The customer's own user id. The better key: contacts can share an email address.
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
        /// The customer's own user id. The better key: contacts can share an email address.
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
        description: "Creates the contact of a user, or updates it, with traits and account.",
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
