//! Shortens the names that a module and its bindings call each other by.
//!
//! wasm-bindgen adds a hash to each of them. A hash does not compress, and each stands in both files: together they are a
//! twentieth of what a browser downloads. Nobody else uses these names.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walrus::ModuleConfig;

/// How the names of exported functions begin that only the bindings call, and that have a hash.
const CLOSURES: &str = "wasm_bindgen__";

/// The name of the bindings in the module. It stands before each import.
const BINDINGS: &str = "h";

/// Renames the imports and the closures of a module, and the same names in its bindings.
pub(crate) fn shorten(module: &Path, bindings: &Path) -> Result<()> {
    let read = fs::read(module).with_context(|| format!("{} is missing", module.display()))?;
    let mut parsed =
        ModuleConfig::new().generate_producers_section(false).parse(&read).context("the module cannot be parsed")?;
    let mut names = HashMap::new();
    let mut from = None;
    for import in parsed.imports.iter_mut() {
        if from.get_or_insert_with(|| import.module.clone()) != &import.module {
            bail!("the module imports from {} too", import.module);
        }
        BINDINGS.clone_into(&mut import.module);
        let short = short(names.len());
        names.insert(std::mem::replace(&mut import.name, short.clone()), short);
    }
    for export in parsed.exports.iter_mut().filter(|export| export.name.starts_with(CLOSURES)) {
        let short = short(names.len());
        names.insert(std::mem::replace(&mut export.name, short.clone()), short);
    }
    let text = fs::read_to_string(bindings).with_context(|| format!("{} is missing", bindings.display()))?;
    let from = from.context("the module imports nothing")?;
    let text = replace(&text, &names)?.replace(&format!("\"{from}\":"), &format!("\"{BINDINGS}\":"));
    fs::write(bindings, text)?;
    fs::write(module, parsed.emit_wasm()).context("the module cannot be written")
}

/// The text with every whole identifier replaced that has a new name. Fails if one of them is not in the text.
fn replace(text: &str, names: &HashMap<String, String>) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut missing: Vec<&String> = names.keys().collect();
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_$".contains(character);
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|character| !is_part(character)).unwrap_or(word.len()));
        out.push_str(before);
        match names.get_key_value(word) {
            Some((name, short)) => {
                missing.retain(|other| *other != name);
                out.push_str(short);
            }
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    if let Some(name) = missing.first() {
        bail!("the bindings do not name {name}");
    }
    Ok(out)
}

/// The name at a position: `a` to `z`, then `aa`, `ba` and so on. After `$`, none is a word of JavaScript's or a name of the
/// bindings' own.
fn short(position: usize) -> String {
    let mut name = String::from("$");
    let mut rest = position;
    loop {
        name.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
        if rest == 0 {
            return name;
        }
    }
}

/// What the result depends on, for caches.
pub(crate) fn recipe() -> String {
    format!("{CLOSURES}\n{BINDINGS}\n{}", short(99))
}

#[cfg(test)]
mod tests {
    use super::{HashMap, replace, short};

    #[test]
    fn only_whole_names_are_replaced() {
        let names = HashMap::from([("__wbg_a_1".to_owned(), "$a".to_owned())]);
        assert_eq!(replace("{__wbg_a_1: x.__wbg_a_12, $__wbg_a_1}", &names).unwrap(), "{$a: x.__wbg_a_12, $__wbg_a_1}");
        assert!(replace("nothing", &names).is_err());
    }

    #[test]
    fn names_differ() {
        let names: std::collections::HashSet<_> = (0..2000).map(short).collect();
        assert_eq!(names.len(), 2000);
    }
}
