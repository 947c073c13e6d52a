//! The fastest parsers of JSON that Rust has, into the fields that are counted, by hand.

use std::borrow::Cow;

use serde::Deserialize;

use crate::tally::Facts;

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    items: Vec<Item<'a>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    data: Answers<'a>,
}

#[derive(Deserialize)]
struct Answers<'a> {
    #[serde(borrow, default)]
    nps: Option<Score<'a>>,
    #[serde(borrow, default)]
    features: Option<Vec<Cow<'a, str>>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Score<'a> {
    Number(u64),
    Text(#[serde(borrow)] Cow<'a, str>),
}

pub fn simd_json(pages: &mut [Vec<u8>]) -> Facts {
    let mut facts = Facts::default();
    for page in pages {
        add(&mut facts, simd_json::from_slice(page).expect("a page"));
    }
    facts
}

pub fn sonic(pages: &mut [Vec<u8>]) -> Facts {
    let mut facts = Facts::default();
    for page in pages {
        add(&mut facts, sonic_rs::from_slice(page).expect("a page"));
    }
    facts
}

fn add(facts: &mut Facts, page: Page<'_>) {
    for Item { data: Answers { nps, features } } in page.items {
        match nps {
            Some(Score::Number(score)) => facts.score(score),
            Some(Score::Text(text)) => text.parse().into_iter().for_each(|score| facts.score(score)),
            None => {}
        }
        let Some(features) = features else { continue };
        facts.respondents += u64::from(!features.is_empty());
        for choice in &features {
            facts.choice(choice);
        }
    }
}
