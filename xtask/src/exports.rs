//! What a module must not export: a function that gives back a reference and nothing else.
//!
//! V8 as of Node 20 and 22 inlines such a function into optimised JavaScript, and ends the process with "unreachable code" when
//! it has to throw that code away while the function runs. A `Result` comes back as three numbers, and is safe.

use std::path::Path;

use anyhow::{Result, bail};
use walrus::{ExportItem, Module, ValType};

/// Fails when a function of the module gives back a lone reference.
pub(crate) fn check(module: &Path) -> Result<()> {
    let parsed = Module::from_file(module)?;
    for export in parsed.exports.iter() {
        let ExportItem::Function(function) = export.item else { continue };
        if let [ValType::Ref(_)] = parsed.types.results(parsed.funcs.get(function).ty()) {
            bail!(
                "{} gives back a lone reference, which can end Node 20 and 22; let it give back a Result",
                export.name
            );
        }
    }
    Ok(())
}
