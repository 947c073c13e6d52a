//! The sandbox on a loopback socket.

mod broken;
mod connection;
mod control;
mod cors;
mod log;
mod v1;

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::choices;
use crate::faults::Fault;
use crate::http::Response;
use crate::options::Options;
use crate::store::Store;

/// The whole state of a running sandbox.
struct Sandbox {
    /// The options it was started with; a reset starts from these.
    options: Options,
    state: Mutex<State>,
}

struct State {
    store: Store,
    faults: VecDeque<Fault>,
    log: log::Log,
    /// The sandbox's time at `started`.
    anchor_ms: i64,
    started: Instant,
}

impl State {
    fn new(options: &Options) -> Self {
        Self {
            store: Store::new(options),
            faults: VecDeque::new(),
            log: log::Log::default(),
            anchor_ms: options.now_ms,
            started: Instant::now(),
        }
    }

    /// The sandbox's clock: starts at the chosen "now" and runs at the speed of real time.
    fn now_ms(&self) -> i64 {
        let elapsed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.anchor_ms.saturating_add(elapsed)
    }
}

impl Sandbox {
    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while holding the lock must not fail every later test.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves a sandbox on the listener until `shutdown` resolves. Then drops all open connections, stalled ones included.
///
/// # Errors
/// If the listener is not on a loopback address: the sandbox has no secrets, but no protection either.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    shutdown: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    if !listener.local_addr()?.ip().is_loopback() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the sandbox listens on loopback addresses only"));
    }
    let sandbox = Arc::new(Sandbox { state: Mutex::new(State::new(&options)), options });
    let router = router(sandbox);
    let mut connections = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(connection::run(stream, router.clone()))),
                // Out of file descriptors, or the peer disconnected before it was accepted. The next accept may work.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
    connections.shutdown().await;
    Ok(())
}

fn router(sandbox: Arc<Sandbox>) -> Router {
    let control = Router::new()
        .route("/_sandbox/reset", post(control::reset))
        .route("/_sandbox/faults", post(control::set_faults))
        .route("/_sandbox/requests", get(control::requests).delete(control::clear_requests))
        .layer(axum::middleware::from_fn(cors::layer));
    Router::new()
        .route("/v1", any(v1::answer))
        .route("/v1/", any(v1::answer))
        .route("/v1/{*path}", any(v1::answer))
        .merge(control)
        .fallback(
            |request: axum::extract::Request| async move { into_axum(choices::no_such_path(request.uri().path())) },
        )
        .with_state(sandbox)
}

/// Converts our plain response into axum's.
fn into_axum(response: Response) -> axum::response::Response {
    let mut builder = axum::http::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    builder.body(axum::body::Body::from(response.body)).unwrap_or_else(|error| {
        // Fails only for an invalid header, and those of faults are checked when they are set.
        let mut response = axum::response::Response::new(axum::body::Body::from(error.to_string()));
        *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
