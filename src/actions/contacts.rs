//! Contacts: the people who are asked.

use std::collections::BTreeMap;

use super::{Action, Effect, Method};
use crate::model::reply::Identified;
use crate::model::shape::Doc;
use crate::model::text::{Identifier, Scalar};

crate::record! {
    /// Who a user is, and what is known about them.
    input IdentifyUser one_of ["id", "email"] {
        /// The customer's own user id. The better key: contacts can share an email address.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
        /// Traits of the user: text, whole numbers up to ±2147483647, booleans, dates (in keys that end in `_at` or `_date`).
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

/// The actions of this group.
pub const ACTIONS: &[Action] = &[Action {
    name: "identify_user",
    aliases: &["update_contact", "REFINER_UPDATE_CONTACT", "REFINER_IDENTIFY_USER"],
    title: Doc::new("Identify a user"),
    description: Doc::new("Creates the contact of a user, or updates it, with traits and account."),
    method: Method::Post,
    path: "/identify-user",
    effect: Effect::Write,
    idempotent: true,
    list: false,
    input: IdentifyUser::RECORD,
    output: Identified::RECORD,
    anchor: Doc::new("identify-user"),
}];
