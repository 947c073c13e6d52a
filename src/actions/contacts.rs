//! Contacts: the people who are asked.

use std::collections::BTreeMap;

use super::{Action, Effect, Method};
use crate::model::contact::{Contact, ContactPage};
use crate::model::reply::{Done, Identified};
use crate::schema::shape::Doc;
use crate::schema::types::{Identifier, PageLength, PageNumber, Scalar};

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
    input ListContacts {
        /// What the list is ordered by.
        optional order_by: ContactOrder = "first_seen_at",
        /// Who have responses to this survey.
        optional form_uuid: Identifier,
        /// Who belong to this segment.
        optional segment_uuid: Identifier,
        /// Containing this text.
        optional search: String,
        /// The page's number, from 1.
        optional page: PageNumber = 1,
        /// Items per page: 1 to 1000.
        optional page_length: PageLength = 100,
        /// The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items.
        optional page_cursor: Identifier,
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

/// The actions of this group.
pub const ACTIONS: &[Action] = &[
    Action {
        name: "identify_user",
        aliases: &["update_contact", "REFINER_UPDATE_CONTACT"],
        title: Doc::new("Identify a user"),
        description: Doc::new("Creates the contact of a user, or updates it, with traits and account."),
        method: Method::Post,
        path: "/identify-user",
        effect: Effect::Write,
        destroys: Doc::new(""),
        idempotent: true,
        list: false,
        input: IdentifyUser::RECORD,
        output: Identified::RECORD,
        anchor: Doc::new("identify-user"),
    },
    Action {
        name: "list_contacts",
        aliases: &["get_contacts", "REFINER_GET_CONTACTS"],
        title: Doc::new("List contacts"),
        description: Doc::new("Lists contacts with their traits, segments and accounts, page by page."),
        method: Method::Get,
        path: "/contacts",
        effect: Effect::Read,
        destroys: Doc::new(""),
        idempotent: true,
        list: true,
        input: ListContacts::RECORD,
        output: ContactPage::RECORD,
        anchor: Doc::new("get-contacts"),
    },
    Action {
        name: "get_contact",
        aliases: &["REFINER_GET_CONTACT"],
        title: Doc::new("Get a contact"),
        description: Doc::new("Gets one contact with traits, segments and account."),
        method: Method::Get,
        path: "/contact",
        effect: Effect::Read,
        destroys: Doc::new(""),
        idempotent: true,
        list: false,
        input: GetContact::RECORD,
        output: Contact::RECORD,
        anchor: Doc::new("get-contact"),
    },
    Action {
        name: "delete_contact",
        aliases: &["REFINER_DELETE_CONTACT"],
        title: Doc::new("Delete a contact"),
        description: Doc::new("Deletes a contact and all of its responses. This cannot be undone."),
        method: Method::Delete,
        path: "/contact",
        effect: Effect::Destructive,
        destroys: Doc::new("all responses of the contact"),
        idempotent: false,
        list: false,
        input: DeleteContact::RECORD,
        output: Done::RECORD,
        anchor: Doc::new("delete-contact"),
    },
];
