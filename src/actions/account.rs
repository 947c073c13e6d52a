//! The account behind the key, and its usage.

use super::{Action, Effect, Method};
use crate::model::account::{AccountInfo, KeyVerification};
use crate::schema::shape::Doc;

crate::record! {
    /// Nothing is asked for.
    input VerifyKey {}
}

crate::record! {
    /// Nothing is asked for.
    input GetAccountInfo {}
}

/// The actions of this group.
pub const ACTIONS: &[Action] = &[
    Action {
        name: "verify_key",
        aliases: &[],
        title: Doc::new("Verify the API key"),
        description: Doc::new("Checks that the API key is accepted, and names the environment it belongs to."),
        method: Method::Get,
        path: "/",
        effect: Effect::Read,
        destroys: Doc::new(""),
        idempotent: true,
        list: false,
        input: VerifyKey::RECORD,
        output: KeyVerification::RECORD,
        anchor: Doc::new("authentication"),
    },
    Action {
        name: "get_account_info",
        aliases: &["REFINER_GET_ACCOUNT_INFO"],
        title: Doc::new("Get account information"),
        description: Doc::new(
            "Says which plan the account has, what it has used this month and which environments there are.",
        ),
        method: Method::Get,
        path: "/account",
        effect: Effect::Read,
        destroys: Doc::new(""),
        idempotent: true,
        list: false,
        input: GetAccountInfo::RECORD,
        output: AccountInfo::RECORD,
        anchor: Doc::new("get-account-info"),
    },
];
