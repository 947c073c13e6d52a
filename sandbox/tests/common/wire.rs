//! A sandbox on a real socket, and a client that shows exactly what came back.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use refiner_sandbox::{Options, choices, server};
use serde_json::Value;

/// Only so that a failing test ends.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A sandbox in this process.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    stopped: mpsc::Receiver<()>,
}

/// What came back before the connection ended.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// How it ended: cleanly, or with an error such as a reset.
    pub(crate) end: Result<(), ErrorKind>,
}

impl Received {
    pub(crate) fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }
}

impl Running {
    pub(crate) fn start(options: Options) -> Self {
        let (stop, stopping) = tokio::sync::oneshot::channel();
        let (tell_address, address) = mpsc::channel();
        let (tell_stopped, stopped) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell_address.send(listener.local_addr().unwrap()).unwrap();
                let shutdown = async {
                    let _ = stopping.await;
                };
                server::serve(listener, options, shutdown).await.unwrap();
            });
            let _ = tell_stopped.send(());
        });
        Self { address: address.recv_timeout(PATIENCE).unwrap(), stop: Some(stop), stopped }
    }

    /// Stops the sandbox, in whatever state its connections are.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
        self.stopped.recv_timeout(PATIENCE).expect("the sandbox should have stopped");
    }

    /// Sends a request without reading the reply.
    pub(crate) fn open(&self, method: &str, target: &str, headers: &str, body: &str) -> TcpStream {
        send(self.address, method, target, headers, body)
    }

    /// The same under another name than its address.
    pub(crate) fn open_at(&self, host: &str, method: &str, target: &str, headers: &str, body: &str) -> TcpStream {
        send_to(self.address, host, method, target, headers, body)
    }

    /// An ordinary call with the key.
    pub(crate) fn call(&self, method: &str, target: &str, body: &str) -> Received {
        let key = format!("authorization: Bearer {}\r\ncontent-type: application/json\r\n", choices::KEY);
        receive(self.open(method, target, &key, body))
    }

    pub(crate) fn faults(&self, list: Value) -> Received {
        self.call("POST", "/_sandbox/faults", &list.to_string())
    }

    /// Sets this fault, and makes a call that meets it.
    pub(crate) fn with_fault(&self, fault: Value) -> Received {
        let queued = self.faults(Value::Array(vec![fault]));
        assert_eq!(queued.status(), 200, "{queued:?}");
        self.call("GET", "/v1/", "")
    }

    pub(crate) fn log(&self) -> Vec<Value> {
        self.call("GET", "/_sandbox/requests", "").json()["requests"].as_array().unwrap().clone()
    }
}

pub(crate) fn send(address: SocketAddr, method: &str, target: &str, headers: &str, body: &str) -> TcpStream {
    send_to(address, &address.to_string(), method, target, headers, body)
}

/// Sends a request that names another host.
fn send_to(address: SocketAddr, host: &str, method: &str, target: &str, headers: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let length = body.len();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// Reads until the connection ends, in whatever way.
pub(crate) fn receive(mut stream: TcpStream) -> Received {
    let (mut all, mut chunk) = (Vec::new(), [0; 16 * 1024]);
    let end = loop {
        match stream.read(&mut chunk) {
            Ok(0) => break Ok(()),
            Ok(count) => all.extend_from_slice(&chunk[..count]),
            Err(error) => break Err(error.kind()),
        }
    };
    let split = all.windows(4).position(|it| it == b"\r\n\r\n").map_or(all.len(), |at| at + 4);
    let body = all.split_off(split);
    Received { head: String::from_utf8(all).unwrap(), body, end }
}

/// Reads only the headers.
pub(crate) fn receive_head(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "the connection ended in the headers");
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}
