//! Serves the demo over HTTP: www/ at `/`, the package at `/pkg/`, third-party code at `/vendor/`, and the page's
//! settings at `/config.json`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};

/// What the demo serves.
pub(crate) struct Site {
    /// Served at `/`.
    pub(crate) www: PathBuf,
    /// Served at `/pkg/`.
    pub(crate) package: PathBuf,
    /// Served at `/vendor/`.
    pub(crate) vendor: PathBuf,
    /// The text of `/config.json`.
    pub(crate) config: String,
    /// The one origin, besides its own, that the page may call.
    pub(crate) connect: String,
}

/// The demo as a service.
pub(crate) fn router(site: Site) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(site))
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response<Body> {
    let (status, kind, body) = match *request.method() {
        Method::GET | Method::HEAD => content(&site, request.uri().path()).await,
        _ => (StatusCode::METHOD_NOT_ALLOWED, TEXT, "only GET and HEAD\n".into()),
    };
    // For a HEAD request, the server drops the body and keeps its length.
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self' {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        site.connect
    );
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

async fn content(site: &Site, path: &str) -> (StatusCode, &'static str, Vec<u8>) {
    if path == "/config.json" {
        return (StatusCode::OK, JSON, site.config.clone().into_bytes());
    }
    let under = [("/pkg/", &site.package), ("/vendor/", &site.vendor)];
    let found = under.into_iter().find_map(|(prefix, folder)| Some((folder, path.strip_prefix(prefix)?)));
    let (folder, rest) = found.unwrap_or_else(|| (&site.www, path.trim_start_matches('/')));
    let found = match inside(folder, rest) {
        Some(file) => tokio::fs::read(&file).await.ok().map(|bytes| (mime(&file), bytes)),
        None => None,
    };
    match found {
        Some((kind, bytes)) => (StatusCode::OK, kind, bytes),
        None => (StatusCode::NOT_FOUND, TEXT, "there is nothing here\n".into()),
    }
}

/// The file that `path` names in `folder`; `None` if it does not exist or lies outside, even through a link.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = percent_decoded(path)?;
    let mut file = folder.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        // Refuses hidden files, `..`, and names with a meaning on other systems.
        if part.starts_with('.') || part.contains(['\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    let file = file.canonicalize().ok()?;
    (file.starts_with(folder.canonicalize().ok()?) && file.is_file()).then_some(file)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits =
            std::str::from_utf8(&digits).ok().filter(|digits| digits.bytes().all(|d| d.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => JSON,
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "ts" => TEXT,
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::inside;

    #[test]
    fn only_what_is_inside_is_found() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(inside(&folder, "serve.rs").is_some());
        assert!(inside(&folder, "bin/wasm-bindgen-test-runner.rs").is_some());
        assert!(inside(&folder, "s%65rve.rs").is_some());
        let outside =
            ["../Cargo.toml", "%2e%2e/Cargo.toml", "bin/..%2f..%2fCargo.toml", "..\\Cargo.toml", "bin", "", "%", "%zz"];
        for path in outside.into_iter().chain(["/etc/passwd", "%2fetc/passwd", "serve.rs%00", "serve.rs/"]) {
            assert!(inside(&folder, path).is_none(), "{path}");
        }
    }
}
