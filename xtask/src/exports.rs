//! Checks that a module exports no function that returns a lone reference.
//!
//! V8 as of Node 20 and 22 inlines such a function into optimised JavaScript. If it must deoptimise that code while the
//! function runs, it ends the process with "unreachable code". A `Result` is returned as three numbers, and is safe.

use std::path::Path;

use anyhow::{Result, bail};
use walrus::{ExportItem, Module, ValType};

/// Fails if an exported function returns a lone reference.
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
