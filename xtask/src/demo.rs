//! The demo: the Worker of www/ in workerd, with the sandbox in the place of Refiner.

use std::fs;
use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::net::TcpListener;

use crate::process::Group;
use crate::workspace::Workspace;
use crate::{build, package, process};

/// What wrangler prints before the address of the Worker.
const READY: &str = "Ready on ";

/// Builds and serves. Returns only if something fails; a signal ends the process.
pub(crate) fn run(workspace: &Workspace, port: u16, sandbox_port: u16) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // Checked before the build, so that a taken port fails early. Not kept open, so that no call hangs until the server
    // starts.
    runtime.block_on(async { listen(port, "--port").await.and(listen(sandbox_port, "--sandbox-port").await) })?;
    let built = build::build(workspace)?;
    package::link(workspace, &built)?;
    let sandbox = runtime.block_on(listen(sandbox_port, "--sandbox-port"))?;
    let base_url = format!("http://{}/v1", sandbox.local_addr()?);
    // The Worker's own port: wrangler wants a number, so a free one is looked up first.
    let port = runtime.block_on(listen(port, "--port"))?.local_addr()?.port();
    let serving = runtime.spawn(serve_sandbox(sandbox));

    let mut worker = Group::spawn(&mut wrangler(workspace, port, &base_url)?)?;
    let mut lines = worker.lines();
    let mut before = Vec::new();
    let address = lines.by_ref().find_map(|line| {
        let address = line.split_once(READY).map(|(_, address)| address.trim().to_owned());
        before.push(line);
        address
    });
    let Some(address) = address else {
        bail!("the Worker did not start (wrangler):\n{}", before.join("\n"));
    };
    // The sandbox listens already, so a reader of these lines can call immediately.
    println!("sandbox on {base_url}\ndemo on {address}");
    std::io::stdout().flush()?;
    process::set_signal_exit_code(0);
    // Later output must be read, or the full pipe would block the Worker.
    lines.filter(|line| !line.trim().is_empty()).for_each(|line| println!("{line}"));
    serving.abort();
    bail!("the Worker ended ({})", worker.wait()?);
}

/// The Worker as its own wrangler.jsonc says, with the settings of this machine.
fn wrangler(workspace: &Workspace, port: u16, base_url: &str) -> Result<Command> {
    let folder = workspace.scratch("demo")?;
    // What the last demo remembered of its events is not for this one.
    let state = folder.join("state");
    match fs::remove_dir_all(&state) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} cannot be removed", state.display()));
        }
        _ => {}
    }
    let settings = folder.join("settings.env");
    fs::write(&settings, settings_text(base_url)?)
        .with_context(|| format!("{} cannot be written", settings.display()))?;
    let mut command = Command::new("node");
    command.arg("../node_modules/wrangler/bin/wrangler.js").arg("dev");
    command.args(["--ip", "127.0.0.1", "--inspector-port", "0", "--port", &port.to_string()]);
    command.arg("--env-file").arg(&settings).arg("--persist-to").arg(&state);
    command.args(["--show-interactive-dev-session=false", "--log-level", "log"]);
    // Nothing is sent anywhere, and nothing is written outside the target directory.
    command.env("WRANGLER_SEND_METRICS", "false").env("WRANGLER_LOG_PATH", folder.join("logs"));
    command.env("CLOUDFLARE_CF_FETCH_ENABLED", "false").env("NO_COLOR", "1").env("CI", "1");
    command.current_dir(workspace.root.join("www")).stdout(Stdio::piped());
    Ok(command)
}

/// The secrets of the demo: the sandbox's key, which is public, and a secret that is made anew each time.
fn settings_text(base_url: &str) -> Result<String> {
    let mut random = [0; 32];
    if let Err(error) = getrandom::fill(&mut random) {
        bail!("this machine gives no random numbers: {error}");
    }
    let (key, secret) = (refiner_sandbox::choices::KEY, STANDARD.encode(random));
    Ok(format!("REFINER_API_KEY={key}\nGATEWAY_SECRET={secret}\nREFINER_BASE_URL={base_url}\nDEMO_SIGN_IN=open\n"))
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
