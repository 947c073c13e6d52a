//! The skill that teaches a model the command line, and its list of actions.

use refiner_wasm::actions::operations::OPERATIONS;
use refiner_wasm::actions::{Action, all};
use refiner_wasm::schema::shape::Record;

use super::prose;

/// What stands for the version; the build puts it in.
pub(crate) const VERSION: &str = "{{version}}";

/// The files of the skill, below the package's folder.
pub(super) fn files() -> [(&'static str, String); 3] {
    [
        (FILE, skill()),
        ("skills/refiner/references/actions.md", reference()),
        ("llms.txt", include_str!("llms.txt").to_owned()),
    ]
}

/// The skill itself.
pub(crate) const FILE: &str = "skills/refiner/SKILL.md";

fn skill() -> String {
    let operations =
        OPERATIONS.iter().filter(|operation| !operation.shown.is_empty()).fold(String::new(), |text, operation| {
            text + &format!("- `{}`: {}\n", operation.name, prose(&operation.description.text()))
        });
    include_str!("skill.md")
        .replace("{{reads}}\n", &(operations + &list("read")))
        .replace("{{writes}}\n", &list("write"))
        .replace("{{destructive}}\n", &list("destructive"))
}

/// The actions of this effect, a line for each.
fn list(effect: &str) -> String {
    all().filter(|action| action.effect.as_str() == effect).fold(String::new(), |text, action| {
        let destroys = match action.destroys.text() {
            nothing if nothing.is_empty() => String::new(),
            more => format!(" It also destroys {more}."),
        };
        text + &format!("- `{}`: {}{destroys}\n", action.name, prose(&action.description.text()))
    })
}

fn reference() -> String {
    let head =
        "# The actions of Refiner\n\nWhat each one takes. `npx refiner-wasm schema ACTION` has the forms and limits.\n";
    all().fold(head.to_owned(), |text, action| text + &section(action))
}

fn section(action: &Action) -> String {
    let what = prose(&action.description.text());
    format!("\n## {}\n\n{what} ({})\n\n{}", action.name, action.effect.as_str(), parameters(action.input))
}

fn parameters(input: &Record) -> String {
    if input.fields.is_empty() {
        return "It takes nothing.\n".to_owned();
    }
    input.fields.iter().fold(String::new(), |text, field| {
        let required = if field.required { " (required)" } else { "" };
        text + &format!("- `{}`{required}: {}\n", field.name, prose(&field.doc.text()))
    })
}
