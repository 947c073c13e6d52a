//! Responses: a survey shown to one contact, with the answers given, if any.

use std::collections::BTreeMap;

use crate::schema::types::{Answer, Counter, Identifier, Scalar, Time};

crate::record! {
    /// One response: a survey was shown to a contact. It is a view (no answers), a partial response or a completed one.
    ///
    /// Times are written `2020-09-02 21:53:33` or `2020-09-02T21:53:33.000000Z`, and are taken as UTC. See <https://refiner.io/docs/api/#get-responses>.
    output Response {
        /// Refiner's identifier of the response.
        required uuid: Identifier,
        /// When the survey was first shown.
        nullable first_shown_at: Time,
        /// When the survey was last shown.
        nullable last_shown_at: Time,
        /// How often the survey was shown.
        nullable show_counter: Counter,
        /// When the first answer arrived.
        nullable first_data_reception_at: Time,
        /// When the latest answer arrived.
        nullable last_data_reception_at: Time,
        /// When the survey was completed; null for views and partial responses.
        nullable completed_at: Time,
        /// When Refiner received the response.
        nullable received_at: Time,
        /// When the survey was dismissed.
        nullable dismissed_at: Time,
        /// The survey.
        required form: FormReference,
        /// The answers, by question identifier. A score can be text (`"9"`).
        required data: BTreeMap<String, Answer>,
        /// The contact who was shown the survey.
        required contact: ResponseContact,
        /// The tags put on the response, as names or as objects: sources differ.
        optional tags: Vec<Tag>,
    }
}

crate::record! {
    /// The survey a response belongs to.
    output FormReference {
        /// Refiner's identifier of the survey.
        required uuid: Identifier,
        /// The survey's name.
        required name: String,
    }
}

crate::union! {
    /// A tag on a response: its name, or an object with its name.
    output Tag {
        /// The tag's name.
        Name(String),
        /// The tag's name, and perhaps its identifier.
        Reference(TagReference),
    }
}

impl Tag {
    /// The tag's name, in either form.
    pub fn name(&self) -> Option<&str> {
        match self {
            Tag::Name(name) => Some(name),
            Tag::Reference(tag) => tag.name.as_deref(),
        }
    }
}

crate::record! {
    /// A tag on a response, as an object.
    output TagReference {
        /// Refiner's identifier of the tag.
        optional uuid: Identifier,
        /// The tag's name.
        required name: String,
    }
}

crate::record! {
    /// The contact of a response.
    output ResponseContact {
        /// Refiner's identifier of the contact.
        required uuid: Identifier,
        /// The user's id in your own system.
        nullable remote_id: String,
        /// The contact's email address.
        nullable email: String,
        /// The contact's name.
        nullable display_name: String,
        /// The contact's account.
        nullable account: ResponseAccount,
        /// The contact's traits. Only with `with_attributes`.
        optional attributes: BTreeMap<String, Scalar>,
    }
}

crate::record! {
    /// The account of a response's contact.
    output ResponseAccount {
        /// Refiner's identifier of the account.
        required uuid: Identifier,
        /// The account's id in your own system.
        nullable remote_id: String,
        /// The account's name.
        nullable display_name: String,
        /// The account's web domain.
        nullable domain: String,
    }
}

crate::record! {
    /// A page of responses, newest first.
    output ResponsePage {
        /// The responses of this page.
        required items: Vec<Response>,
        /// The position of this page in the list.
        required pagination: super::page::Pagination,
    }
}
