//! Webhooks against a server that redirects, floods, drips, hangs up, or lies inside.

use std::time::Duration;

use base::{Clock, Timestamp, Uuid};
use outbox::channels::{Webhook, WebhookConfig};
use outbox::{Channel, ChannelName, DeliveryError, Limits, Message, Outbox, Receipt, Secret};
use serde_json::json;
use tokio::time::Instant;

use crate::certificates::authority;
use crate::database::{on_both_engines, open};
use crate::http_server::{HttpServer, Reply};
use crate::world::{AtWork, limits, put, until};

const HOOK: ChannelName = ChannelName::Webhook;

fn clock() -> Clock {
    Clock::manual("2026-11-23T08:00:00Z".parse::<Timestamp>().unwrap())
}

fn channel(trusted: &[&str]) -> Webhook {
    let config = WebhookConfig {
        secret: Secret::new("fire"),
        secrets: [("localhost".to_owned(), Secret::new("own"))].into(),
        trusted_hosts: trusted.iter().map(|&host| host.to_owned()).collect(),
        authorities: None,
    };
    Webhook::new(config, clock()).unwrap()
}

fn to(url: &str) -> Message {
    made_at(clock().now(), url)
}

fn made_at(now: Timestamp, url: &str) -> Message {
    let made = (Uuid::now_v7(), now);
    let body = json!({"alarm": 7, "place": "东街1号"});
    Message::new(made, HOOK, "alarm:7:hook", url, &body).unwrap()
}

