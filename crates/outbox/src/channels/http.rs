//! One HTTP call on a connection of its own: resolve, judge the address, connect, ask, read little.
//!
//! By hand over hyper and not through a ready-made client, because the address must be judged
//! between resolving and connecting, no redirect may be followed, and a few calls a second need no
//! pool. What the receiver says is read up to a limit and no further.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base::Clock;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue, RETRY_AFTER};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use super::ConfigError;
use super::reach::Reach;
use crate::DeliveryError;

/// Makes calls.
pub(crate) struct Caller {
    tls: TlsConnector,
    reach: Reach,
    clock: Clock,
}

/// One of several addresses of a host may be dead.
const CONNECT: Duration = Duration::from_secs(5);
/// A refusal's words are nice to have; they may not cost the call.
const WORDS: Duration = Duration::from_secs(2);
const MOST_WORDS: usize = 500;

impl Caller {
    /// A caller that trusts the machine's authorities and those of `authorities` (PEM).
    pub(crate) fn new(
        reach: Reach,
        authorities: Option<&str>,
        clock: Clock,
    ) -> Result<Self, ConfigError> {
        let wrong = |error: String| ConfigError::Authorities(error);
        let mut roots = RootCertStore::empty();
        let of_machine = rustls_native_certs::load_native_certs();
        let (known, _) = roots.add_parsable_certificates(of_machine.certs);
        if known == 0 {
            tracing::warn!("this machine names no certificate authorities: https will fail");
        }
        for own in CertificateDer::pem_slice_iter(authorities.unwrap_or_default().as_bytes()) {
            let own = own.map_err(|error| wrong(error.to_string()))?;
            roots.add(own).map_err(|error| wrong(error.to_string()))?;
        }
        let provider = Arc::new(ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let tls = TlsConnector::from(Arc::new(config));
        Ok(Self { tls, reach, clock })
    }

    /// Asks once. The request's address is `url`; its own is replaced.
    pub(crate) async fn call(
        &self,
        url: &Url,
        request: Request<Full<Bytes>>,
    ) -> Result<Answer, DeliveryError> {
        let request = addressed(url, request)?;
        let stream = self.connect(url).await?;
        let answer = if url.scheme() == "https" {
            let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
            let name = ServerName::try_from(name.to_owned())
                .map_err(|_| DeliveryError::permanent("the host's name cannot be certified"))?;
            let stream = self.tls.connect(name, stream).await;
            let stream = stream.map_err(|error| failed("no trusted connection", &error))?;
            exchange(stream, request).await
        } else {
            exchange(stream, request).await
        };
        answer.map_err(|error| failed("the connection broke", &error))
    }

    /// Connects to an address of the host that may be called.
    async fn connect(&self, url: &Url) -> Result<TcpStream, DeliveryError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(DeliveryError::permanent(
                "the address is neither http nor https",
            ));
        }
        if url.scheme() == "http" && !self.reach.trusts(url) {
            let reason = "the address is not https, and its host is not among the trusted ones";
            return Err(DeliveryError::permanent(reason));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(DeliveryError::permanent("the address holds a password"));
        }
        let found = resolve(url).await?;
        let (allowed, inner): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|address| self.reach.allows(url, address.ip()));
        if allowed.is_empty() && !inner.is_empty() {
            let reason = "the host lies inside, and it is not among the trusted ones";
            return Err(DeliveryError::permanent(reason));
        }
        let mut last = DeliveryError::temporary("the host has no address");
        for address in allowed {
            match timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => last = failed("the host does not answer", &error),
                Err(_) => last = DeliveryError::temporary("the host does not answer"),
            }
        }
        Err(last)
    }

    /// What a status other than success means, with the receiver's own words.
    pub(crate) async fn refusal(&self, answer: Answer, hidden: &[&str]) -> DeliveryError {
        let status = answer.status();
        let retry_after = self.retry_after(&answer);
        let words = timeout(WORDS, answer.read(MOST_WORDS)).await;
        let words = words.ok().and_then(Result::ok).unwrap_or_default();
        let mut reason = format!("HTTP {}", status.as_u16());
        if !words.is_empty() {
            let said = String::from_utf8_lossy(&words);
            reason = format!("{reason}: {}", without(&said, hidden));
        }
        if status.is_redirection() {
            return DeliveryError::permanent(format!("{reason} (redirects are not followed)"));
        }
        match status.as_u16() {
            408 | 425 | 429 | 500.. => DeliveryError::Temporary {
                reason,
                retry_after,
            },
            _ => DeliveryError::Permanent { reason },
        }
    }

    /// Seconds, or a date (RFC 9110 §10.2.3).
    fn retry_after(&self, answer: &Answer) -> Option<Duration> {
        let text = answer.response.headers().get(RETRY_AFTER)?.to_str().ok()?;
        if let Ok(seconds) = text.trim().parse() {
            return Some(Duration::from_secs(seconds));
        }
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        let date = parser.parse_timestamp(text.trim()).ok()?;
        let date = base::Timestamp::from_micros(date.as_microsecond());
        Some(date.since(self.clock.now()))
    }
}

