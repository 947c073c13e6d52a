//! The actions of Refiner's REST API. Each is declared once, beside its input and output types.
//!
//! Everything about an action comes from its declaration: the request, the check of the input, the reading of the
//! reply, the TypeScript types, the schemas and the documents. To add an action, declare it in the file of its group.

pub mod account;
pub mod contacts;
pub mod events;
pub mod forms;
pub mod operations;
pub mod read_back;
pub mod reporting;
pub mod responses;
pub mod segments;

use crate::schema::nearest::{is_misspelt, nearest};
use crate::schema::shape::{Doc, Record};

/// An action of Refiner's REST API.
#[derive(Debug)]
pub struct Action {
    /// Its name, such as `list_responses`.
    pub name: &'static str,
    /// Other names that are accepted for it.
    pub aliases: &'static [&'static str],
    /// A short title, for menus.
    pub title: Doc,
    /// What it does, for people and models that choose an action.
    pub description: Doc,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: &'static str,
    /// What it does to data.
    pub effect: Effect,
    /// What else a destructive action deletes; empty when nothing.
    pub destroys: Doc,
    /// Whether running it twice has the same result as running it once.
    pub idempotent: bool,
    /// Whether the reply is a page of a list.
    pub list: bool,
    /// Its input.
    pub input: &'static Record,
    /// Its reply.
    pub output: &'static Record,
    /// Its section in Refiner's documentation: an anchor of `https://refiner.io/docs/api/`.
    pub anchor: Doc,
}

/// The input of an action, in the Rust API. Links it to the action and to the type of the reply.
pub trait Endpoint: serde::Serialize {
    /// The action.
    const ACTION: &'static Action;
    /// The type of the reply.
    type Output: serde::de::DeserializeOwned;
}

/// Declares the actions of a group: a constant `ACTIONS`, and an [`Endpoint`] for each input.
#[macro_export]
#[doc(hidden)]
macro_rules! actions {
    ($({
        name: $name:literal,
        aliases: [$($alias:literal),*],
        title: $title:literal,
        description: $description:literal,
        method: $method:ident,
        path: $path:literal,
        effect: $effect:ident,
        destroys: $destroys:literal,
        idempotent: $idempotent:literal,
        list: $list:literal,
        input: $input:ident,
        output: $output:ident,
        anchor: $anchor:literal $(,)?
    }),* $(,)?) => {
        $(impl $crate::actions::Endpoint for $input {
            const ACTION: &'static $crate::actions::Action = &$crate::actions::Action {
                name: $name,
                aliases: &[$($alias),*],
                title: $crate::schema::shape::Doc::new($title),
                description: $crate::schema::shape::Doc::new($description),
                method: $crate::actions::Method::$method,
                path: $path,
                effect: $crate::actions::Effect::$effect,
                destroys: $crate::schema::shape::Doc::new($destroys),
                idempotent: $idempotent,
                list: $list,
                input: $input::RECORD,
                output: $output::RECORD,
                anchor: $crate::schema::shape::Doc::new($anchor),
            };
            type Output = $output;
        })*

        /// The actions of this group.
        pub const ACTIONS: &[&$crate::actions::Action] =
            &[$(<$input as $crate::actions::Endpoint>::ACTION),*];
    };
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Parameters go in the query.
    Get,
    /// Parameters go in a JSON body.
    Post,
    /// Parameters go in the query.
    Delete,
}

impl Method {
    /// The method's name in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Delete => "DELETE",
        }
    }
}

/// What an action does to data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only reads.
    Read,
    /// It adds or changes data.
    Write,
    /// It removes data.
    Destructive,
}

impl Effect {
    /// The word used in the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Read => "read",
            Effect::Write => "write",
            Effect::Destructive => "destructive",
        }
    }
}

const GROUPS: &[&[&Action]] = &[
    account::ACTIONS,
    contacts::ACTIONS,
    segments::ACTIONS,
    events::ACTIONS,
    forms::ACTIONS,
    responses::ACTIONS,
    reporting::ACTIONS,
];

/// Every action, group by group.
pub fn all() -> impl Iterator<Item = &'static Action> {
    GROUPS.iter().flat_map(|group| group.iter().copied())
}

/// The action with this name or alias; otherwise the nearest name, if one is similar enough. An action that changes data
/// is given only for its own name, misspelt.
pub fn find(name: &str) -> Result<&'static Action, Option<&'static str>> {
    all().find(|action| action.name == name || action.aliases.contains(&name)).ok_or_else(|| {
        let fits = |action: &&Action| action.effect == Effect::Read || is_misspelt(name, action.name);
        nearest(name, all().filter(fits).map(|action| action.name))
    })
}
