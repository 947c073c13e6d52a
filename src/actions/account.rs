//! The account behind the key.

use super::{Action, Effect, Method};
use crate::model::account::KeyVerification;
use crate::model::shape::Doc;

crate::record! {
    /// Nothing is asked for.
    input VerifyKey {}
}

/// The actions of this group.
pub const ACTIONS: &[Action] = &[Action {
    name: "verify_key",
    aliases: &[],
    title: Doc::new("Verify the API key"),
    description: Doc::new("Checks that the API key is accepted, and names the environment it belongs to."),
    method: Method::Get,
    path: "/",
    effect: Effect::Read,
    idempotent: true,
    list: false,
    input: VerifyKey::RECORD,
    output: KeyVerification::RECORD,
    anchor: Doc::new("authentication"),
}];
