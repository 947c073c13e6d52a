//! The seeded responses: completed, partial, merely viewed, dismissed and imported ones.

use serde_json::Value;

use super::answers::answer;
use super::{DAYS, moment};
use crate::choices::text_of;
use crate::rng::Rng;
use crate::store::{Answered, Id, Store};
use crate::time::{DAY, MINUTE, SECOND};

/// How often each published form is shown, in the order of the forms.
const POPULARITY: &[u64] = &[40, 16, 12, 8, 8, 8, 6, 2];
const TAGS: &[&str] = &["Feature request", "Bug", "Pricing", "Praise", "Follow up"];

/// Answers in the order of their questions.
type Answers = Vec<(String, Value)>;

/// Adds responses, oldest first.
pub(super) fn fill(store: &mut Store, rng: &mut Rng, count: usize, now_ms: i64) {
    let contacts: Vec<Id> = store.contacts.keys().copied().collect();
    let forms: Vec<Id> = store.forms.keys().copied().take(POPULARITY.len()).collect();
    if contacts.is_empty() {
        return;
    }
    let mut moments: Vec<i64> = (0..count).map(|_| moment(rng, now_ms)).collect();
    moments.sort_unstable();
    let mut known = 0;
    for at in moments {
        // Contacts were added oldest first. Only contacts that existed at the time can have answered.
        while contacts.get(known).and_then(|id| store.contacts.get(id)).is_some_and(|it| it.first_seen_at <= at) {
            known += 1;
        }
        let (form, contact) = (forms[rng.weighted(POPULARITY)], *rng.pick(&contacts[..known.max(1)]));
        let put_away = store.forms.get(&form).and_then(|form| form.archived_at).is_some_and(|archived| archived <= at);
        let form = if put_away { forms[0] } else { form };
        let (id, uuid) = (store.next_id(), rng.uuid());
        let mut response = Answered { uuid, form, contact, ..Answered::default() };
        let data = answers(store, rng, form, contact, at, now_ms);
        match rng.weighted(&[58, 14, 22, 6]) {
            0 => complete(rng, &mut response, data, at, now_ms),
            1 => leave_off(rng, &mut response, data, at),
            2 => view(rng, &mut response, at, now_ms),
            _ => import(&mut response, data, at),
        }
        if !response.data.is_empty() {
            store.write_contact_traits(contact, &response.data);
        }
        store.contacts.entry(contact).and_modify(|contact| {
            contact.first_seen_at = contact.first_seen_at.min(at);
            contact.last_seen_at = contact.last_seen_at.max(at);
            contact.last_form_submission_at = contact.last_form_submission_at.max(response.completed_at);
        });
        let tagged = !response.data.is_empty() && rng.chance(12);
        store.responses.insert(id, response);
        if tagged {
            let names = [rng.pick(TAGS).to_string(), rng.pick(TAGS).to_string()];
            store.add_tags(id, &names);
        }
    }
}

/// Answers to all questions. Moods improve slightly over the months.
fn answers(store: &Store, rng: &mut Rng, form: Id, contact: Id, at: i64, now_ms: i64) -> Answers {
    let language = store.contacts.get(&contact).and_then(|contact| text_of(&contact.attributes, "language"));
    let language = language.map_or("en", String::as_str);
    let improvement = 18 - 18 * (now_ms - at) / (DAYS * DAY);
    // Most people are content; a few are not at all.
    let base = if rng.chance(12) { rng.below(50) } else { 45 + rng.below(50) };
    let mood = base + improvement.max(0) as u64;
    let questions = store.forms.get(&form).map_or(&[][..], |form| &form.questions);
    questions.iter().map(|question| (question.identifier.to_owned(), answer(rng, question, language, mood))).collect()
}

fn complete(rng: &mut Rng, response: &mut Answered, data: Answers, at: i64, now_ms: i64) {
    let end = (at + (10 + rng.below(170) as i64) * SECOND).min(now_ms - SECOND);
    *response = Answered {
        show_counter: 1 + rng.below(3),
        first_shown_at: Some(at),
        last_shown_at: Some(at),
        first_data_reception_at: Some(end - (end - at) / SECOND / 2 * SECOND),
        last_data_reception_at: Some(end),
        completed_at: Some(end),
        received_at: Some(end),
        data: data.into_iter().collect(),
        ..std::mem::take(response)
    };
}

/// The contact stops after the first question; some then close the survey.
fn leave_off(rng: &mut Rng, response: &mut Answered, data: Answers, at: i64) {
    let received = at + 8 * SECOND;
    *response = Answered {
        show_counter: 1,
        first_shown_at: Some(at),
        last_shown_at: Some(at),
        first_data_reception_at: Some(received),
        last_data_reception_at: Some(received),
        received_at: Some(received),
        dismissed_at: rng.chance(40).then_some(received + 4 * SECOND),
        data: data.into_iter().take(1).collect(),
        ..std::mem::take(response)
    };
}

/// The contact sees the survey and does not answer.
fn view(rng: &mut Rng, response: &mut Answered, at: i64, now_ms: i64) {
    let again = rng.below(3);
    let last = (at + again as i64 * DAY).min(now_ms - MINUTE);
    *response = Answered {
        show_counter: 1 + again,
        first_shown_at: Some(at),
        last_shown_at: Some(last),
        dismissed_at: rng.chance(50).then_some(last + 3 * SECOND),
        ..std::mem::take(response)
    };
}

/// A response imported from another tool, so there is no record of when it was shown.
fn import(response: &mut Answered, data: Answers, at: i64) {
    *response = Answered {
        first_data_reception_at: Some(at),
        last_data_reception_at: Some(at),
        completed_at: Some(at),
        data: data.into_iter().collect(),
        ..std::mem::take(response)
    };
}
