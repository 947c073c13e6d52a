//! Pages on this machine may call the sandbox; no other page may.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::http::{Request, Response};

type Header = (String, String);

fn header(name: &str, value: &str) -> Header {
    (name.to_owned(), value.to_owned())
}

/// Whether the origin is a page served from this machine, on any port.
fn is_loopback(origin: &str) -> bool {
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

/// The extra headers of a reply to the page that asked, if it was one of this machine.
pub(crate) fn headers(request: &Request) -> Vec<Header> {
    match own_origin(request) {
        None => vec![header("vary", "origin")],
        Some(origin) => vec![
            header("vary", "origin"),
            header("access-control-allow-origin", origin),
            header("access-control-expose-headers", "Retry-After"),
        ],
    }
}

/// Whether a request is a preflight, not a call.
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method == "OPTIONS"
        && request.header("origin").is_some()
        && request.header("access-control-request-method").is_some()
}

/// The answer to a preflight. Without the CORS headers, the browser takes it as a refusal.
pub(crate) fn preflight(request: &Request) -> Response {
    let mut headers = headers(request);
    if own_origin(request).is_some() {
        headers.push(header("access-control-allow-methods", "GET, POST, DELETE"));
        headers.push(header("access-control-allow-headers", "Authorization, Content-Type"));
        headers.push(header("access-control-max-age", "600"));
    }
    Response { status: 204, headers, body: Vec::new() }
}

/// The header, if any, that says that a request to the control side was not meant for this machine or does not come from it.
/// Requests without an `Origin` come from programs. A page elsewhere can send a plain `POST` without asking first, so its
/// `Origin` is refused; a page whose name was pointed at this machine afterwards (DNS rebinding) has no foreign origin, but
/// its `Host` tells.
pub(crate) fn foreign(request: &Request) -> Option<&'static str> {
    let all = |name: &str, fits: fn(&str) -> bool| {
        request.headers.iter().filter(|(known, _)| known == name).all(|(_, value)| fits(value))
    };
    if !all("host", is_loopback_host) || !request.authority.as_deref().is_none_or(is_loopback_host) {
        return Some("Host");
    }
    (!all("origin", is_loopback)).then_some("Origin")
}

/// The origin of the page that asked, if it is one of this machine.
fn own_origin(request: &Request) -> Option<&str> {
    request.header("origin").filter(|origin| is_loopback(origin))
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
