//! The invented account that the sandbox starts with: eighteen months of data before "now".

mod answers;
mod forms;
mod people;
mod responses;

use crate::options::Options;
use crate::rng::Rng;
use crate::store::{Event, Id, Store};
use crate::time::{DAY, MINUTE};

/// How far back the data goes.
const DAYS: i64 = 548;

impl Store {
    /// The account these options describe.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let mut store = Self::empty(options);
        fill(&mut store, options);
        store
    }
}

/// Fills a new store. Each part has a random generator of its own, so that more contacts do not change the forms.
fn fill(store: &mut Store, options: &Options) {
    let part = |number: u64| Rng::new(options.seed.wrapping_mul(0x0100_0000_01b3).wrapping_add(number));
    let now_ms = options.now_ms;
    forms::fill(store, now_ms);
    people::add_segments(store);
    if options.empty {
        return;
    }
    people::fill(store, &mut part(1), options.contacts, now_ms);
    responses::fill(store, &mut part(2), options.responses, now_ms);
    add_events(store, &mut part(3), now_ms);
    add_page_views(store, &mut part(4), now_ms);
}

/// A moment in the past eighteen months. Recent ones are likelier, as in a growing account.
fn moment(rng: &mut Rng, now_ms: i64) -> i64 {
    let span = (DAYS * DAY - DAY) as u64;
    let back = rng.below(span).min(rng.below(span)) as i64;
    // Whole seconds, because Refiner's responses have no fractions; at least a minute ago.
    (now_ms - MINUTE - back) / 1000 * 1000
}

fn add_events(store: &mut Store, rng: &mut Rng, now_ms: i64) {
    let contacts: Vec<Id> = store.contacts.keys().copied().collect();
    for contact in contacts {
        for _ in 0..rng.below(6) {
            let at = moment(rng, now_ms);
            store.events.push(Event { contact, at });
        }
    }
}

fn add_page_views(store: &mut Store, rng: &mut Rng, now_ms: i64) {
    let contacts = store.contacts.len() as u64;
    for day in (0..DAYS).rev() {
        let at = now_ms - day * DAY;
        store.page_views.push((at, rng.below(contacts * 2 + 1)));
    }
}
