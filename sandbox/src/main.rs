//! The sandbox as a program: `cargo run -p refiner-sandbox`.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Parser, ValueEnum};
use refiner_sandbox::choices::{NoAccount, ResponseTimes, Tags};
use refiner_sandbox::{Options, choices, server, time};
use serde::de::DeserializeOwned;
use tokio::net::TcpListener;

/// A Refiner that runs on this machine.
#[derive(Debug, Parser)]
struct Arguments {
    /// The loopback port; 0 picks a free one
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// The seed of the invented data; the same seed gives the same account
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
    /// How many contacts the account starts with
    #[arg(long, default_value_t = Options::default().contacts)]
    contacts: usize,
    /// How many responses it starts with, including views and partial ones
    #[arg(long, default_value_t = Options::default().responses)]
    responses: usize,
    /// Start with forms and segments only
    #[arg(long)]
    empty: bool,
    /// Whether to refuse calls above 4,000 a minute, or 100 a minute for one user
    #[arg(long, value_enum, default_value_t = Switch::On)]
    rate_limits: Switch,
    /// The sandbox's time at the start: an ISO 8601 time, or `clock` for the real one. The default is a fixed time, so
    /// that the seed alone determines the data
    #[arg(long, value_parser = read_now)]
    now: Option<i64>,
    /// The form of times in responses: `plain` (2020-09-02 21:53:33) or `iso` (2020-09-02T21:53:33.000000Z)
    #[arg(long, value_parser = read_word::<ResponseTimes>, default_value = "plain")]
    response_times: ResponseTimes,
    /// The form of tags on responses: `objects`, absent when there are none, or `texts`, then an empty list
    #[arg(long, value_parser = read_word::<Tags>, default_value = "objects")]
    tags: Tags,
    /// The account of a contact without a group: `object`, with a null `remote_id`, or `null`
    #[arg(long, value_parser = read_word::<NoAccount>, default_value = "object")]
    no_account: NoAccount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

/// Reads one of the words that `POST /_sandbox/reset` takes too.
fn read_word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::from(text)).map_err(|error| error.to_string())
}

fn read_now(text: &str) -> Result<i64, String> {
    if text != "clock" {
        return time::parse(text).ok_or_else(|| "neither an ISO 8601 time nor `clock`".to_owned());
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?;
    i64::try_from(since.as_millis()).map_err(|error| error.to_string())
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), String> {
    let options = Options {
        seed: arguments.seed,
        contacts: arguments.contacts,
        responses: arguments.responses,
        empty: arguments.empty,
        rate_limits: arguments.rate_limits == Switch::On,
        now_ms: arguments.now.unwrap_or(choices::DEFAULT_NOW_MS),
        response_times: arguments.response_times,
        tags: arguments.tags,
        no_account: arguments.no_account,
        ..Options::default()
    };
    // Watched before anything is printed, so that a reader of the address can stop the sandbox immediately.
    let stopped = stop_signal().map_err(|error| format!("The stop signals cannot be watched: {error}."))?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("Port {} is already in use: choose another with --port, or --port 0 for any.", arguments.port)
        }
        _ => format!("The sandbox cannot listen on {address}: {error}."),
    })?;
    announce(&listener).map_err(|error| format!("The address cannot be printed: {error}."))?;
    server::serve(listener, options, stopped).await.map_err(|error| format!("The sandbox stopped: {error}."))
}

fn announce(listener: &TcpListener) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "listening on http://{}/v1", listener.local_addr()?)?;
    writeln!(out, "key {}", choices::KEY)?;
    out.flush()
}

/// Resolves at Ctrl-C or, where it exists, at SIGTERM.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
