//! Short replies: what Refiner says once it has done something.

use crate::schema::types::Identifier;

crate::record! {
    /// Refiner did what it was asked.
    output Done {
        /// What Refiner says, such as `ok`.
        required message: String,
    }
}

crate::record! {
    /// Refiner knows the contact now.
    output Identified {
        /// What Refiner says, such as `ok`.
        required message: String,
        /// Refiner's identifier of the contact.
        required contact_uuid: Identifier,
    }
}

crate::record! {
    /// A response was stored.
    output Stored {
        /// What Refiner says, such as `ok`.
        required message: String,
        /// Refiner's identifier of the response.
        required uuid: Identifier,
    }
}
