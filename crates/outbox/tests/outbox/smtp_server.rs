//! A small SMTP server: it takes letters, refuses recipients by name, and knows STARTTLS.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What it saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Letters as they came over the line.
    pub letters: Vec<String>,
    /// Commands that came before TLS, and all of them without it.
    pub in_the_clear: Vec<String>,
}

#[derive(Clone)]
pub struct SmtpServer {
    pub port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl SmtpServer {
    /// Recipients that begin with three digits are answered with that status.
    pub async fn start(tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let server = Self {
            port,
            seen: Arc::clone(&seen),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, tls) = (Arc::clone(&seen), tls.clone());
                tokio::spawn(async move {
                    let mut plain = BufReader::new(stream);
                    let offers = tls.is_some();
                    plain.write_all(b"220 mail.test ESMTP\r\n").await.unwrap();
                    let wants_tls = talk(&mut plain, &seen, offers, false).await;
                    if let (true, Some(tls)) = (wants_tls, tls) {
                        match tls.accept(plain.into_inner()).await {
                            Ok(stream) => {
                                let mut sealed = BufReader::new(stream);
                                talk(&mut sealed, &seen, false, true).await;
                            }
                            Err(error) => eprintln!("no TLS: {error}"),
                        }
                    }
                });
            }
        });
        server
    }

    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }
}

/// One conversation; `true` when the client wants to go on over TLS.
async fn talk<S>(stream: &mut S, seen: &Mutex<Seen>, offers_tls: bool, sealed: bool) -> bool
where
    S: AsyncBufRead + AsyncRead + AsyncWrite + Unpin,
{
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return false;
        }
        let command = line.trim().to_owned();
        if !sealed {
            seen.lock().unwrap().in_the_clear.push(command.clone());
        }
        let verb = command.to_ascii_uppercase();
        let answer = match verb.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" if offers_tls => "250-mail.test\r\n250-8BITMIME\r\n250 STARTTLS".to_owned(),
            "EHLO" => "250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned(),
            "STARTTLS" => {
                stream.write_all(b"220 go on\r\n").await.unwrap();
                return true;
            }
            // base64 of "\0alarm\0right"
            "AUTH" if command.ends_with("AGFsYXJtAHJpZ2h0") => "235 welcome".to_owned(),
            "AUTH" => "535 wrong password".to_owned(),
            "RCPT" => match command.split_once('<').map(|(_, to)| &to[..3]) {
                Some(code) if code.bytes().all(|b| b.is_ascii_digit()) => {
                    format!("{code} not for {command}")
                }
                _ => "250 fine".to_owned(),
            },
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                let letter = letter(stream).await;
                seen.lock().unwrap().letters.push(letter);
                "250 taken as 4711".to_owned()
            }
            _ => "250 fine".to_owned(),
        };
        stream
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .unwrap();
    }
}

async fn letter<S: AsyncBufRead + Unpin>(stream: &mut S) -> String {
    let mut letter = String::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        if line == ".\r\n" {
            return letter;
        }
        letter.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
