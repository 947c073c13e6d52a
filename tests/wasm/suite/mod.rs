//! The tests of the compiled core in a real JavaScript host, with a scripted fetch.

mod fetching;
mod inputs;
mod interruptions;
mod rust_client;
mod rust_client_dropped;
mod stage;
