//! The account behind the key, its environments and its usage.

use crate::schema::types::{Counter, Identifier, Time};

crate::record! {
    /// What a key opens: the environment it belongs to.
    output KeyVerification {
        /// Refiner's identifier of the environment.
        required project_uuid: Identifier,
        /// The environment's name.
        required project_name: String,
        /// What Refiner says, such as `Authentication successful`.
        required message: String,
    }
}

crate::record! {
    /// The account's plan and what it has used. See <https://refiner.io/docs/api/#get-account-info>.
    output AccountInfo {
        /// The plan, its limits and what is used of them.
        required subscription: Subscription,
        /// The environments, and what each has used.
        required environments: Vec<Environment>,
    }
}

crate::record! {
    /// A plan, its monthly limits and what is used of them.
    output Subscription {
        /// The plan's name, such as `Pro`.
        required plan: String,
        /// Monthly tracked users.
        required mtu_count: Counter,
        /// The most tracked users a month.
        nullable mtu_limit: Counter,
        /// When `mtu_count` was counted.
        nullable mtu_count_updated_at: Time,
        /// Monthly tracked events.
        required mte_count: Counter,
        /// When `mte_count` was counted.
        nullable mte_count_updated_at: Time,
        /// Monthly page views.
        required mpv_count: Counter,
        /// The most page views a month.
        nullable mpv_limit: Counter,
        /// When `mpv_count` was counted.
        nullable mpv_count_updated_at: Time,
        /// Monthly survey responses.
        required msr_count: Counter,
        /// The most survey responses a month.
        nullable msr_limit: Counter,
        /// When `msr_count` was counted.
        nullable msr_count_updated_at: Time,
    }
}

crate::record! {
    /// An environment of the account, and what it has used this month.
    output Environment {
        /// Refiner's identifier of the environment.
        required uuid: Identifier,
        /// The environment's name, such as `Production`.
        required name: String,
        /// Tracked users.
        required mtu: Counter,
        /// Tracked events.
        required mte: Counter,
        /// Page views.
        required mpv: Counter,
        /// Survey responses.
        required msr: Counter,
    }
}
