//! What seeded contacts answer.

use serde_json::{Value, json};

use crate::rng::Rng;
use crate::store::{Kind, Question};

/// Comments by language, from pleased to displeased.
const COMMENTS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "Saves our team hours every week.",
            "Easy to set up, and support answers quickly.",
            "Does what it says.",
            "Good, but the \"export\" button is hard to find, and, well, slow.",
            "The mobile app keeps logging me out.",
            "Too expensive for a small team.\nWe may have to leave.",
        ],
    ),
    (
        "de",
        &[
            "Spart uns jede Woche Stunden – großartig!",
            "Übersichtlich und schnell.",
            "Ganz in Ordnung.",
            "Die Ladezeiten könnten kürzer sein.",
            "Zu viele Klicks für einfache Aufgaben.",
        ],
    ),
    (
        "fr",
        &[
            "Très agréable à utiliser, merci !",
            "Le support est réactif.",
            "Correct, sans plus.",
            "L’export manque d’options…",
            "Trop cher pour ce que c’est.",
        ],
    ),
    (
        "es",
        &[
            "¡Me encanta! Muy fácil de usar.",
            "El equipo de soporte es estupendo.",
            "Está bien.",
            "Faltan integraciones con otras herramientas.",
            "La aplicación móvil falla a menudo.",
        ],
    ),
    (
        "ja",
        &[
            "とても使いやすいです。",
            "サポートの対応が早くて助かります。",
            "普通です。",
            "読み込みがもう少し速いと嬉しいです。😅",
            "料金が高いと感じます。",
        ],
    ),
];

/// An answer in the contact's language. The mood runs from 0 (displeased) to 99 (pleased).
pub(super) fn answer(rng: &mut Rng, question: &Question, language: &str, mood: u64) -> Value {
    match question.kind {
        Kind::Nps => score(rng, mood, 0, 10),
        Kind::Csat => score(rng, mood, -2, 2),
        Kind::Rating(largest) => score(rng, mood, 1, largest),
        Kind::Choice => json!(rng.pick(question.options)),
        Kind::Choices => json!(question.options.iter().filter(|_| rng.chance(45)).collect::<Vec<_>>()),
        Kind::YesNo => json!(rng.chance(40 + mood / 2)),
        Kind::Text => comment(rng, language, mood),
    }
}

/// A score on a scale; one time in ten it is a text.
fn score(rng: &mut Rng, mood: u64, low: i64, high: i64) -> Value {
    let score = low + another_day(rng, mood) as i64 * (high - low + 1) / 100;
    if rng.chance(10) { json!(score.to_string()) } else { json!(score) }
}

/// The same mood, slightly changed.
fn another_day(rng: &mut Rng, mood: u64) -> u64 {
    (mood + rng.below(25)).saturating_sub(12).min(99)
}

fn comment(rng: &mut Rng, language: &str, mood: u64) -> Value {
    if rng.chance(6) {
        return Value::Null;
    }
    let known = COMMENTS.iter().find(|(known, _)| *known == language);
    let comments = known.map_or(COMMENTS[0].1, |(_, comments)| comments);
    let worst = comments.len() as u64 - 1;
    let index = (99 - another_day(rng, mood)) * (worst + 1) / 100;
    json!(comments[index.min(worst) as usize])
}
