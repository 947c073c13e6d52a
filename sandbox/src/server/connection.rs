//! One connection: hyper speaks HTTP on it until a fault takes the socket away from it.

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::broken;
use crate::faults::Broken;
use crate::http::Response;

/// Gives a request access to the socket that it came in on.
#[derive(Clone, Debug)]
pub(super) struct Line(mpsc::Sender<(Broken, Response)>);

impl Line {
    /// Hands the socket over to a fault. Never returns, because the connection is no longer HTTP.
    pub(super) async fn take_over(self, how: Broken, response: Response) -> axum::response::Response {
        // Fails only if the connection is already gone.
        let _ = self.0.send((how, response)).await;
        std::future::pending().await
    }
}

/// Serves one connection until it ends.
pub(super) async fn run(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let (sender, mut faults) = mpsc::channel(1);
    let service = TowerToHyperService::new(router.layer(Extension(Line(sender))));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let taken = tokio::select! {
        // The client disconnected, or does not speak HTTP.
        _ = &mut connection => None,
        taken = faults.recv() => taken,
    };
    if let Some((how, response)) = taken {
        let stream = connection.into_parts().io.into_inner();
        // Fails when the client gives up, which is the purpose of these faults.
        let _ = broken::answer(stream, how, response).await;
    }
}
