//! Pages on this machine may call the sandbox; no other page may.

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use super::into_axum;
use crate::choices;

type Header = (String, String);

fn header(name: &str, value: &str) -> Header {
    (name.to_owned(), value.to_owned())
}

/// Whether the origin is a page served from this machine, on any port.
pub(super) fn is_loopback(origin: &str) -> bool {
    origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")).is_some_and(is_loopback_host)
}

/// Whether a host, with or without a port, is a name of this machine.
fn is_loopback_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        // The last colon of a bare `[::1]` is part of the address.
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_address = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback()),
        None => name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback()),
    };
    (is_address || name.eq_ignore_ascii_case("localhost")) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// The extra headers of a reply to a page of that origin.
pub(super) fn headers(origin: Option<&str>) -> Vec<Header> {
    match origin.filter(|origin| is_loopback(origin)) {
        None => vec![header("vary", "origin")],
        Some(origin) => vec![
            header("vary", "origin"),
            header("access-control-allow-origin", origin),
            header("access-control-expose-headers", "Retry-After"),
        ],
    }
}

/// Whether a request is a preflight, not a call.
pub(super) fn is_preflight(request: &Request) -> bool {
    request.method() == axum::http::Method::OPTIONS
        && request.headers().contains_key("origin")
        && request.headers().contains_key("access-control-request-method")
}

/// The answer to a preflight. Without the CORS headers, the browser takes it as a refusal.
pub(super) fn preflight(origin: Option<&str>) -> Response {
    let mut headers = headers(origin);
    if origin.is_some_and(is_loopback) {
        headers.push(header("access-control-allow-methods", "GET, POST, DELETE"));
        headers.push(header("access-control-allow-headers", "Authorization, Content-Type"));
        headers.push(header("access-control-max-age", "600"));
    }
    into_axum(crate::http::Response { status: 204, headers, body: Vec::new() })
}

/// The same for the control side, which answers this machine only. A page elsewhere can send a plain `POST` without
/// asking first, so its `Origin` is refused; a page whose name was pointed at this machine afterwards (DNS rebinding) has
/// no foreign origin, but its `Host` tells.
pub(super) async fn layer(request: Request, next: Next) -> Response {
    let origin = origin_of(&request);
    if is_preflight(&request) {
        return preflight(origin.as_deref());
    }
    let mut response = match foreign(&request) {
        Some(name) => into_axum(choices::not_from_here(name)),
        None => next.run(request).await,
    };
    for (name, value) in headers(origin.as_deref()) {
        if let (Ok(name), Ok(value)) = (name.parse::<axum::http::HeaderName>(), value.parse()) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// The header, if any, that says that a request was not meant for this machine or does not come from it. Requests
/// without an `Origin` come from programs.
fn foreign(request: &Request) -> Option<&'static str> {
    let all = |name: &str, fits: fn(&str) -> bool| {
        request.headers().get_all(name).iter().all(|value| value.to_str().is_ok_and(fits))
    };
    if !all("host", is_loopback_host) || !request.uri().authority().is_none_or(|it| is_loopback_host(it.as_str())) {
        return Some("Host");
    }
    (!all("origin", is_loopback)).then_some("Origin")
}

pub(super) fn origin_of(request: &Request) -> Option<String> {
    request.headers().get("origin").and_then(|origin| origin.to_str().ok()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_pages_of_this_machine() {
        for origin in
            ["http://localhost:8787", "https://localhost", "http://127.0.0.1:1", "http://[::1]:65535", "http://[::1]"]
        {
            assert!(is_loopback(origin), "{origin}");
        }
        for origin in [
            "null",
            "http://localhost.example.com",
            "http://localhost:8787.example.com",
            "http://127.0.0.1@example.com",
            "http://example.com/localhost",
            "http://localhost:",
            "http://localhost:99999",
            "file://localhost",
            "http://[::1].example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1:8787",
            "",
        ] {
            assert!(!is_loopback(origin), "{origin}");
        }
    }
}
