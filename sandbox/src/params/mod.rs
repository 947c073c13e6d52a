//! The parameters of a request, from the query and the body.

mod brackets;
mod typed;

use serde_json::{Map, Value};

use crate::choices;
use crate::http::{Request, Response};

/// The parameters of a request: query, then form or JSON body, as one tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Params(Map<String, Value>);

impl Params {
    /// The parameters of the query alone.
    pub(crate) fn of_query(request: &Request) -> Self {
        Self(brackets::parse(request.query.as_bytes()))
    }

    /// The parameters of the query and the body.
    ///
    /// <https://refiner.io/docs/api/#introduction>
    pub(crate) fn of_request(request: &Request) -> Result<Self, Response> {
        let mut params = Self::of_query(request);
        params.0.extend(of_body(request)?);
        Ok(params)
    }
}

fn of_body(request: &Request) -> Result<Map<String, Value>, Response> {
    if request.body.is_empty() {
        return Ok(Map::new());
    }
    let content_type = request.header("content-type").unwrap_or("application/json");
    match content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "application/json" => match serde_json::from_slice(&request.body) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(choices::unreadable_json("it is another JSON value")),
            Err(error) => Err(choices::unreadable_json(&error.to_string())),
        },
        "application/x-www-form-urlencoded" => Ok(brackets::parse(&request.body)),
        other => Err(choices::unknown_content_type(other)),
    }
}
