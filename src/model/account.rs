//! The account behind the key, its environments and its usage.

use crate::schema::types::{Counter, Identifier, Time};

crate::record! {
    /// The result of verifying an API key: the environment it belongs to.
    output KeyVerification {
        /// Refiner's identifier of the environment.
        required project_uuid: Identifier,
        /// The environment's name.
        required project_name: String,
        /// Refiner's own message, such as `Authentication successful`.
        required message: String,
    }
}

crate::record! {
    /// The account's plan and usage. See <https://refiner.io/docs/api/#get-account-info>.
    output AccountInfo {
        /// The plan, its limits and its usage.
        required subscription: Subscription,
        /// The environments and the usage of each.
        required environments: Vec<Environment>,
    }
}

crate::record! {
    /// A plan, its monthly limits and its usage.
    output Subscription {
        /// The plan's name, such as `Pro`.
        required plan: String,
        /// Monthly tracked users (MTU): how many were tracked this month.
        required mtu_count: Counter,
        /// The limit of monthly tracked users.
        nullable mtu_limit: Counter,
        /// When `mtu_count` was last updated.
        nullable mtu_count_updated_at: Time,
        /// Monthly tracked events (MTE): how many were tracked this month.
        required mte_count: Counter,
        /// When `mte_count` was last updated.
        nullable mte_count_updated_at: Time,
        /// Monthly page views (MPV): how many were counted this month.
        required mpv_count: Counter,
        /// The limit of monthly page views.
        nullable mpv_limit: Counter,
        /// When `mpv_count` was last updated.
        nullable mpv_count_updated_at: Time,
        /// Monthly survey responses (MSR): how many were received this month.
        required msr_count: Counter,
        /// The limit of monthly survey responses.
        nullable msr_limit: Counter,
        /// When `msr_count` was last updated.
        nullable msr_count_updated_at: Time,
    }
}

crate::record! {
    /// An environment of the account, and its usage this month.
    output Environment {
        /// Refiner's identifier of the environment.
        required uuid: Identifier,
        /// The environment's name, such as `Production`.
        required name: String,
        /// Tracked users this month.
        required mtu: Counter,
        /// Tracked events this month.
        required mte: Counter,
        /// Page views this month.
        required mpv: Counter,
        /// Survey responses this month.
        required msr: Counter,
    }
}
