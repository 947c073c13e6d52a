//! The core, tested natively through its public door.

mod contract;
mod encoding;
mod life;
mod reading;
mod refusals;
mod requests;
mod rooms;
mod scripted;
