//! Events: what users do.

use super::{Action, Effect, Method};
use crate::model::reply::Done;
use crate::schema::shape::Doc;
use crate::schema::types::Identifier;

crate::record! {
    /// What a user did.
    input TrackEvent one_of ["id", "email"] {
        /// The name of the event. Other properties of an event are not stored by Refiner.
        required event: Identifier,
        /// The customer's own user id.
        optional id: Identifier,
        /// The user's email address.
        optional email: Identifier,
    }
}

/// The actions of this group.
pub const ACTIONS: &[Action] = &[Action {
    name: "track_event",
    aliases: &["REFINER_TRACK_EVENT"],
    title: Doc::new("Track an event"),
    description: Doc::new("Records that a user did something. An unknown user is created. Depends on the plan."),
    method: Method::Post,
    path: "/track-event",
    effect: Effect::Write,
    destroys: Doc::new(""),
    idempotent: false,
    list: false,
    input: TrackEvent::RECORD,
    output: Done::RECORD,
    anchor: Doc::new("track-event"),
}];