/// The text without secrets that the receiver may have echoed.
pub(crate) fn without(said: &str, hidden: &[&str]) -> String {
    let secrets = hidden.iter().filter(|secret| !secret.is_empty());
    secrets.fold(said.to_owned(), |said, secret| said.replace(*secret, "…"))
}

fn failed(what: &str, error: &dyn std::error::Error) -> DeliveryError {
    let cause = error.source().map(|source| format!(": {source}"));
    DeliveryError::temporary(format!("{what}: {error}{}", cause.unwrap_or_default()))
}

/// The request in origin form with its Host.
fn addressed(
    url: &Url,
    mut request: Request<Full<Bytes>>,
) -> Result<Request<Full<Bytes>>, DeliveryError> {
    let wrong = |_| DeliveryError::permanent("the address cannot stand in a request");
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let host = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    };
    *request.uri_mut() = path.parse().map_err(wrong)?;
    let host = HeaderValue::from_str(&host)
        .map_err(|_| DeliveryError::permanent("the host's name cannot stand in a request"))?;
    request.headers_mut().insert(HOST, host);
    Ok(request)
}

async fn resolve(url: &Url) -> Result<Vec<SocketAddr>, DeliveryError> {
    let port = url.port_or_known_default().unwrap_or(0);
    match url.host() {
        Some(Host::Ipv4(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Ipv6(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Domain(name)) => {
            let found = lookup_host((name, port)).await;
            let found = found.map_err(|error| failed("the host's name is not known", &error))?;
            Ok(found.collect())
        }
        None => Err(DeliveryError::permanent("the address names no host")),
    }
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> hyper::Result<Answer>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(64 * 1024)
        .handshake(TokioIo::new(stream))
        .await?;
    let driver = Driver(tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    }));
    let response = sender.send_request(request).await?;
    Ok(Answer {
        response,
        _driver: driver,
    })
}

/// Moves the bytes; ends with whoever waits for them.
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The receiver's answer, its body not yet read. Dropping it closes the connection.
pub(crate) struct Answer {
    response: Response<Incoming>,
    _driver: Driver,
}

impl Answer {
    pub(crate) fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The first `most` bytes of the body.
    pub(crate) async fn read(mut self, most: usize) -> Result<Vec<u8>, DeliveryError> {
        let mut read = Vec::new();
        while let Some(frame) = self.response.body_mut().frame().await {
            let frame = frame.map_err(|error| failed("the answer broke off", &error))?;
            if let Some(data) = frame.data_ref() {
                read.extend(data.iter().take(most.saturating_sub(read.len())));
            }
            if read.len() >= most {
                break;
            }
        }
        Ok(read)
    }
}
