//! Syncs: new and changed responses since the last time.

use crate::schema::types::{Milliseconds, Time};

crate::record! {
    /// From where a sync goes on.
    input SyncSettings {
        /// From when on, at the first run. Default: everything.
        optional since: Time,
        /// How far back each run looks again, in milliseconds, for answers that Refiner received late.
        optional overlapMs: Milliseconds = 3600000,
        /// Where the last run ended, or broke off: the `checkpoint` of a sync.
        optional checkpoint: String,
    }
}
