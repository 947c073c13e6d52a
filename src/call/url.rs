//! Builds the URL of a request, and checks base URLs.

use super::error::{Error, Kind};
use crate::call::request::Request;
use crate::json::text;

/// The full URL of a request.
///
/// The base URL is checked; the rest is the action's own path and an encoded query. So nothing in an input can lead to
/// another host or path.
pub fn url(base: &str, request: &Request) -> Result<String, Error> {
    let base = check(base)?;
    let mut url = text!(base, request.path);
    if !request.query.is_empty() {
        url.push('?');
        url.push_str(&request.query);
    }
    Ok(url)
}

/// Checks a base URL, and returns it without its trailing slash.
///
/// # Errors
/// `config`, when it cannot be used.
pub fn check(base: &str) -> Result<&str, Error> {
    let base = base.strip_suffix('/').unwrap_or(base);
    if is_allowed(base) {
        return Ok(base);
    }
    let message = "baseUrl must be an https address (http only on this machine) without user name, query or fragment";
    Err(Error::new(Kind::Config, message))
}

fn is_allowed(base: &str) -> bool {
    let (secure, rest) = match (base.strip_prefix("https://"), base.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return false,
    };
    let end = rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    let plain = rest.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\'));
    plain && !authority.is_empty() && !authority.contains('@') && (secure || is_loopback(authority))
}

/// Whether a host, with or without a port, is this machine.
fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix("[::1]") {
        Some(port) => return port.is_empty() || port.starts_with(':'),
        None => authority.split(':').next().unwrap_or_default(),
    };
    // `127.evil.example.com` is a name that anybody can own, so the whole host must be digits and dots.
    host == "localhost" || (host.starts_with("127.") && host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

#[cfg(test)]
mod tests {
    use super::url;
    use crate::actions::Method;
    use crate::call::request::Request;

    fn request(query: &str) -> Request {
        Request { method: Method::Get, path: "/contact", query: query.to_owned(), body: None }
    }

    #[test]
    fn where_requests_go() {
        for (base, expected) in [
            ("https://api.refiner.io/v1", Some("https://api.refiner.io/v1/contact?id=1")),
            ("https://api.refiner.io/v1/", Some("https://api.refiner.io/v1/contact?id=1")),
            ("http://127.0.0.1:4010/v1", Some("http://127.0.0.1:4010/v1/contact?id=1")),
            ("http://localhost", Some("http://localhost/contact?id=1")),
            ("http://[::1]:80/v1", Some("http://[::1]:80/v1/contact?id=1")),
            ("http://api.refiner.io/v1", None),
            ("http://127.0.0.1.example.com/v1", None),
            ("http://127.evil.example.com/v1", None),
            ("http://localhost.example.com/v1", None),
            ("https://user@api.refiner.io", None),
            ("https://gateway.example.com/@scope/v1", Some("https://gateway.example.com/@scope/v1/contact?id=1")),
            ("https://", None),
            ("http://[::1].example.com", None),
            ("https://api.refiner.io/v 1", None),
            ("https://api.refiner.io/v1?x=1", None),
            ("https://api.refiner.io/v1#x", None),
            ("https://api.refiner.io\\@evil.example.com", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(url(base, &request("id=1")).ok().as_deref(), expected, "{base}");
        }
    }
}
