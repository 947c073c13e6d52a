//! Removes panic messages from a module.
//!
//! On this target, the standard library writes panic messages to a standard error that goes nowhere, and then stops the
//! module. Nobody sees the messages, and yet the module contains the code that builds them: the formatting of numbers
//! and texts, the hook, the panic count. So every function that only panics is replaced by a trap, which looks the same
//! from outside, and wasm-opt drops the code that only those functions used. (1.1 KB brotli in each module, measured.)
//!
//! The core builds its messages without the standard library's formatting (`refiner_json::text`), so only panics
//! format. Function tables still refer to the formatting code, so its functions are replaced by traps too; the build
//! fails if anything else calls one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use std::collections::HashSet;
use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{FunctionId, FunctionKind, ModuleConfig};

/// Parts of the names of functions that only a panic uses. Function tables refer to these, so wasm-opt would not drop
/// them.
const PARTS: [&str; 3] =
    ["::panicking::panic_handler::", "::panic::PanicPayload>::", "::alloc::default_alloc_error_hook"];
/// How the names of the standard library's own functions begin.
const CRATES: [&str; 7] = ["core", "<core", "alloc", "<alloc", "std", "<std", "__rustc"];
/// The last part of the names of functions that never return and report a reason.
const NAMES: [&str; 12] = [
    "assert_failed",
    "assert_failed_inner",
    "capacity_overflow",
    "expect_failed",
    "handle_alloc_error",
    "handle_error",
    "panic",
    "panic_bounds_check",
    "panic_fmt",
    "rust_begin_unwind",
    "slice_index_fail",
    "unwrap_failed",
];
/// The same, for families of functions that share a prefix.
const BEGINNINGS: [&str; 2] = ["panic_already_", "panic_const_"];

/// Parts of the names of formatting functions.
const FORMATTING: [&str; 3] = ["::fmt::write", "::fmt::Formatter>::", "::fmt::format::format_inner"];
/// The traits whose functions format.
const TRAITS: [&str; 4] = ["Display", "Debug", "LowerHex", "Write"];

/// The folders of source files, as panics name them.
const FOLDERS: [&str; 4] = ["/rustc/", "/rust/deps/", "crates/", "src/"];
/// How the names of source files end.
const SOURCE: &str = ".rs";

/// A function that every module has that can panic or run out of memory at all.
const ALWAYS: &str = "handle_alloc_error";

/// Removes the panic messages of a module. The module must still have its names, as wasm-bindgen leaves them.
pub(crate) fn silence(module: &Path) -> Result<()> {
    let mut parsed = ModuleConfig::new()
        .generate_producers_section(false)
        .parse(&fs::read(module).with_context(|| format!("{} is missing", module.display()))?)
        .context("the module cannot be parsed")?;
    refuse_formatting(&parsed)?;
    let types = &parsed.types;
    let mut silenced = Vec::new();
    for function in parsed.funcs.iter_mut() {
        let Some(name) = function.name.as_deref().filter(|name| only_panics(name) || formats(name)) else { continue };
        let FunctionKind::Local(local) = &mut function.kind else { continue };
        if !is_part(name) && !formats(name) && !types.results(local.ty()).is_empty() {
            bail!("{name} gives something back, so it does not only panic");
        }
        silenced.push(last(name).to_owned());
        let entry = local.entry_block();
        let mut body = local.builder_mut().instr_seq(entry);
        body.instrs_mut().clear();
        body.unreachable();
    }
    if !silenced.iter().any(|name| name == ALWAYS) {
        bail!("no {ALWAYS} in the module: its functions are named otherwise than is thought here");
    }
    let segments: Vec<_> = parsed.data.iter().map(|segment| segment.id()).collect();
    for segment in segments {
        forget_files(&mut parsed.data.get_mut(segment).value);
    }
    walrus::passes::gc::run(&mut parsed);
    fs::write(module, parsed.emit_wasm()).context("the silent module cannot be written")
}

/// Fails if anything other than a panic, or formatting itself, calls a formatting function.
fn refuse_formatting(module: &walrus::Module) -> Result<()> {
    let name = |id: FunctionId| module.funcs.get(id).name.as_deref().unwrap_or_default();
    for (_, function) in module.funcs.iter_local() {
        struct Calls(HashSet<FunctionId>);
        impl<'instr> Visitor<'instr> for Calls {
            fn visit_call(&mut self, call: &Call) {
                self.0.insert(call.func);
            }
        }
        let mut calls = Calls(HashSet::new());
        dfs_in_order(&mut calls, function, function.entry_block());
        let Some(called) = calls.0.into_iter().find(|called| formats(name(*called))) else { continue };
        let caller = module
            .funcs
            .iter()
            .find(|other| matches!(&other.kind, FunctionKind::Local(local) if std::ptr::eq(local, function)));
        let caller = caller.and_then(|caller| caller.name.as_deref()).unwrap_or_default();
        if !only_panics(caller) && !formats(caller) {
            bail!("{caller} calls {}: put sentences together with text!, formatting takes 2 KB", name(called));
        }
    }
    Ok(())
}

