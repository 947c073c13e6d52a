//! Declarations, and the two checks made from them: strict for inputs, tolerant for replies.
//!
//! [`record!`](crate::record) declares each record (a contact, a response, the input of an action) once. It makes the
//! Rust type and the static [`Shape`](shape::Shape): the checks run on the shape, and native tools make types and
//! schemas from it.

pub mod anomaly;
pub mod check_input;
pub mod check_reply;
mod field_order;
pub mod nearest;
pub mod problem;
pub mod record;
pub mod settings;
pub mod shape;
pub mod time;
pub mod types;
pub mod unusable;
