//! What may be asked of Refiner: each action is declared once, beside its input and output types.
//!
//! An action's declaration is all there is to know about it: the request, the check of the input, the reading of the reply,
//! the TypeScript types, the schemas and the documents are made from it. To add one, declare it in its group's file.

pub mod account;
pub mod contacts;
pub mod events;
pub mod forms;
pub mod operations;
pub mod reporting;
pub mod responses;
pub mod segments;

use crate::schema::nearest::nearest;
use crate::schema::shape::{Doc, Record};

/// An action of Refiner's REST API.
#[derive(Debug)]
pub struct Action {
    /// Its name, such as `list_responses`.
    pub name: &'static str,
    /// Other names under which it is known and accepted.
    pub aliases: &'static [&'static str],
    /// A few words for a menu.
    pub title: Doc,
    /// What it does, for people and programs that choose.
    pub description: Doc,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: &'static str,
    /// What it does to data.
    pub effect: Effect,
    /// What else it destroys, for destructive actions; empty when nothing.
    pub destroys: Doc,
    /// Whether doing it twice leaves the same as doing it once.
    pub idempotent: bool,
    /// Whether the reply is a page of a list.
    pub list: bool,
    /// What it takes.
    pub input: &'static Record,
    /// What comes back.
    pub output: &'static Record,
    /// Where the vendor describes it: an anchor of `https://refiner.io/docs/api/`.
    pub anchor: Doc,
}

/// The input of an action: what is sent for it, and what comes back.
pub trait Endpoint: serde::Serialize {
    /// The action.
    const ACTION: &'static Action;
    /// The model of its reply.
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
    /// Parameters travel in the query.
    Get,
    /// Parameters travel in a JSON body.
    Post,
    /// Parameters travel in the query.
    Delete,
}

impl Method {
    /// The method as it is sent.
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
    /// Nothing.
    Read,
    /// It adds or changes.
    Write,
    /// It removes.
    Destructive,
}

impl Effect {
    /// The word for it.
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

/// The action of this name or alias; otherwise the nearest name, if one is near.
pub fn find(name: &str) -> Result<&'static Action, Option<&'static str>> {
    all()
        .find(|action| action.name == name || action.aliases.contains(&name))
        .ok_or_else(|| nearest(name, all().map(|action| action.name)))
}
