//! Finds what the modules of a crate import, by parsing their sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// Something that a module imports or names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Import {
    /// A path in the same crate, from its root.
    Own(Vec<String>),
    /// Another crate.
    Foreign(String),
}

/// A file, and what it imports.
#[derive(Debug)]
pub struct Source {
    pub file: PathBuf,
    /// The path of its module from the crate's root; empty for the root.
    pub module: Vec<String>,
    pub imports: BTreeSet<Import>,
}

impl Source {
    /// Parses a source. What its inner modules import, such as tests, counts as its own.
    pub fn parse(module: &[&str], text: &str) -> Source {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        let mut reader = Reader { module: module.clone(), imports: BTreeSet::new() };
        reader.visit_file(&syn::parse_file(text).unwrap());
        Source { file: PathBuf::new(), module, imports: reader.imports }
    }
}

/// Parses every source in a folder, except in the folders named in `without`.
pub fn read(folder: &Path, without: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    collect(folder, &[], without, &mut sources);
    sources.sort_by(|one, other| one.module.cmp(&other.module));
    sources
}

fn collect(folder: &Path, module: &[&str], without: &[&str], sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let own: Vec<&str> = match name {
            "mod" | "lib" | "main" if path.is_file() => module.to_vec(),
            name => module.iter().copied().chain([name]).collect(),
        };
        if path.is_dir() {
            if !without.contains(&name) {
                collect(&path, &own, &[], sources);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = Source::parse(&own, &fs::read_to_string(&path).unwrap());
            sources.push(Source { file: path, ..source });
        }
    }
}

struct Reader {
    /// The module in which the names are used.
    module: Vec<String>,
    imports: BTreeSet<Import>,
}

impl Reader {
    /// Records a path as written. With `in_use`, it is in a `use`, where the first name may be a crate.
    fn note(&mut self, path: &[String], in_use: bool) {
        let mut place = self.module.clone();
        let mut rest = path;
        match rest {
            [first, after @ ..] if first == "crate" => {
                place.clear();
                rest = after;
            }
            [first, after @ ..] if first == "self" => rest = after,
            [first, ..] if first == "super" => {}
            [first, ..] if in_use => {
                self.imports.insert(Import::Foreign(first.clone()));
                return;
            }
            [first, _, ..] => {
                // In an expression: a crate, or a name that a `use` imported and that is counted there.
                self.imports.insert(Import::Foreign(first.clone()));
                return;
            }
            _ => return,
        }
        while let [first, after @ ..] = rest {
            if first != "super" {
                break;
            }
            place.pop();
            rest = after;
        }
        if rest.is_empty() && place.is_empty() {
            return;
        }
        place.extend(rest.iter().cloned());
        self.imports.insert(Import::Own(place));
    }

    fn note_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.note_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) if name.ident == "self" => self.note(before, true),
            syn::UseTree::Name(name) => self.note(&with(&name.ident), true),
            syn::UseTree::Rename(name) if name.ident == "self" => self.note(before, true),
            syn::UseTree::Rename(name) => self.note(&with(&name.ident), true),
            syn::UseTree::Glob(_) => self.note(before, true),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(before, tree)),
        }
    }

    /// Records the paths in a macro's tokens.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.note(&std::mem::take(&mut path), false);
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                other => {
                    self.note(&std::mem::take(&mut path), false);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.note_tokens(group.stream());
                    }
                }
            }
        }
        self.note(&path, false);
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&names, false);
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(in super::super)` imports nothing.
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.visit_path(&item.path);
        self.note_tokens(item.tokens.clone());
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_some() {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }
}

/// The files that import each other in a cycle. A module and its ancestors do not count as one, because the file of a
/// folder is its table of contents, and everything in the folder uses what it defines.
pub fn circles(sources: &[Source]) -> Vec<Vec<String>> {
    let names: Vec<String> = sources.iter().map(|source| source.module.join("::")).collect();
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    // The file that a path leads to: that of the longest module path that it begins with.
    let target = |path: &[String]| {
        (1..=path.len()).rev().find_map(|length| place.get(path[..length].join("::").as_str()).copied())
    };
    let related = |one: &[String], other: &[String]| one.starts_with(other) || other.starts_with(one);
    let arrows: Vec<BTreeSet<usize>> = sources
        .iter()
        .map(|source| {
            let own = source.imports.iter().filter_map(|import| match import {
                Import::Own(path) => target(path),
                Import::Foreign(_) => None,
            });
            own.filter(|to| !related(&sources[*to].module, &source.module)).collect()
        })
        .collect();
    let reach = |from: usize| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(next) = open.pop() {
            open.extend(arrows[next].iter().filter(|to| seen.insert(**to)));
        }
        seen
    };
    let reached: Vec<BTreeSet<usize>> = (0..sources.len()).map(reach).collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    for (at, all) in reached.iter().enumerate() {
        if all.contains(&at) {
            let circle: Vec<String> =
                all.iter().filter(|to| reached[**to].contains(&at)).map(|to| names[*to].clone()).collect();
            if !found.contains(&circle) {
                found.push(circle);
            }
        }
    }
    found
}