/// Whether a function belongs to the standard library's formatting.
fn formats(name: &str) -> bool {
    let of = |trait_: &str| name.contains(&format!("::fmt::{trait_}>::"));
    let standard =
        CRATES.iter().any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['[', ':'])));
    let own = FORMATTING.iter().any(|part| name.contains(part));
    let is_type = name.starts_with('<') && TRAITS.iter().any(|name| of(name));
    (standard && own) || is_type
}

/// Blanks the names of source files in a module's data, because only panics use them.
fn forget_files(data: &mut [u8]) {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./".contains(byte);
    let mut at = 0;
    while at < data.len() {
        let rest = &mut data[at..];
        let length = rest.iter().position(|byte| !is_name(byte)).unwrap_or(rest.len());
        let begins = FOLDERS.iter().any(|folder| rest.starts_with(folder.as_bytes()));
        let end = rest[..length].windows(SOURCE.len()).position(|part| part == SOURCE.as_bytes());
        at += match end.map(|end| end + SOURCE.len()).filter(|_| begins) {
            Some(end) => {
                rest[..end].fill(0);
                end
            }
            None => 1,
        };
    }
}

/// What the result depends on, for caches.
pub(crate) fn recipe() -> String {
    format!("{NAMES:?}\n{BEGINNINGS:?}\n{PARTS:?}\n{FOLDERS:?}\n{FORMATTING:?}\n{TRAITS:?}")
}

fn only_panics(name: &str) -> bool {
    let last = last(name);
    CRATES.iter().any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['[', ':'])))
        && (NAMES.contains(&last) || BEGINNINGS.iter().any(|beginning| last.starts_with(beginning)) || is_part(name))
}

fn is_part(name: &str) -> bool {
    PARTS.iter().any(|part| name.contains(part))
}

/// The last part of a function's path: `assert_failed` of `core::panicking::assert_failed::<usize, usize>`.
fn last(name: &str) -> &str {
    let name = match (name.ends_with('>'), name.rfind("::<")) {
        (true, Some(end)) => name.get(..end).unwrap_or(name),
        _ => name,
    };
    name.rsplit("::").next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::{forget_files, formats, only_panics};

    #[test]
    fn only_what_cannot_return_is_silenced() {
        for name in [
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "core[c5930c85a12de822]::panicking::assert_failed::<usize, usize>",
            "core[c5930c85a12de822]::panicking::panic_const::panic_const_async_fn_resumed",
            "<alloc[3ca501edff3f0c7c]::vec::Vec<_, _>>::insert_mut::assert_failed",
            "__rustc[b7974e8690430dd9]::rust_begin_unwind",
            "<std[a5]::panicking::panic_handler::StaticStrPayload as core[c5]::panic::PanicPayload>::get",
        ] {
            assert!(only_panics(name), "{name}");
        }
        for name in [
            "std[a543996e6e7dbf1e]::panicking::panic_count::increase",
            "refiner_wasm::call::status::panic",
            "corelike[c5930c85a12de822]::panicking::panic",
            "core[c5930c85a12de822]::fmt::write",
            "wasm_bindgen::throw_str",
        ] {
            assert!(!only_panics(name), "{name}");
        }
    }

    #[test]
    fn only_the_standard_librarys_formatting_counts_as_formatting() {
        for name in [
            "core[c5930c85a12de822]::fmt::write",
            "<core[c5930c85a12de822]::fmt::Formatter>::pad_integral",
            "alloc[3ca501edff3f0c7c]::fmt::format::format_inner",
            "<u32 as core[c5930c85a12de822]::fmt::Display>::fmt",
            "<alloc[3ca501edff3f0c7c]::string::String as core[c5930c85a12de822]::fmt::Write>::write_char",
        ] {
            assert!(formats(name), "{name}");
        }
        for name in ["refiner_json::write::write_string", "refiner_wasm::fmt::write", "core[c5]::str::from_utf8"] {
            assert!(!formats(name), "{name}");
        }
    }

    #[test]
    fn only_names_of_source_files_are_blanked() {
        let mut data = *b"/rustc/59/library/core/a.rs of src/b.rs src/ and .rs";
        forget_files(&mut data);
        let seen: Vec<_> = data.split(|byte| *byte == 0).filter(|part| !part.is_empty()).collect();
        assert_eq!(seen, [&b" of "[..], b" src/ and .rs"]);
    }
}
