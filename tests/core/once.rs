//! What one place decides, no second place repeats. The literals are read from the tokens of the sources, without their
//! tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use refiner_wasm::actions::all;
use refiner_wasm::call::{Kind, url};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The literals of a source, as written. Comments and test modules (`#[cfg(test)]`, `#[cfg(all(test, …))]`) are left
/// out.
fn literals(tokens: TokenStream, out: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut skip_until = 0;
    for (at, token) in tokens.iter().enumerate() {
        if at < skip_until {
            continue;
        }
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                // An attribute; an inner one has a `!`. Doc comments are attributes too.
                let bang = matches!(tokens.get(at + 1), Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
                let group = at + 1 + usize::from(bang);
                let Some(TokenTree::Group(attribute)) = tokens.get(group) else { continue };
                skip_until = group + 1;
                let text = attribute.to_string().replace(' ', "");
                if text.contains("cfg(test") || text.contains("cfg(all(test") {
                    // `mod tests { … }`
                    skip_until = group + 4;
                }
            }
            TokenTree::Group(group) => literals(group.stream(), out),
            TokenTree::Literal(literal) => out.push(literal.to_string()),
            _ => {}
        }
    }
}

/// The files in src/ that contain a literal for which `is` is true.
fn holding(is: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let held = files.into_iter().filter(|file| {
        let mut found = Vec::new();
        literals(fs::read_to_string(file).unwrap().parse().unwrap(), &mut found);
        found.iter().any(|literal| is(literal))
    });
    held.map(|file| file.strip_prefix(&root).unwrap().display().to_string()).collect()
}

/// The files in src/ that name a type, except the one that defines it.
fn uses_of(name: &str) -> Vec<String> {
    fn names(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == name,
            TokenTree::Group(group) => names(group.stream(), name),
            _ => false,
        })
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.retain(|file| {
        !file.ends_with("schema/types.rs") && names(fs::read_to_string(file).unwrap().parse().unwrap(), name)
    });
    files.into_iter().map(|file| file.strip_prefix(&root).unwrap().display().to_string()).collect()
}

#[track_caller]
fn only_in(place: &str, what: &str, is: impl Fn(&str) -> bool) {
    assert_eq!(holding(is).into_iter().collect::<Vec<_>>(), [place], "{what}");
}

#[test]
fn each_is_said_once() {
    only_in("json/bytes.rs", "the byte-order mark", |literal| {
        literal.contains("\\xef\\xbb\\xbf") || literal.to_ascii_lowercase().contains("\\u{feff}")
    });
    only_in("call/headers.rs", "the scheme of the key", |literal| literal == "\"Bearer \"");
    only_in("call/headers.rs", "the header of the key", |literal| literal == "\"Authorization\"");
    only_in("call/headers.rs", "the type of bodies", |literal| literal == "\"application/json\"");
    only_in("call/url.rs", "how an address must look", |literal| literal.starts_with("\"https://\""));
    only_in("model/sync.rs", "the overlap of a sync", |literal| literal.replace('_', "") == "3600000");
    only_in("insight/state.rs", "how far a response got", |literal| literal == "\"viewed\"");
}

#[test]
fn each_kind_of_error_is_named_once() {
    for kind in Kind::ALL {
        let name = format!("\"{}\"", kind.as_str());
        let places = holding(|literal| literal == name);
        // Words such as `input` have other meanings elsewhere.
        assert!(places.contains("call/error.rs"), "{name}");
        if kind.as_str().contains('_') {
            assert_eq!(places.len(), 1, "{name} is in {places:?}");
        }
    }
}

#[test]
fn every_list_has_one_default_length() {
    let lists: Vec<_> = all().filter(|action| action.list).collect();
    assert!(lists.len() >= 5);
    for action in lists {
        let field = action.input.field("page_length").unwrap();
        assert_eq!(field.default(), Some("100"), "{}", action.name);
    }
    // `paged input` declares all three paging parameters, and nothing else declares one.
    for (parameter, place) in [("PageNumber", 1), ("PageLength", 1)] {
        let uses = uses_of(parameter);
        assert_eq!(uses, vec!["schema/record.rs"; place], "{parameter}");
    }
}

/// Two places know the address rule: the facade, which must check before the wasm is loaded, and the core, for the Rust
/// API. One table tests both; `tests/package/addresses.test.mjs` is the facade's half.
#[test]
fn addresses_are_judged_as_the_table_says() {
    let table: serde_json::Value = serde_json::from_str(include_str!("../fixtures/addresses.json")).unwrap();
    let rows = table.as_array().unwrap();
    assert!(rows.len() > 20);
    for row in rows {
        let (address, ok) = (row["address"].as_str().unwrap(), row["ok"].as_bool().unwrap());
        assert_eq!(url::check(address).is_ok(), ok, "{address:?}");
    }
}

#[test]
fn literals_are_read_from_code_alone() {
    let source = "//! \"in a doc\"\n/* \"comment\" */ fn f() { g(\"in code\", b\"bytes\", 7); m!(\"in a macro\") }
        #[cfg(test)]\nmod tests { const A: &str = \"in a test\"; }\n#[doc = \"attribute\"] const B: u8 = 8;";
    let mut found = Vec::new();
    literals(source.parse().unwrap(), &mut found);
    assert_eq!(found, ["\"in code\"", "b\"bytes\"", "7", "\"in a macro\"", "8"]);
}
