//! The account behind the key.

use super::text::Identifier;

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
