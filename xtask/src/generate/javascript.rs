//! The class with a method per action.

use std::fmt::Write as _;

use refiner_wasm::actions::all;

use super::{HEADER, camel_case, comment};

/// The text of `actions.js`.
pub(super) fn actions() -> String {
    let mut out = format!(
        "// @ts-check\n// {HEADER}\n\n/** A method per action. Each hands over to `call` or `list` of the client. */\n"
    );
    out.push_str("export class Actions {\n");
    for action in all() {
        let verb = if action.list { "list" } else { "call" };
        let doc = format!(
            "{}\n@this {{import(\"../internal/client.js\").Client}}\n@param {{any}} [input]\n@param {{any}} [options]",
            action.description.text()
        );
        out.push_str(&comment(&doc, "  "));
        let method = camel_case(action.name);
        let name = action.name;
        let _ =
            write!(out, "  {method}(input, options) {{\n    return this.{verb}(\"{name}\", input, options);\n  }}\n\n");
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n}\n");
    out
}
