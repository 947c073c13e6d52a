//! The records of Refiner's API and of this package's reports, and nothing else.

pub mod account;
pub mod contact;
pub mod export;
pub mod form;
pub mod page;
pub mod reply;
pub mod report;
pub mod response;
pub mod segment;
pub mod summary;
pub mod sync;
