//! One request: reads it, asks the sandbox, and delivers the answer as the sandbox says.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request as AxumRequest, State};

use super::Running;
use super::connection::Line;
use crate::choices;
use crate::faults::Delivery;
use crate::http::{Request, Response};
use crate::state::Answer;

pub(super) async fn answer(
    State(running): State<Arc<Running>>,
    Extension(line): Extension<Line>,
    request: AxumRequest,
) -> axum::response::Response {
    let request = read(request).await;
    let Answer { response, delivery } = running.sandbox().answer(&request, running.clock_ms());
    match delivery {
        Delivery::AtOnce => into_axum(response),
        Delivery::After(ms) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            into_axum(response)
        }
        Delivery::Broken(how) => line.take_over(how, response).await,
    }
}

async fn read(request: AxumRequest) -> Request {
    let (parts, body) = request.into_parts();
    // Of a larger body, the sandbox needs to know only that it is one.
    let body = to_bytes(body, choices::LARGEST_BODY).await.map(Vec::from);
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authority: parts.uri.authority().map(|authority| authority.as_str().to_owned()),
        headers: headers.collect(),
        body: body.unwrap_or_else(|_| vec![0; choices::LARGEST_BODY + 1]),
    }
}

/// Converts our plain response into axum's.
fn into_axum(response: Response) -> axum::response::Response {
    let mut builder = axum::http::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    builder.body(Body::from(response.body)).unwrap_or_else(|error| {
        // Fails only for an invalid header, and those of faults are checked when they are set.
        let mut response = axum::response::Response::new(Body::from(error.to_string()));
        *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
