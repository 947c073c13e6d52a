//! Events: what users do.

use crate::model::reply::Done;
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

crate::actions! {
    {
        name: "track_event",
        aliases: ["REFINER_TRACK_EVENT"],
        title: "Track an event",
        description: "Records that a user did something. An unknown user is created. Depends on the plan.",
        method: Post,
        path: "/track-event",
        effect: Write,
        destroys: "",
        idempotent: false,
        list: false,
        input: TrackEvent,
        output: Done,
        anchor: "track-event",
    },
}
