//! Checks the key.
//!
//! <https://refiner.io/docs/api/#authentication>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::choices;
use crate::http::{Request, Response};
use crate::params::Params;

/// Refuses a request without a valid key, with the three errors seen from the live service.
pub(super) fn check(request: &Request, params: Option<&Params>) -> Result<(), Response> {
    let key = key_of(request, params).unwrap_or_default();
    if key.len() < choices::SHORTEST_KEY {
        return Err(Response::json(401, &json!({ "error": "No API key found in headers" })));
    }
    if !choices::is_well_formed_key(&key) {
        return Err(Response::json(401, &json!({ "error": "API key does not look valid" })));
    }
    if key != choices::KEY {
        return Err(Response::json(404, &json!({ "message": "API key not valid or does not exist" })));
    }
    Ok(())
}

fn key_of(request: &Request, params: Option<&Params>) -> Option<String> {
    let from_header = request.header("authorization").and_then(|header| {
        let (scheme, rest) = header.trim().split_once(' ')?;
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(rest.trim().to_owned()),
            "basic" => {
                let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
                Some(text.split_once(':').map_or(text.as_str(), |(user, _)| user).to_owned())
            }
            _ => None,
        }
    });
    let from_param = |params: &Params| params.text("api_key").ok().flatten();
    from_header.or_else(|| from_param(&Params::of_query(request))).or_else(|| params.and_then(from_param))
}
