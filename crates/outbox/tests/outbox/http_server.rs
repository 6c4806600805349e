//! A small HTTP server that answers as the test says, also badly.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

/// What came in.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub line: String,
    pub headers: HashMap<String, String>,
    pub body: String,
}

/// What goes out.
pub enum Reply {
    /// Status line, more header lines, body.
    Say(&'static str, &'static str, &'static str),
    /// This status and a body without end.
    Endless(&'static str),
    /// This status, and a body that comes a byte a second.
    Drip(&'static str),
    /// Nothing.
    Silence,
    /// The connection is closed.
    HangUp,
}

type Script = dyn Fn(&Asked) -> Reply + Send + Sync;

#[derive(Clone)]
pub struct HttpServer {
    pub port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl HttpServer {
    pub async fn start(
        tls: Option<TlsAcceptor>,
        script: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let script: Arc<Script> = Arc::new(script);
        let server = Self {
            port,
            asked: Arc::clone(&asked),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (asked, script, tls) = (Arc::clone(&asked), Arc::clone(&script), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &asked, &*script).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, &asked, &*script).await,
                            Err(error) => eprintln!("no TLS: {error}"),
                        },
                    }
                });
            }
        });
        server
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    asked: &Mutex<Vec<Asked>>,
    script: &Script,
) {
    let mut stream = BufReader::new(stream);
    let mut found = Asked::default();
    stream.read_line(&mut found.line).await.unwrap();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        let Some((name, value)) = line.trim().split_once(": ") else {
            break;
        };
        found
            .headers
            .insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = found
        .headers
        .get("content-length")
        .map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    found.body = String::from_utf8(body).unwrap();
    found.line = found.line.trim().to_owned();
    asked.lock().unwrap().push(found.clone());
    // The caller may have gone: that is its right.
    drop(answer(&mut stream, script(&found)).await);
}

async fn answer<S: AsyncWrite + Unpin>(stream: &mut S, reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Say(status, headers, body) => {
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}");
            stream.write_all(head.as_bytes()).await?;
        }
        Reply::Endless(status) => {
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: 99999999999\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
            loop {
                stream.write_all(&[b'x'; 8192]).await?;
            }
        }
        Reply::Drip(status) => {
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: 1000\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
            loop {
                stream.write_all(b"x").await?;
                stream.flush().await?;
                sleep(Duration::from_secs(1)).await;
            }
        }
        Reply::Silence => sleep(Duration::from_secs(600)).await,
        Reply::HangUp => {}
    }
    stream.shutdown().await
}
