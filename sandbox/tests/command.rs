//! The sandbox's command line: its output, and how it ends.

#[path = "common/wire.rs"]
#[allow(dead_code)] // The library is not started here.
mod wire;

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};

use refiner_sandbox::choices;
use wire::{PATIENCE, receive, receive_head, send};

fn start(arguments: &[&str]) -> (Child, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_refiner-sandbox"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the sandbox starts");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.strip_prefix("listening on http://").and_then(|rest| rest.strip_suffix("/v1"));
    let address = address.and_then(|address| address.parse().ok()).unwrap_or_else(|| panic!("printed {first:?}"));
    assert_eq!(lines.next().unwrap().unwrap(), format!("key {}", choices::KEY));
    (child, address)
}

fn items(address: SocketAddr, target: &str) -> serde_json::Value {
    let key = format!("authorization: Bearer {}\r\n", choices::KEY);
    receive(send(address, "GET", target, &key, "")).json()["pagination"]["items_count"].clone()
}

#[test]
fn it_prints_its_address_and_takes_its_options() {
    let (mut child, address) = start(&["--port", "0", "--contacts", "12", "--responses", "34", "--rate-limits", "off"]);
    assert!(address.ip().is_loopback() && address.port() > 0);
    assert_eq!((items(address, "/v1/contacts"), items(address, "/v1/responses?include=all")), (12.into(), 34.into()));
    child.kill().unwrap();
    child.wait().unwrap();
    let forms = ["--port", "0", "--response-times", "iso", "--tags", "texts", "--no-account", "null"];
    let (mut child, address) = start(&forms);
    let key = format!("authorization: Bearer {}\r\n", choices::KEY);
    let body = |target: &str| receive(send(address, "GET", target, &key, "")).json();
    let response = body("/v1/responses?page_length=1")["items"][0].clone();
    assert!(
        response["completed_at"].as_str().unwrap().ends_with(".000000Z") && response["tags"].is_array(),
        "{response}"
    );
    let contacts = body("/v1/contacts");
    assert!(contacts["items"].as_array().unwrap().iter().any(|contact| contact["account"].is_null()));
    child.kill().unwrap();
    child.wait().unwrap();
    let wrong = ["--port", "0", "--tags", "both"];
    let refused = Command::new(env!("CARGO_BIN_EXE_refiner-sandbox")).args(wrong).output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && said.contains("`objects` or `texts`"), "{said}");
    let (mut child, address) = start(&["--port", "0", "--empty", "--now", "clock"]);
    assert_eq!(items(address, "/v1/contacts"), 0);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_port_in_use_is_one_clear_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_refiner-sandbox")).args(["--port", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, format!("Port {port} is already in use: choose another with --port, or --port 0 for any.\n"));
}

#[cfg(unix)]
#[test]
fn it_ends_at_a_signal_even_with_a_stalled_connection() {
    for signal in ["-INT", "-TERM"] {
        let (mut child, address) = start(&["--port", "0", "--empty"]);
        receive(send(address, "POST", "/_sandbox/faults", "", r#"[{"kind":"stall"}]"#));
        let mut stalled = send(address, "GET", "/v1/", "", "");
        receive_head(&mut stalled);
        let id = child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
        let (tell, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || tell.send(child.wait()));
        let ended = ended.recv_timeout(PATIENCE);
        if ended.is_err() {
            Command::new("kill").args(["-KILL", &id]).status().unwrap();
        }
        assert!(ended.expect("it should have ended").unwrap().success(), "{signal}");
        assert_eq!(receive(stalled).head, "");
    }
}
