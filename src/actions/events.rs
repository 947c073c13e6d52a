//! Events: what users do in your product.

use crate::model::reply::Done;
use crate::schema::types::Identifier;

crate::record! {
    /// An event and its user.
    input TrackEvent one_of ["id", "email"] {
        /// The name of the event. Refiner stores no other properties of an event.
        required event: Identifier,
        /// The user's id in your own system. Prefer it to `email`: several contacts can share an email address.
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
        description: "Records an event of a user. Creates the user if unknown. Not available on every plan.",
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
