//! A client of the house's own API: one connection that is kept, one call at a time, a session or a
//! token as anybody has it.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, IF_MATCH, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::timeout;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who calls.
#[derive(Clone)]
pub(super) enum Who {
    /// Somebody with an account, who signs in.
    Person { username: String, password: String },
    /// A machine with a token.
    Machine { token: String },
}

/// A client. Shared by reference; calls wait for each other.
pub(super) struct Client {
    address: SocketAddr,
    who: Who,
    line: Mutex<Line>,
}

#[derive(Default)]
struct Line {
    sender: Option<SendRequest<Full<Bytes>>>,
    cookie: Option<String>,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Json,
}

impl Answer {
    /// The body of a call that has to succeed.
    pub(super) fn good(self) -> anyhow::Result<Json> {
        if self.status.is_success() {
            Ok(self.body)
        } else {
            bail!("{}: {}", self.status, self.body)
        }
    }
}

/// What is asked.
pub(super) struct Ask<'a> {
    pub(super) method: Method,
    pub(super) path: &'a str,
    pub(super) body: Option<Json>,
    /// The version that a change is made for.
    pub(super) version: Option<i64>,
}

impl Client {
    pub(super) fn new(address: SocketAddr, who: Who) -> Self {
        Self {
            address,
            who,
            line: Mutex::default(),
        }
    }

    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Json> {
        let ask = Ask {
            method: Method::GET,
            path,
            body: None,
            version: None,
        };
        self.call(ask).await?.good()
    }

    pub(super) async fn post(
        &self,
        path: &str,
        body: Json,
        version: Option<i64>,
    ) -> anyhow::Result<Answer> {
        let ask = Ask {
            method: Method::POST,
            path,
            body: Some(body),
            version,
        };
        self.call(ask).await
    }

    /// Calls; signs in first where there is no session, and once again where it ended.
    pub(super) async fn call(&self, ask: Ask<'_>) -> anyhow::Result<Answer> {
        let mut line = self.line.lock().await;
        for last in [false, true] {
            if let Who::Person { .. } = self.who
                && line.cookie.is_none()
            {
                self.sign_in(&mut line).await?;
            }
            let (answer, _) = self.send(&mut line, &ask).await?;
            if answer.status == StatusCode::UNAUTHORIZED && !last {
                line.cookie = None;
                continue;
            }
            return Ok(answer);
        }
        bail!("nobody lets us in")
    }

    async fn sign_in(&self, line: &mut Line) -> anyhow::Result<()> {
        let Who::Person { username, password } = &self.who else {
            return Ok(());
        };
        let ask = Ask {
            method: Method::POST,
            path: "/api/v1/session",
            body: Some(json!({"username": username, "password": password})),
            version: None,
        };
        let (answer, cookie) = self.send(line, &ask).await?;
        answer.good().context("signing in")?;
        line.cookie = cookie;
        Ok(())
    }

    /// One call over the kept connection; a new one where that broke while it was idle.
    async fn send(
        &self,
        line: &mut Line,
        ask: &Ask<'_>,
    ) -> anyhow::Result<(Answer, Option<String>)> {
        let kept = line.sender.take().filter(|sender| !sender.is_closed());
        let mut sender = match kept {
            Some(mut kept) => match kept.ready().await {
                Ok(()) => kept,
                Err(_) => self.connect().await?,
            },
            None => self.connect().await?,
        };
        let request = self.request(line, ask)?;
        let called = timeout(PATIENCE, sender.send_request(request));
        let response = called.await.context("no answer in time")??;
        let status = response.status();
        let cookie = response.headers().get(SET_COOKIE);
        let cookie = cookie.and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie
            .and_then(|text| text.split(';').next())
            .map(str::to_owned);
        let body = timeout(PATIENCE, response.into_body().collect());
        let body = body.await.context("half an answer")??.to_bytes();
        let body = serde_json::from_slice(&body).unwrap_or(Json::Null);
        line.sender = Some(sender);
        Ok((Answer { status, body }, cookie))
    }

    fn request(&self, line: &Line, ask: &Ask<'_>) -> anyhow::Result<Request<Full<Bytes>>> {
        let mut request = Request::builder()
            .method(ask.method.clone())
            .uri(ask.path)
            .header(HOST, self.address.to_string())
            .header(CONTENT_TYPE, "application/json");
        if let Who::Machine { token } = &self.who {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        } else if let Some(cookie) = &line.cookie {
            request = request.header(COOKIE, cookie);
        }
        if let Some(version) = ask.version {
            request = request.header(IF_MATCH, format!("\"{version}\""));
        }
        let body = ask.body.as_ref().map(Json::to_string).unwrap_or_default();
        Ok(request.body(Full::new(Bytes::from(body)))?)
    }

    async fn connect(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a kept connection ended");
            }
        });
        Ok(sender)
    }
}
