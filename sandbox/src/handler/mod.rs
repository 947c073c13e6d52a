//! The pure handler: key, limits, route, action.

mod auth;

use crate::actions::{self, Call};
use crate::choices;
use crate::http::{Request, Response};
use crate::params::Params;
use crate::store::Store;

/// Answers one request to `/v1`. The reply depends on the arguments alone.
pub fn handle(store: &mut Store, request: &Request, now_ms: i64) -> Response {
    answer(store, request, now_ms).unwrap_or_else(|refused| refused)
}

fn answer(store: &mut Store, request: &Request, now_ms: i64) -> Result<Response, Response> {
    let params = Params::of_request(request);
    // An unreadable body contains no key. The key is checked first, so that nobody without one gets a hint about the
    // body.
    auth::check(request, params.as_ref().ok())?;
    let Some(path) = request.path.strip_prefix("/v1").filter(|path| path.is_empty() || path.starts_with('/')) else {
        return Err(choices::no_such_path(&request.path));
    };
    let route = actions::find(&request.method, if path.is_empty() { "/" } else { path })?;
    let params = params?;
    let user = if route.about_one_user { params.user_key()? } else { None };
    if let Some(limits) = &mut store.limits {
        limits.count(user.as_deref(), now_ms).map_err(too_often)?;
    }
    let reply = (route.run)(&mut Call { store, params: &params, now_ms })?;
    Ok(Response::json(200, &reply))
}

/// <https://refiner.io/docs/api/#introduction>
fn too_often(wait_seconds: i64) -> Response {
    let mut response = choices::error(429, "You are doing this too often.");
    response.headers.push(("retry-after".to_owned(), wait_seconds.to_string()));
    response
}