/// Calls a trusted local server that answers with `reply`.
async fn call(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Result<Receipt, DeliveryError> {
    let server = HttpServer::start(None, move |_| reply()).await;
    let url = format!("http://127.0.0.1:{}/hook", server.port);
    channel(&["127.0.0.1"]).deliver(&to(&url)).await
}

fn temporary(found: Result<Receipt, DeliveryError>) -> (String, Option<Duration>) {
    match found {
        Err(DeliveryError::Temporary {
            reason,
            retry_after,
        }) => (reason, retry_after),
        other => panic!("{other:?}"),
    }
}

fn permanent(found: Result<Receipt, DeliveryError>) -> String {
    match found {
        Err(DeliveryError::Permanent { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_receiver_gets_body_key_and_signature() {
    let server = HttpServer::start(None, |_| Reply::Say("202 Accepted", "", "")).await;
    let url = format!("http://127.0.0.1:{}/hook?a=1", server.port);
    channel(&["127.0.0.1"]).deliver(&to(&url)).await.unwrap();
    let asked = server.asked().remove(0);
    assert_eq!(asked.line, "POST /hook?a=1 HTTP/1.1");
    assert_eq!(asked.body, r#"{"alarm":7,"place":"东街1号"}"#);
    assert_eq!(asked.headers["idempotency-key"], "alarm:7:hook");
    assert_eq!(asked.headers["content-type"], "application/json");
    assert_eq!(asked.headers["host"], format!("127.0.0.1:{}", server.port));
    let signature = &asked.headers["x-fengsui-signature"];
    assert!(signature.starts_with("t=1795420800,v1="), "{signature}");
    assert_eq!(signature.len(), "t=1795420800,v1=".len() + 64);

    // Another receiver has a secret of its own, so what one was sent proves nothing to the other.
    let url = format!("http://localhost:{}/hook?a=1", server.port);
    channel(&["localhost"]).deliver(&to(&url)).await.unwrap();
    assert_ne!(&server.asked()[1].headers["x-fengsui-signature"], signature);
}

#[tokio::test]
async fn statuses_tell_whether_to_try_again() {
    let busy = call(|| Reply::Say("503 Busy", "retry-after: 120\r\n", "later, fire")).await;
    let said = (
        "HTTP 503: later, …".to_owned(),
        Some(Duration::from_secs(120)),
    );
    assert_eq!(temporary(busy), said, "and the echoed secret is gone");
    let date = "retry-after: Mon, 23 Nov 2026 08:05:00 GMT\r\n";
    let slow = call(move || Reply::Say("429 Slow Down", date, "")).await;
    assert_eq!(temporary(slow).1, Some(Duration::from_secs(300)));
    for status in ["408 Timeout", "425 Too Early", "500 Broken", "599 Odd"] {
        temporary(call(move || Reply::Say(status, "", "")).await);
    }
    for status in ["400 Bad", "401 Who", "404 Gone", "410 Gone", "422 No"] {
        permanent(call(move || Reply::Say(status, "", "")).await);
    }
    temporary(call(|| Reply::HangUp).await);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let inside = HttpServer::start(None, |_| Reply::Say("200 OK", "", "")).await;
    let location = format!("location: http://127.0.0.1:{}/\r\n", inside.port).leak();
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let (status, location): (_, &'static str) = (status, location);
        let reason = permanent(call(move || Reply::Say(status, location, "")).await);
        assert!(reason.ends_with("(redirects are not followed)"), "{reason}");
    }
    assert_eq!(inside.asked().len(), 0);
}

#[tokio::test]
async fn what_lies_inside_is_not_called_unless_it_is_trusted() {
    let server = HttpServer::start(None, |_| Reply::Say("200 OK", "", "")).await;
    let port = server.port;
    let stranger = channel(&["hooks.city.lan"]);
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.1.1",
        "[fd00::1]",
        "[fe80::1]",
    ] {
        for scheme in ["https", "http"] {
            let url = format!("{scheme}://{host}:{port}/");
            permanent(stranger.deliver(&to(&url)).await);
        }
    }
    for url in [
        "ftp://example.cn/",
        "file:///etc/passwd",
        "no address",
        "https://u:p@example.cn/",
    ] {
        permanent(stranger.deliver(&to(url)).await);
    }
    // Plain http to anybody else is refused before a name is looked up.
    let reason = permanent(stranger.deliver(&to("http://example.cn/hook")).await);
    assert!(reason.contains("not https"), "{reason}");
    assert_eq!(server.asked().len(), 0);
    // The host is trusted on this port alone.
    let trusted = format!("127.0.0.1:{port}");
    let url = format!("http://127.0.0.1:{port}/");
    channel(&[&trusted]).deliver(&to(&url)).await.unwrap();
    permanent(channel(&["127.0.0.1:1"]).deliver(&to(&url)).await);
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_body_without_end_or_haste_costs_nothing() {
    let begun = Instant::now();
    call(|| Reply::Endless("200 OK")).await.unwrap();
    call(|| Reply::Drip("200 OK")).await.unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
    let reason = permanent(call(|| Reply::Endless("400 Bad")).await);
    assert_eq!(reason.len(), "HTTP 400: ".len() + 500);
    // Its words are waited for a moment, and its status counts.
    assert_eq!(permanent(call(|| Reply::Drip("400 Bad")).await), "HTTP 400");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn tls_is_checked_against_known_authorities() {
    let (authority, door) = authority();
    let server = HttpServer::start(Some(door), |_| Reply::Say("200 OK", "", "")).await;
    let url = format!("https://localhost:{}/hook", server.port);
    let (reason, _) = temporary(channel(&["localhost"]).deliver(&to(&url)).await);
    assert!(reason.contains("no trusted connection"), "{reason}");
    let knowing = |authorities: &str| {
        let config = WebhookConfig {
            secret: Secret::new("fire"),
            secrets: [].into(),
            trusted_hosts: vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
            authorities: Some(authorities.to_owned()),
        };
        Webhook::new(config, clock())
    };
    let channel = knowing(&authority).unwrap();
    channel.deliver(&to(&url)).await.unwrap();
    assert_eq!(server.asked().len(), 1);
    // The right authority under another name.
    let other = format!("https://127.0.0.1:{}/hook", server.port);
    temporary(channel.deliver(&to(&other)).await);
    assert!(knowing("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_receiver_ends_at_the_call_limit_and_is_tried_again() {
    on_both_engines(async |url| {
        let first = std::sync::atomic::AtomicBool::new(true);
        let server = HttpServer::start(None, move |_| {
            if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
                Reply::Silence
            } else {
                Reply::Say("200 OK", "", "")
            }
        })
        .await;
        let store = open(&url).await;
        let clock = Clock::system();
        let outbox = Outbox::new(store.clone(), clock.clone());
        let hook = format!("http://127.0.0.1:{}/secret-path", server.port);
        // Made today: a message older than a day is given up at its first failure.
        put(&store, [made_at(clock.now(), &hook)]).await;
        let short = Limits {
            call: Duration::from_millis(300),
            ..limits()
        };
        let channel = std::sync::Arc::new(channel(&["127.0.0.1"]));
        let work = AtWork::start(&outbox, &[channel], &short);
        let done = until(&outbox, HOOK, |s| s.sent == 1).await;
        work.stop().await;
        assert_eq!(done.last_error.unwrap().reason, "no answer within 300ms");
        let asked = server.asked();
        assert_eq!(asked.len(), 2);
        assert_eq!(
            asked[0].headers["idempotency-key"],
            asked[1].headers["idempotency-key"]
        );
        store.close().await;
    })
    .await;
}
