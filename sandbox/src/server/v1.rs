//! `/v1`: parses a request, records it, applies the next fault and calls the handler.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::to_bytes;
use axum::extract::{Request as AxumRequest, State};

use super::connection::Line;
use super::{Sandbox, cors, into_axum};
use crate::choices;
use crate::faults::{Broken, Fault};
use crate::handler::handle;
use crate::http::{Request, Response};

pub(super) async fn answer(
    State(sandbox): State<Arc<Sandbox>>,
    Extension(line): Extension<Line>,
    request: AxumRequest,
) -> axum::response::Response {
    let origin = cors::origin_of(&request);
    if cors::is_preflight(&request) {
        return cors::preflight(origin.as_deref());
    }
    let with_cors = |mut response: Response| {
        response.headers.extend(cors::headers(origin.as_deref()));
        response
    };
    let request = match read(request).await {
        Ok(request) => request,
        Err(refused) => return into_axum(with_cors(refused)),
    };
    let (fault, response) = carry_out(&sandbox, &request);
    let response = with_cors(response);
    match fault {
        Fault::Pass | Fault::Instead(_) => into_axum(response),
        Fault::Delay(ms) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            into_axum(response)
        }
        Fault::Broken(how) => line.take_over(how, response).await,
    }
}

/// Records the request and takes the next fault under one lock, so that requests and faults pair up in order.
fn carry_out(sandbox: &Sandbox, request: &Request) -> (Fault, Response) {
    let mut state = sandbox.state();
    let now_ms = state.now_ms();
    state.log.note(request, now_ms);
    let fault = state.faults.pop_front().unwrap_or(Fault::Pass);
    let response = match &fault {
        Fault::Instead(reply) => {
            Response { status: reply.status, headers: reply.headers.clone(), body: reply.body.clone() }
        }
        Fault::Broken(Broken::Reset | Broken::Endless) => Response::json(200, &serde_json::Value::Null),
        Fault::Pass | Fault::Delay(_) | Fault::Broken(_) => handle(&mut state.store, request, now_ms),
    };
    (fault, response)
}

async fn read(request: AxumRequest) -> Result<Request, Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, choices::LARGEST_BODY).await.map_err(|_| choices::error(413, "The body is too large"))?;
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Ok(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body: body.into(),
    })
}
