//! The sandbox on a loopback socket.

mod answer;
mod broken;
mod connection;

use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::options::Options;
use crate::sandbox::Sandbox;

/// A running sandbox, and its clock.
struct Running {
    sandbox: Mutex<Sandbox>,
    /// The time on the wall at `started`.
    epoch_ms: i64,
    started: Instant,
}

impl Running {
    fn new(options: Options) -> Self {
        let epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let epoch_ms = i64::try_from(epoch.as_millis()).unwrap_or_default();
        Self { sandbox: Mutex::new(Sandbox::new(options, epoch_ms)), epoch_ms, started: Instant::now() }
    }

    /// Milliseconds since 1970; never goes back.
    fn clock_ms(&self) -> i64 {
        let elapsed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.epoch_ms.saturating_add(elapsed)
    }

    fn sandbox(&self) -> MutexGuard<'_, Sandbox> {
        // A panic while holding the lock must not fail every later test.
        self.sandbox.lock().unwrap_or_else(PoisonError::into_inner)
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
    let router = Router::new().fallback(answer::answer).with_state(Arc::new(Running::new(options)));
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
