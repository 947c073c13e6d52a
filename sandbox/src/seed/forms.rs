//! The seeded forms: published ones of each kind, a draft and two archived ones.

use crate::choices::history;
use crate::store::{Form, Kind, Question, Store};
use crate::time::DAY;

/// One form, in short form.
struct Plan {
    name: &'static str,
    channels: &'static [&'static str],
    folder: Option<&'static str>,
    page_url: Option<&'static str>,
    /// Days before now.
    created: i64,
    published: Option<i64>,
    archived: Option<i64>,
    questions: &'static [Question],
}

const fn question(identifier: &'static str, label: &'static str, kind: Kind) -> Question {
    Question { identifier, label, kind, options: &[] }
}

const fn options(
    identifier: &'static str,
    label: &'static str,
    kind: Kind,
    options: &'static [&'static str],
) -> Question {
    Question { identifier, label, kind, options }
}

const FORMS: &[Plan] = &[
    Plan {
        name: "Quarterly NPS",
        channels: &["web", "email"],
        folder: Some("Relationship"),
        page_url: Some("https://surveys.example.com/nps"),
        created: 560,
        published: Some(555),
        archived: None,
        questions: &[
            question("nps", "How likely are you to recommend us to a friend or colleague?", Kind::Nps),
            question("nps_reason", "What is the main reason for your score?", Kind::Text),
            question("may_contact", "May we get back to you?", Kind::YesNo),
        ],
    },
    Plan {
        name: "Support satisfaction",
        channels: &["email"],
        folder: Some("Support"),
        page_url: Some("https://surveys.example.com/support"),
        created: 556,
        published: Some(554),
        archived: None,
        questions: &[
            question("csat", "How satisfied were you with our help?", Kind::Csat),
            question("csat_comment", "What could we have done better?", Kind::Text),
        ],
    },
    Plan {
        name: "Rate the reports page",
        channels: &["web"],
        folder: Some("Product"),
        page_url: None,
        created: 555,
        published: Some(553),
        archived: None,
        questions: &[
            question("stars", "How do you like the reports page?", Kind::Rating(5)),
            question("stars_comment", "Anything you miss?", Kind::Text),
        ],
    },
    Plan {
        name: "How easy was setting up?",
        channels: &["web"],
        folder: Some("Product"),
        page_url: None,
        created: 555,
        published: Some(552),
        archived: None,
        questions: &[question("effort", "It was easy to set up my workspace.", Kind::Rating(7))],
    },
    Plan {
        name: "Where did you hear of us?",
        channels: &["web"],
        folder: Some("Marketing"),
        page_url: None,
        created: 554,
        published: Some(551),
        archived: None,
        questions: &[options(
            "source",
            "Where did you hear of us?",
            Kind::Choice,
            &["Search engine", "A colleague", "Podcast", "Conference", "Social media", "Somewhere else"],
        )],
    },
    Plan {
        name: "Features you use",
        channels: &["web", "mobile"],
        folder: Some("Product"),
        page_url: None,
        created: 553,
        published: Some(550),
        archived: None,
        questions: &[
            options(
                "features",
                "Which of these do you use every week?",
                Kind::Choices,
                &["Reports", "Dashboards", "Alerts", "Exports", "Integrations", "Mobile app"],
            ),
            options(
                "role",
                "What describes your role best?",
                Kind::Choice,
                &["Engineering", "Product", "Marketing", "Support", "Leadership"],
            ),
        ],
    },
    Plan {
        name: "Ideas & wishes",
        channels: &["web", "link"],
        folder: None,
        page_url: Some("https://surveys.example.com/ideas"),
        created: 553,
        published: Some(550),
        archived: None,
        questions: &[question("idea", "What should we build next?", Kind::Text)],
    },
    Plan {
        name: "Beta sign-up",
        channels: &["web"],
        folder: None,
        page_url: None,
        created: 552,
        published: Some(551),
        archived: Some(90),
        questions: &[
            question("beta_interest", "Would you like to try new features early?", Kind::YesNo),
            question("beta_nps", "How likely are you to recommend the beta?", Kind::Nps),
        ],
    },
    Plan {
        name: "Pricing page feedback",
        channels: &["web"],
        folder: Some("Marketing"),
        page_url: None,
        created: 20,
        published: None,
        archived: None,
        questions: &[question("pricing_clear", "Is our pricing clear?", Kind::Csat)],
    },
    Plan {
        name: "Old onboarding survey",
        channels: &["email"],
        folder: None,
        page_url: None,
        created: 550,
        published: None,
        archived: Some(400),
        questions: &[question("onboarding", "How was your first week?", Kind::Text)],
    },
];

/// Adds the forms, with a history as if they had been created one by one.
pub(super) fn fill(store: &mut Store, now_ms: i64) {
    for plan in FORMS {
        let (id, uuid) = (store.next_id(), store.rng.uuid());
        let at = |days: i64| (now_ms - days * DAY) / 1000 * 1000;
        store.forms.insert(
            id,
            Form {
                uuid,
                name: plan.name.to_owned(),
                channels: plan.channels.to_vec(),
                folder: plan.folder,
                page_url: plan.page_url.map(str::to_owned),
                questions: plan.questions.to_vec(),
                created_at: at(plan.created),
                updated_at: at(plan.created),
                published_at: None,
                archived_at: None,
                history: Vec::new(),
            },
        );
        store.note_change(id, history::CREATED, at(plan.created));
        if let Some(days) = plan.published {
            store.forms.entry(id).and_modify(|form| form.published_at = Some(at(days)));
            store.note_change(id, history::PUBLISHED, at(days));
        }
        if let Some(days) = plan.archived {
            store.forms.entry(id).and_modify(|form| {
                form.published_at = None;
                form.archived_at = Some(at(days));
            });
            store.note_change(id, history::ARCHIVED, at(days));
        }
    }
}
