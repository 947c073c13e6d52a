//! The demo: the page, the package, the chart library and the sandbox, served from this one process.

use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail};
use serde_json::json;
use tokio::net::TcpListener;

use crate::serve::{self, Site};
use crate::workspace::Workspace;
use crate::{build, charts, process};

/// Builds and serves. Returns only if something fails; a signal ends the process.
pub(crate) fn run(workspace: &Workspace, port: u16, sandbox_port: u16) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // Checked before the build, so that a taken port fails early. Not kept open, so that no call hangs until the server
    // starts.
    runtime.block_on(async { listen(port, "--port").await.and(listen(sandbox_port, "--sandbox-port").await) })?;
    let package = build::build(workspace)?;
    let vendor = charts::bundle(workspace)?;
    runtime.block_on(async {
        let demo = listen(port, "--port").await?;
        let sandbox = listen(sandbox_port, "--sandbox-port").await?;
        let (demo_address, sandbox_origin) = (demo.local_addr()?, format!("http://{}", sandbox.local_addr()?));
        let base_url = format!("{sandbox_origin}/v1");
        let site = Site {
            www: workspace.root.join("www"),
            package,
            vendor,
            config: json!({ "baseUrl": base_url, "apiKey": refiner_sandbox::choices::KEY }).to_string(),
            connect: sandbox_origin,
        };
        // Both are listening already, so a reader of these lines can call immediately.
        println!("sandbox on {base_url}\ndemo on http://{demo_address}");
        std::io::stdout().flush()?;
        process::set_signal_exit_code(0);
        tokio::select! {
            ended = axum::serve(demo, serve::router(site)) => ended.context("the demo's server ended"),
            ended = serve_sandbox(sandbox) => ended.context("the sandbox ended"),
        }
    })
}

async fn listen(port: u16, option: &str) -> Result<TcpListener> {
    match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is taken; choose another with {option}")
        }
        Err(error) => Err(error).with_context(|| format!("port {port} cannot be opened")),
    }
}

/// The sandbox as its own program serves it without options.
async fn serve_sandbox(listener: TcpListener) -> std::io::Result<()> {
    refiner_sandbox::server::serve(listener, refiner_sandbox::Options::default(), std::future::pending()).await
}
