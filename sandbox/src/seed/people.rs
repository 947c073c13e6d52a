//! The seeded contacts, accounts and segments. Every name is invented.

use serde_json::{Map, Value, json};

use super::moment;
use crate::rng::Rng;
use crate::store::{Rule, Segment, Store};

const FIRST: &[&str] = &[
    "Ada", "Bram", "Chidi", "Dunja", "Emre", "Fleur", "Gunvor", "Hana", "Ines", "Jorun", "Kofi", "Liesel", "Mirela",
    "Noor", "Oisín", "Paloma", "Quill", "Rasmus", "Søren", "Tamsin", "Ugo", "Vesna", "Wanjiru", "Xenia", "Yuki",
    "Zdeněk",
];

const LAST: &[&str] = &[
    "Ashgrove",
    "Brookwater",
    "Copperfield-Moss",
    "Dunmarsh",
    "Elderbank",
    "Fernhollow",
    "Greycastle",
    "Hazelwick",
    "Ivorsen",
    "Juniper",
    "Kestrelby",
    "Larkspur",
    "Mossbridge",
    "Nettleton",
    "Oakenfold",
    "Pebblebrook",
    "Quicksilver",
    "Rowanberry",
    "Sandpiper",
    "Thistledown",
    "Underhill",
    "Vetchling",
    "Willowmere",
    "Yarrowby",
];

const ORGANISATIONS: &[&str] = &[
    "Blue Teapot",
    "Paper Kite",
    "Nine Lanterns",
    "Velvet Anchor",
    "Salt & Compass",
    "Quiet Robot",
    "Copper Otter",
    "Moonlit Ledger",
    "Tin Sparrow",
    "Orchard Signal",
    "Glass Harbour",
    "Little Volcano",
];

const INDUSTRIES: &[&str] = &["Computer Software", "Retail", "Education", "Logistics", "Health Care"];
const ROLES: &[&str] = &["Manager", "Engineer", "Analyst", "Designer", "Director"];
const PLANS: &[&str] = &["free", "team", "enterprise"];
const LANGUAGES: &[&str] = &["en", "de", "fr", "es", "ja"];
const COUNTRIES: &[&str] = &["US", "DE", "FR", "MX", "JP"];

/// Adds two manual segments and three automatic ones.
pub(super) fn add_segments(store: &mut Store) {
    for (name, rule) in [
        ("Beta testers", None),
        ("Power Users Segment", None),
        ("Promoters", Some(Rule::TraitBetween("nps", 9.0, 10.0))),
        ("Enterprise accounts", Some(Rule::AccountTraitIs("plan", "enterprise"))),
        ("Seen in the last 30 days", Some(Rule::SeenWithinDays(30))),
    ] {
        let (id, uuid) = (store.next_id(), store.rng.uuid());
        store.segments.insert(id, Segment { uuid, name: name.to_owned(), rule });
    }
}

/// Adds contacts, oldest first, as the API would have created them.
pub(super) fn fill(store: &mut Store, rng: &mut Rng, count: usize, now_ms: i64) {
    let mut seen: Vec<i64> = (0..count).map(|_| moment(rng, now_ms)).collect();
    seen.sort_unstable();
    let manual: Vec<_> = store.segments.iter().filter(|(_, it)| it.rule.is_none()).map(|(id, _)| *id).collect();
    let mut last_email = None;
    for (number, first_seen_at) in seen.into_iter().enumerate() {
        let (first, last) = (*rng.pick(FIRST), *rng.pick(LAST));
        // Every seventeenth contact shares the email of the previous one; every twenty-third has none.
        let email = match number {
            _ if number % 17 == 16 => last_email.clone(),
            _ if number % 23 == 22 => None,
            _ => Some(email(first, last, number)),
        };
        // Every thirteenth is known only by an email.
        let remote_id = (email.is_none() || number % 13 != 12).then(|| format!("user-{:05}", number + 1));
        last_email.clone_from(&email);
        let id = store.create_contact(first_seen_at);
        store.contacts.entry(id).and_modify(|contact| {
            contact.remote_id = remote_id;
            contact.email = email;
        });

        let language = rng.weighted(&[60, 14, 10, 10, 6]);
        let mut traits = object(json!({
            "language": LANGUAGES[language],
            "country": COUNTRIES[language],
            "role": rng.pick(ROLES),
            "seats": 1 + rng.below(40),
            "is_admin": rng.chance(20),
            "signed_up_at": crate::time::contact_form(first_seen_at),
        }));
        if !rng.chance(10) {
            traits.insert("name".to_owned(), json!(format!("{first} {last}")));
        }
        store.write_contact_traits(id, &traits);
        if !rng.chance(15) {
            join_account(store, rng, id, first_seen_at);
        }
        let last_seen_at = moment(rng, now_ms).max(first_seen_at);
        store.contacts.entry(id).and_modify(|contact| {
            contact.last_seen_at = last_seen_at;
            contact.segments.extend(manual.iter().filter(|_| rng.chance(18)));
        });
    }
}

fn email(first: &str, last: &str, number: usize) -> String {
    let plain = |name: &str| name.to_lowercase().chars().filter(char::is_ascii_lowercase).collect::<String>();
    let domain = if number.is_multiple_of(3) { "example.org" } else { "example.com" };
    format!("{}.{}{}@{domain}", plain(first), plain(last), number + 1)
}

fn join_account(store: &mut Store, rng: &mut Rng, contact: u64, at: i64) {
    let index = rng.below(ORGANISATIONS.len() as u64) as usize;
    let name = ORGANISATIONS[index];
    // One organisation sent only its id: its name and domain come back as null.
    let traits = if index + 1 == ORGANISATIONS.len() {
        Map::new()
    } else {
        let label: String = name.to_lowercase().chars().filter(char::is_ascii_lowercase).collect();
        let mut traits = object(json!({
            "name": format!("{name} Ltd."),
            "industry": INDUSTRIES[index % INDUSTRIES.len()],
            "plan": PLANS[index % PLANS.len()],
            "founded": 1990 + 3 * index,
        }));
        if index % 4 != 3 {
            traits.insert("domain".to_owned(), json!(format!("{label}.example.com")));
        }
        traits
    };
    store.write_account(contact, &format!("org-{:03}", index + 1), &traits, at);
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
