//! Syncs: the responses that are new or changed since the last run.

use crate::schema::types::{Milliseconds, Time};

crate::record! {
    /// Where a sync starts.
    input SyncSettings {
        /// The start of the first run. Default: all responses.
        optional since: Time,
        /// How far back each run looks again, in milliseconds, to find answers that Refiner received late.
        optional overlapMs: Milliseconds = 3600000,
        /// The `checkpoint` of an earlier run. The sync continues from there, even if that run stopped early.
        optional checkpoint: String,
    }
}
