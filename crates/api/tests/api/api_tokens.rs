//! API tokens over HTTP, and what sets close.

use access::{Role, Sets};
use axum::http::{Method, StatusCode};

use crate::house::{Answer, House, request};

fn form(permissions: &str, sets: &str) -> String {
    format!(
        r#"{{"name":"气象局","permissions":[{permissions}],"sets":{{{sets}}},
            "expires_at":"{}"}}"#,
        base::Clock::system()
            .now()
            .plus(std::time::Duration::from_secs(3600))
    )
}

async fn get(house: &House, token: &str, path: &str) -> Answer {
    let machine = format!("Bearer {token}");
    let bearer = [("authorization", &*machine)];
    house.ask(request(Method::GET, path, "", &bearer, "")).await
}

#[tokio::test]
async fn a_token_is_shown_once_used_and_revoked() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let body = form("\"incident.read\"", "");
    let made = house.post(&admin, "/api/v1/api-tokens", &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made = made.json();
    let secret = made["secret"].as_str().unwrap();
    let list = house.get(&admin, "/api/v1/api-tokens").await;
    assert!(!list.text.contains(secret) && !list.text.contains("fst_"));
    assert_eq!(list.json()[0]["permissions"][0], "incident.read");

    assert_eq!(
        get(&house, secret, "/api/v1/incidents").await.status,
        StatusCode::OK
    );
    for denied in [
        "/api/v1/session",
        "/api/v1/accounts",
        "/api/v1/journal",
        "/api/v1/events",
    ] {
        assert_eq!(
            get(&house, secret, denied).await.code(),
            "denied",
            "{denied}"
        );
    }
    let path = format!("/api/v1/api-tokens/{}", made["id"].as_str().unwrap());
    let delete = || house.ask(request(Method::DELETE, &path, &admin, &[], ""));
    assert_eq!(delete().await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        get(&house, secret, "/api/v1/incidents").await.code(),
        "sign_in"
    );
    assert_eq!(delete().await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_token_acts_as_itself_in_the_journal() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let wide = form("\"incident.command\"", "");
    let refused = house.post(&admin, "/api/v1/api-tokens", &wide).await;
    assert_eq!(refused.json()["errors"][0]["field"], "permissions");
    let bound = form("\"incident.read\"", "\"areas\":[\"140802\"]");
    let made = house
        .post(&admin, "/api/v1/api-tokens", &bound)
        .await
        .json();
    assert_eq!(made["sets"]["areas"][0], "140802");
}

#[tokio::test]
async fn who_is_bound_closer_than_regions_is_refused_what_knows_regions_only() {
    let house = House::open().await;
    let sets = || Sets {
        sectors: vec!["education".parse().unwrap()],
        ..Sets::default()
    };
    let whole = house.token(Role::Leader).await;
    let bound = house.token_with(Role::Leader, sets()).await;
    for path in ["/api/v1/incidents", "/api/v1/events"] {
        assert_eq!(house.get(&bound, path).await.code(), "denied", "{path}");
    }
    assert_eq!(
        house.get(&whole, "/api/v1/incidents").await.status,
        StatusCode::OK
    );
    let me = house.get(&bound, "/api/v1/session").await.json();
    let told = me["permissions"].to_string();
    assert!(
        told.contains("unit.read") && !told.contains("incident.read"),
        "{told}"
    );
}
