//! Signing in and out through the door that browsers use.

use access::{NewAccount, Pass, Password, Role, Sets};
use axum::http::{Method, StatusCode};
use base::Language;

use crate::house::{House, request};

async fn with_wang() -> House {
    let house = House::open().await;
    let account = NewAccount {
        username: "wang".to_owned(),
        display_name: "王力".to_owned(),
        role: Role::Dispatcher,
        locale: Language::Zh,
        sets: Sets::default(),
    };
    let password = Password::new("correct horse battery");
    let by = Pass::of_system("test");
    let made = house.access.create_account(&by, account, password);
    made.await.unwrap();
    house
}

fn body(password: &str) -> String {
    format!(r#"{{"username":"wang","password":"{password}"}}"#)
}

#[tokio::test]
async fn a_browser_signs_in_looks_and_signs_out() {
    let house = with_wang().await;
    let right = body("correct horse battery");
    let answer = house.post("", "/api/v1/session", &right).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let session = answer.json();
    assert_eq!(session["account"]["username"], "wang");
    assert_eq!(session["account"]["role"], "dispatcher");
    assert_eq!(session["account"]["locale"], "zh");
    assert_eq!(session["idle_timeout_seconds"], 1800);
    let permissions = session["permissions"].as_array().unwrap();
    assert!(permissions.iter().any(|p| p == "incident.command"));
    let cookie = answer.header("set-cookie");
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "HttpOnly; SameSite=Lax; Path=/");
    let token = pair.strip_prefix("fengsui_session=").unwrap();
    assert_eq!(token.len(), 64);

    let me = house.get(token, "/api/v1/session").await;
    assert_eq!(me.json()["account"], session["account"]);
    let out = request(Method::DELETE, "/api/v1/session", token, &[], "");
    let out = house.ask(out).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(house.get(token, "/api/v1/session").await.code(), "sign_in");
}

#[tokio::test]
async fn wrong_passwords_are_refused_and_then_locked() {
    let house = with_wang().await;
    for _ in 0..4 {
        let answer = house.post("", "/api/v1/session", &body("wrong")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.code(), "wrong_credentials");
    }
    let answer = house.post("", "/api/v1/session", &body("wrong")).await;
    assert_eq!(
        (answer.status, &*answer.code()),
        (StatusCode::LOCKED, "locked")
    );
    assert!((290..=300).contains(&answer.json()["retry_after"].as_i64().unwrap()));
    assert!(!answer.header("retry-after").is_empty());
}
