//! Writes, byte by byte, replies that no HTTP library would send.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::faults::Broken;
use crate::http::Response;

/// How long to wait before a reset, so that the bytes sent before it arrive first.
const BEFORE_RESET: Duration = Duration::from_millis(50);

/// Answers on the raw socket with the requested fault, until the client disconnects.
pub(super) async fn answer(mut stream: TcpStream, how: Broken, response: Response) -> io::Result<()> {
    let body = &response.body;
    match how {
        Broken::StallBeforeHeaders => gone(&mut stream).await,
        Broken::Stall => {
            stream.write_all(&head(&response, Some(body.len()))).await?;
            gone(&mut stream).await
        }
        Broken::Truncate(_) => {
            stream.write_all(&head(&response, Some(body.len()))).await?;
            stream.write_all(how.part_of(body)).await?;
            stream.shutdown().await
        }
        Broken::CloseMidway => {
            stream.write_all(&head(&response, None)).await?;
            stream.write_all(how.part_of(body)).await?;
            stream.shutdown().await
        }
        Broken::Reset { .. } => reset(&stream),
        Broken::ResetInBody => {
            stream.write_all(&head(&response, Some(body.len()))).await?;
            stream.write_all(how.part_of(body)).await?;
            tokio::time::sleep(BEFORE_RESET).await;
            reset(&stream)
        }
        Broken::Endless => endless(&mut stream, response).await,
        Broken::Drip(ms) => drip(&mut stream, &response, Duration::from_millis(ms)).await,
    }
}

/// The status line and headers. Without a length, the body ends with the connection.
fn head(response: &Response, length: Option<usize>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} \r\nconnection: close\r\n", response.status);
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(length) = length {
        head.push_str(&format!("content-length: {length}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Waits until the client disconnects.
async fn gone(stream: &mut TcpStream) -> io::Result<()> {
    let mut unread = [0; 1024];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}

/// With a linger time of zero, closing the socket sends a reset.
fn reset(stream: &TcpStream) -> io::Result<()> {
    stream.set_zero_linger()
}

/// An array whose items never end. A write waits for room in the client's TCP window, so nothing accumulates here.
async fn endless(stream: &mut TcpStream, mut response: Response) -> io::Result<()> {
    response.headers.push(("transfer-encoding".to_owned(), "chunked".to_owned()));
    stream.write_all(&head(&response, None)).await?;
    write_chunk(stream, b"{\"items\":[0").await?;
    let items = b",0".repeat(8 * 1024);
    loop {
        write_chunk(stream, &items).await?;
    }
}

async fn write_chunk(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(format!("{:x}\r\n", bytes.len()).as_bytes()).await?;
    stream.write_all(bytes).await?;
    stream.write_all(b"\r\n").await
}

async fn drip(stream: &mut TcpStream, response: &Response, pause: Duration) -> io::Result<()> {
    stream.write_all(&head(response, Some(response.body.len()))).await?;
    for byte in &response.body {
        stream.write_all(&[*byte]).await?;
        tokio::time::sleep(pause).await;
    }
    stream.shutdown().await
}
