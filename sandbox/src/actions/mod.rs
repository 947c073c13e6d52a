//! The actions. Each file has a few of them, with their routes; [`GROUPS`] is the table.

mod account;
mod contacts;
mod filter;
mod forms;
mod render;
mod reporting;
mod responses;
mod segments;
mod users;

use serde_json::Value;

use crate::choices;
use crate::http::{Request, Response};
use crate::params::Params;
use crate::store::Store;

/// What an action gets.
pub(crate) struct Call<'a> {
    pub(crate) store: &'a mut Store,
    pub(crate) params: &'a Params,
    pub(crate) now_ms: i64,
}

/// A reply, or the error reply to send instead.
pub(crate) type Outcome = Result<Value, Response>;

/// One action and its route.
pub(crate) struct Route {
    /// The action's name in the contract: `track_event`.
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// Whether `id`, `email` and `uuid` name a user, so that the call counts against that user's rate limit.
    pub(crate) about_one_user: bool,
    pub(crate) run: fn(&mut Call<'_>) -> Outcome,
}

const GROUPS: [&[Route]; 7] = [
    account::ROUTES,
    users::ROUTES,
    contacts::ROUTES,
    segments::ROUTES,
    forms::ROUTES,
    responses::ROUTES,
    reporting::ROUTES,
];

/// The action at a path (without `/v1`), or the error reply to send.
pub(crate) fn find(method: &str, path: &str) -> Result<&'static Route, Response> {
    let here: Vec<_> = GROUPS.into_iter().flatten().filter(|route| route.path == path).collect();
    if let Some(route) = here.iter().find(|route| route.method == method) {
        return Ok(route);
    }
    if here.is_empty() {
        return Err(choices::no_such_path(path));
    }
    let allowed: Vec<_> = here.iter().map(|route| route.method).collect();
    Err(choices::wrong_method(method, &allowed.join(", ")))
}

/// The name of the action that a request calls, if its path and method are one's.
pub(crate) fn name_of(request: &Request) -> Option<&'static str> {
    let path = request.path.strip_prefix("/v1")?;
    Some(find(&request.method, if path.is_empty() { "/" } else { path }).ok()?.name)
}

/// The names of all actions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    GROUPS.into_iter().flatten().map(|route| route.name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_routes_are_those_of_the_contract() {
        // The sandbox shares no code with the client. This is a file.
        let contract: Value = serde_json::from_str(include_str!("../../../tests/golden/contract.json")).unwrap();
        let actions = contract["actions"].as_array().unwrap().iter();
        let mut declared: Vec<_> =
            actions.map(|action| json!([action["http"]["method"], action["http"]["path"], action["name"]])).collect();
        let routes = GROUPS.into_iter().flatten().map(|route| json!([route.method, route.path, route.name]));
        let mut routes: Vec<_> = routes.collect();
        declared.sort_by_key(Value::to_string);
        routes.sort_by_key(Value::to_string);
        assert_eq!(routes, declared);
        routes.dedup();
        assert_eq!(routes.len(), declared.len(), "two actions share a route");
    }
}
