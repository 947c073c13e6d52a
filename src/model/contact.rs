//! Contacts: the users of your product, whom Refiner surveys.

use std::collections::BTreeMap;

use super::segment::SegmentReference;
use crate::schema::types::{Answer, Identifier, Time};

crate::record! {
    /// A contact: one user of your product. Times are written `2020-09-02T20:44:24.000000Z`.
    /// See <https://refiner.io/docs/api/#get-contact>.
    output Contact {
        /// Refiner's identifier of the contact.
        required uuid: Identifier,
        /// The user's id in your own system.
        nullable remote_id: String,
        /// The contact's email address. Several contacts can share one.
        nullable email: String,
        /// The contact's name.
        nullable display_name: String,
        /// When the contact was first seen.
        nullable first_seen_at: Time,
        /// When the contact was last seen.
        nullable last_seen_at: Time,
        /// Traits, and survey answers by question identifier. Values can be text even where they look like numbers; many
        /// are null.
        required attributes: BTreeMap<String, Answer>,
        /// The segments the contact belongs to.
        optional segments: Vec<SegmentReference>,
        /// The account the contact belongs to. For a contact without one, it has no `remote_id`, or is null.
        nullable account: Account,
        /// The identifier in the cookie of a contact who was seen in a browser.
        optional cookie_uuid: Identifier,
    }
}

crate::record! {
    /// An account, such as a company, that contacts belong to.
    output Account {
        /// Refiner's identifier of the account.
        required uuid: Identifier,
        /// The account's id in your own system.
        nullable remote_id: String,
        /// The account's web domain.
        nullable domain: String,
        /// The account's name.
        nullable display_name: String,
        /// When the account was first seen.
        nullable first_seen_at: Time,
        /// When the account was last seen.
        nullable last_seen_at: Time,
        /// Traits of the account.
        required attributes: BTreeMap<String, Answer>,
    }
}

crate::record! {
    /// A page of contacts.
    output ContactPage {
        /// The contacts of this page.
        required items: Vec<Contact>,
        /// The position of this page in the list.
        required pagination: super::page::Pagination,
    }
}
