//! Tests that the declarations are consistent.

use std::collections::HashSet;

use refiner_wasm::actions::{Effect, Method, all};
use refiner_wasm::schema::shape::{Record, Shape};

#[test]
fn names_are_unique_and_in_refiners_style() {
    let mut names = HashSet::new();
    for action in all() {
        for name in [action.name].iter().chain(action.aliases) {
            assert!(names.insert(*name), "{name} is declared twice");
        }
        assert!(action.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", action.name);
        assert!(action.path.starts_with('/'));
    }
}

#[test]
fn effects_fit_methods() {
    for action in all() {
        match action.method {
            Method::Get => assert_eq!((action.effect, action.idempotent), (Effect::Read, true), "{}", action.name),
            Method::Post => assert_eq!(action.effect, Effect::Write, "{}", action.name),
            Method::Delete => assert_eq!(action.effect, Effect::Destructive, "{}", action.name),
        }
    }
}

#[test]
fn lists_have_items_pagination_and_paging_parameters() {
    for action in all() {
        let has = |record: &Record, name: &str| record.field(name).is_some();
        let lists = has(action.output, "items");
        assert_eq!(action.list, lists, "{}", action.name);
        for name in ["page", "page_length", "page_cursor"] {
            assert_eq!(has(action.input, name), lists, "{} {name}", action.name);
        }
        assert_eq!(has(action.output, "pagination"), lists, "{}", action.name);
    }
}

#[test]
fn everything_is_documented() {
    fn walk(record: &'static Record, seen: &mut HashSet<&'static str>) {
        if !seen.insert(record.name) {
            return;
        }
        assert!(!record.doc.text().is_empty(), "{} has no words", record.name);
        for name in record.one_of {
            assert!(record.field(name).is_some(), "{} has no {name}", record.name);
        }
        for field in record.fields {
            assert!(!field.doc.text().is_empty(), "{}.{} has no words", record.name, field.name);
            inner(field.shape, seen);
        }
    }
    fn inner(shape: &'static Shape, seen: &mut HashSet<&'static str>) {
        match shape {
            Shape::Object(record) => walk(record, seen),
            Shape::List { of, .. } | Shape::Map(of) | Shape::Nullable(of) => inner(of, seen),
            _ => {}
        }
    }
    let mut seen = HashSet::new();
    for action in all() {
        for words in [action.title, action.description, action.anchor] {
            assert!(!words.text().is_empty(), "{} lacks words", action.name);
        }
        walk(action.input, &mut seen);
        walk(action.output, &mut seen);
    }
    assert!(seen.len() >= 10);
}
