//! No handler runs before the gate has said yes.

use std::time::Duration;

use access::Role;
use axum::http::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::house::{House, request};

const NEW: &str = r#"{"title":"火"}"#;

#[tokio::test]
async fn signed_in_and_permitted_or_turned_away() {
    let house = House::open().await;
    let nobody = house.get("", "/api/v1/incidents").await;
    assert_eq!(
        (nobody.status, &*nobody.code()),
        (StatusCode::UNAUTHORIZED, "sign_in")
    );
    let stranger = house.get("0000", "/api/v1/incidents").await;
    assert_eq!(stranger.code(), "sign_in");

    let crew = house.token(Role::StationCrew).await;
    assert_eq!(
        house.get(&crew, "/api/v1/incidents").await.status,
        StatusCode::OK
    );
    let refused = house.post(&crew, "/api/v1/incidents", NEW).await;
    assert_eq!(
        (refused.status, &*refused.code()),
        (StatusCode::FORBIDDEN, "denied")
    );
    let dispatcher = house.token(Role::Dispatcher).await;
    let made = house.post(&dispatcher, "/api/v1/incidents", NEW).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);

    let machine = format!("Bearer {dispatcher}");
    let bearer = [("authorization", &*machine)];
    let asked = request(Method::GET, "/api/v1/incidents", "", &bearer, "");
    assert_eq!(house.ask(asked).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_operation_without_a_rule_is_refused_to_everybody() {
    let house = House::open().await;
    assert_eq!(house.get("", "/api/v1/forgotten").await.code(), "sign_in");
    for role in Role::ALL.into_iter().filter(|role| role.is_for_people()) {
        let token = house.token(role).await;
        assert_eq!(
            house.get(&token, "/api/v1/forgotten").await.code(),
            "denied"
        );
    }
    let rules = crate::room::RULES.iter().copied();
    let forgotten = api::operations_without_rule(&house.document, rules);
    assert_eq!(forgotten, ["GET /api/v1/forgotten"]);
}

#[tokio::test]
async fn a_foreign_page_and_a_plain_form_change_nothing() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    let post =
        |headers: &[(&str, &str)]| request(Method::POST, "/api/v1/incidents", &token, headers, NEW);
    let json = ("content-type", "application/json");
    let own = post(&[json, ("origin", "http://fengsui.test")]);
    assert_eq!(house.ask(own).await.status, StatusCode::CREATED);
    let foreign = house
        .ask(post(&[json, ("origin", "http://evil.test")]))
        .await;
    assert_eq!(
        (foreign.status, &*foreign.code()),
        (StatusCode::FORBIDDEN, "foreign_origin")
    );
    let form = ("content-type", "application/x-www-form-urlencoded");
    let form = house.ask(post(&[form, ("content-length", "14")])).await;
    assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // A streamed body tells no length; then its handler refuses it.
    let text = house.ask(post(&[("content-type", "text/plain")])).await;
    assert_eq!(text.code(), "unsupported_media_type");
    let list = house.get(&token, "/api/v1/incidents").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_told_whether_its_length_is_known_or_not() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    let body = format!(r#"{{"title":"{}"}}"#, "x".repeat(api::BODY_LIMIT));
    let length = body.len().to_string();
    let json = ("content-type", "application/json");
    for headers in [vec![json], vec![json, ("content-length", &*length)]] {
        let large = request(Method::POST, "/api/v1/incidents", &token, &headers, &body);
        let answer = house.ask(large).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.code(), "too_large");
        assert_eq!(answer.header("content-type"), api::PROBLEM_JSON);
    }
}

#[tokio::test]
async fn everybody_may_ask_whether_the_house_stands() {
    let house = House::open().await;
    for path in ["/healthz", "/readyz"] {
        let answer = house.get("", path).await;
        assert_eq!(answer.json()["status"], "ok");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    }
}

/// A refusal by the head alone waits for the body, and the connection carries the next request.
#[tokio::test]
async fn who_is_refused_before_the_body_came_keeps_the_connection() {
    let house = House::open().await;
    let mut line = TcpStream::connect(house.serve().await).await.unwrap();
    for _ in 0..2 {
        let head = format!(
            "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            NEW.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        // The body follows in its own time, as it does when a machine is busy.
        tokio::time::sleep(Duration::from_millis(100)).await;
        line.write_all(NEW.as_bytes()).await.unwrap();
        let answer = one_answer(&mut line).await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    }
}

/// What a connection says until the end of one answer with a length.
async fn one_answer(line: &mut TcpStream) -> String {
    let mut got = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&got);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let lower = head.to_ascii_lowercase();
            let length = lower.split("content-length: ").nth(1).unwrap();
            let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
            if body.len() >= length {
                return text.into_owned();
            }
        }
        let mut bytes = [0; 4_096];
        let wait = tokio::time::timeout(Duration::from_secs(10), line.read(&mut bytes));
        let read = wait.await.expect("an answer").unwrap();
        assert!(read > 0, "cut off: {text}");
        got.extend_from_slice(&bytes[..read]);
    }
}
