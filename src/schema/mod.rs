//! What a declaration is, and the two checks that are made from it: strict for inputs, tolerant for replies.
//!
//! A record (a contact, a response, the input of an action) is declared once with [`record!`](crate::record): that yields
//! the Rust type and the static [`Shape`](shape::Shape) that checks bytes, and natively describes types and schemas.

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
