//! What Refiner talks about, and the vocabulary to say so.
//!
//! A record (a contact, a response, the input of an action) is declared once with [`record!`](crate::record): that yields
//! the Rust type and the static [`Shape`](shape::Shape) that checks bytes, and natively describes types and schemas.

pub mod account;
pub mod anomaly;
pub mod ascii;
pub mod bytes;
pub mod check;
pub mod contact;
mod field_order;
pub mod form;
pub mod json_text;
mod lanes;
mod map_keys;
mod nesting;
pub mod number;
pub mod page;
pub mod path;
pub mod record;
pub mod reply;
pub mod report;
pub mod response;
pub mod say;
pub mod scan;
pub mod segment;
pub mod shape;
mod shortcuts;
pub mod text;
pub mod time;
pub mod value;
pub mod write;
