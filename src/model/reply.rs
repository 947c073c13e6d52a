//! Short replies that confirm a write.

use crate::schema::types::Identifier;

crate::record! {
    /// Refiner confirms that it did what was asked.
    output Done {
        /// Refiner's own message, such as `ok`.
        required message: String,
    }
}

crate::record! {
    /// The result of identifying a user.
    output Identified {
        /// Refiner's own message, such as `ok`.
        required message: String,
        /// Refiner's identifier of the contact.
        required contact_uuid: Identifier,
    }
}

crate::record! {
    /// The result of storing a response.
    output Stored {
        /// Refiner's own message, such as `ok`.
        required message: String,
        /// Refiner's identifier of the response.
        required uuid: Identifier,
    }
}
