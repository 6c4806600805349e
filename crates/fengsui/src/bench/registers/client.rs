//! A small HTTP client: one connection a request, as slow as a stranger's and never slower.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;

/// Somebody who signed in.
#[derive(Clone)]
pub(super) struct Client {
    address: SocketAddr,
    cookie: String,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Client {
    pub(super) fn sign_in(address: SocketAddr, name: &str, password: &str) -> anyhow::Result<Self> {
        let mut client = Self {
            address,
            cookie: String::new(),
        };
        let who = serde_json::json!({"username": name, "password": password}).to_string();
        let answer = client.send("POST", "/api/v1/session", who.as_bytes())?;
        let cookie = answer.header("set-cookie").context("no session")?;
        client.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(client)
    }

    /// Sends a request and reads the whole answer.
    pub(super) fn send(&self, method: &str, path: &str, body: &[u8]) -> anyhow::Result<Answer> {
        let mut socket = self.open(method, path, body)?;
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes)?;
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.context("no HTTP answer")?;
        let (head, body) = bytes.split_at(end);
        let head = String::from_utf8_lossy(head).into_owned();
        let status = head
            .split_whitespace()
            .nth(1)
            .and_then(|word| word.parse().ok());
        let status = status.context("no HTTP status")?;
        Ok(Answer {
            status,
            head,
            body: body.get(4..).unwrap_or_default().to_vec(),
        })
    }

    /// Sends a request that has to succeed and answers JSON.
    pub(super) fn json(&self, method: &str, path: &str, body: &[u8]) -> anyhow::Result<Value> {
        let answer = self.send(method, path, body)?;
        let text = String::from_utf8_lossy(&answer.body);
        if answer.status >= 300 {
            bail!("{method} {path}: {} {text}", answer.status);
        }
        let (start, end) = (text.find('{'), text.rfind('}'));
        let object = start
            .zip(end)
            .and_then(|(start, end)| text.get(start..=end));
        Ok(serde_json::from_str(object.unwrap_or("null"))?)
    }

    /// Reads an answer without keeping it; gives its bytes, framing included.
    pub(super) fn drain(&self, path: &str) -> anyhow::Result<u64> {
        let mut socket = self.open("GET", path, b"")?;
        Ok(std::io::copy(&mut socket, &mut std::io::sink())?)
    }

    fn open(&self, method: &str, path: &str, body: &[u8]) -> anyhow::Result<TcpStream> {
        let mut socket = TcpStream::connect(self.address)?;
        socket.set_read_timeout(Some(Duration::from_secs(120)))?;
        let kind = if path.contains("/imports?") {
            "application/octet-stream"
        } else {
            "application/json"
        };
        write!(
            socket,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {}\r\n\
             content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.cookie,
            body.len()
        )?;
        socket.write_all(body)?;
        Ok(socket)
    }
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}
