//! A Cloudflare Worker in Rust. It calls Refiner through the typed client of refiner-wasm (feature `fetch`), which sends
//! with the Worker's `fetch`.
//!
//! - `POST /users` with `{"id": "u-1", "traits": {"plan": "pro"}}` identifies a user.
//! - `GET /responses?form=UUID` gives the answers of the newest responses to a survey.
//!
//! The API key is a secret of the Worker: `wrangler secret put REFINER_API_KEY`.

use std::collections::BTreeMap;

use refiner_wasm::actions::Endpoint;
use refiner_wasm::actions::contacts::IdentifyUser;
use refiner_wasm::actions::responses::ListResponses;
use refiner_wasm::api::Decoded;
use refiner_wasm::call::{Error, Kind};
use refiner_wasm::fetch::{Client, Settings};
use refiner_wasm::schema::types::Scalar;
use serde_json::{Value, json};
use worker::{Context, Env, Method, Request, Response, Result, event};

/// The visitor waits for the answer, retries included.
const TIMEOUT_MS: f64 = 5_000.0;

/// The user to identify.
#[derive(serde::Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    traits: BTreeMap<String, Value>,
}

#[event(fetch)]
async fn fetch(mut request: Request, env: Env, _: Context) -> Result<Response> {
    let answered = match (request.method(), request.path().split('/').collect::<Vec<_>>().as_slice()) {
        (Method::Post, ["", "users"]) => identify(&env, request.json().await?).await?,
        (Method::Get, ["", "responses"]) => {
            let query: BTreeMap<String, String> = request.query()?;
            newest(&env, query.get("form").map(String::as_str)).await?
        }
        _ => return Response::error("not found", 404),
    };
    match answered {
        Ok(value) => Response::from_json(&value),
        Err(error) => {
            let status = if error.kind == Kind::Input { 400 } else { 502 };
            let failure = json!({ "kind": error.kind.as_str(), "message": error.message, "path": error.path });
            Ok(Response::from_json(&failure)?.with_status(status))
        }
    }
}

async fn identify(env: &Env, user: User) -> Result<std::result::Result<Value, Error>> {
    let attributes = user.traits.into_iter().map(|(name, value)| (name, Scalar(value))).collect();
    let user = IdentifyUser { id: Some(user.id.into()), attributes: Some(attributes), ..IdentifyUser::default() };
    Ok(ask(env, &user).await?.map(|reply| json!({ "contact_uuid": reply.value.contact_uuid })))
}

async fn newest(env: &Env, form: Option<&str>) -> Result<std::result::Result<Value, Error>> {
    let list =
        ListResponses { form_uuid: form.map(Into::into), page_length: Some(10_u16.into()), ..ListResponses::default() };
    Ok(ask(env, &list).await?.map(|page| {
        let responses = page.value.items.unwrap_or_default();
        let answers: Vec<_> = responses.into_iter().filter_map(|response| response.data).collect();
        let odd: Vec<_> = page.anomalies.into_iter().map(|anomaly| anomaly.path).collect();
        json!({ "total": page.total, "answers": answers, "anomalies": odd })
    }))
}

/// Makes a call with the Worker's settings.
async fn ask<E: Endpoint>(env: &Env, input: &E) -> Result<std::result::Result<Decoded<E::Output>, Error>> {
    let mut settings = Settings { timeout_ms: TIMEOUT_MS, ..Settings::new(env.secret("REFINER_API_KEY")?.to_string()) };
    if let Ok(base_url) = env.var("REFINER_BASE_URL") {
        settings.base_url = base_url.to_string();
    }
    Ok(match Client::new(settings) {
        Ok(client) => client.call(input).await,
        Err(error) => Err(error),
    })
}
