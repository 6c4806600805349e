//! Keeping accounts over HTTP.

use access::Role;
use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::house::{House, request};

const LI: &str = r#"{"username":"li","display_name":"李四","role":"grid_worker",
    "sets":{"areas":["140802001"]},"password":"correct horse battery"}"#;

async fn sign_in(house: &House, username: &str, password: &str) -> Result<String, StatusCode> {
    let body = serde_json::json!({"username": username, "password": password}).to_string();
    let answer = house.post("", "/api/v1/session", &body).await;
    let pair = answer.header("set-cookie").split(';').next();
    let token = pair.and_then(|pair| pair.strip_prefix("fengsui_session="));
    token.map(str::to_owned).ok_or(answer.status)
}

fn faults(answer: &crate::house::Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned();
    let fields = errors.unwrap_or_default().into_iter();
    fields
        .map(|one| one["field"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_account_is_made_changed_disabled_and_enabled() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let made = house.post(&admin, "/api/v1/accounts", LI).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert!(!made.text.contains("battery"));
    let path = made.header("location").to_owned();
    assert_eq!(made.header("etag"), "\"1\"");
    let read = house.get(&admin, &path).await.json();
    assert_eq!(read["role"], "grid_worker");
    assert_eq!(read["sets"]["areas"][0], "140802001");
    let token = sign_in(&house, "li", "correct horse battery")
        .await
        .unwrap();
    let me = house.get(&token, "/api/v1/session").await.json();
    assert_eq!(me["account"]["sets"]["areas"][0], "140802001");
    let mine: Vec<&str> = me["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(Value::as_str)
        .collect();
    let grid_worker = [
        "event.read",
        "session.own",
        "city.read",
        "unit.read",
        "case.read",
        "case.act",
        "repair.read",
        "repair.write",
        "map.read",
        "road.read",
    ];
    assert_eq!(mine, grid_worker);

    let raise = r#"{"role":"registrar","sets":{"sectors":["education"]}}"#;
    let unseen = house.send(Method::PATCH, &admin, &path, None, raise).await;
    assert_eq!(unseen.status, StatusCode::PRECONDITION_REQUIRED);
    let changed = house
        .send(Method::PATCH, &admin, &path, Some("\"1\""), raise)
        .await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
    let stale = house
        .send(Method::PATCH, &admin, &path, Some("\"1\""), raise)
        .await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(stale.json()["current"]["version"], 2);
    let me = house.get(&token, "/api/v1/session").await.json();
    assert_eq!(me["account"]["role"], "registrar");

    let disabling = format!("{path}/disabling");
    let off = house
        .send(Method::POST, &admin, &disabling, Some("\"2\""), "")
        .await;
    assert_eq!(off.json()["disabled"], true, "{}", off.text);
    assert_eq!(house.get(&token, "/api/v1/session").await.code(), "sign_in");
    let refused = sign_in(&house, "li", "correct horse battery").await;
    assert_eq!(refused, Err(StatusCode::FORBIDDEN));
    let enabling = format!("{path}/enabling");
    let on = house
        .send(Method::POST, &admin, &enabling, Some("\"3\""), "")
        .await;
    assert_eq!(on.json()["disabled"], false);
    assert!(sign_in(&house, "li", "correct horse battery").await.is_ok());
}

#[tokio::test]
async fn what_is_wrong_with_an_account_is_told_at_its_field() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    house.post(&admin, "/api/v1/accounts", LI).await;
    for (changed, to, field) in [
        ("\"li\"", "\"李\"", "username"),
        ("\"li\"", "\"li\"", "username"),
        ("correct horse battery", "short", "password"),
        ("140802001", "14080", "sets.areas.0"),
        ("\"areas\":[\"140802001\"]", "", "sets"),
        (
            "\"areas\"",
            "\"sectors\":[\"教育\"],\"areas\"",
            "sets.sectors.0",
        ),
        ("grid_worker", "integration", "role"),
        ("李四", " ", "name"),
    ] {
        let body = LI.replace(changed, to);
        let refused = house.post(&admin, "/api/v1/accounts", &body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(faults(&refused), [field], "{body}: {}", refused.text);
    }
    let unknown = LI.replace("\"role\"", "\"admin\":true,\"role\"");
    let refused = house.post(&admin, "/api/v1/accounts", &unknown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_administrator_neither_raises_nor_shuts_out_themselves() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let me = house.get(&admin, "/api/v1/session").await.json();
    let path = format!("/api/v1/accounts/{}", me["account"]["id"].as_str().unwrap());
    for (method, path, body) in [
        (Method::PATCH, path.clone(), r#"{"role":"registrar"}"#),
        (
            Method::PATCH,
            path.clone(),
            r#"{"sets":{"areas":["140802"]}}"#,
        ),
        (Method::POST, format!("{path}/disabling"), ""),
        (
            Method::PUT,
            format!("{path}/password"),
            r#"{"password":"another-long-one"}"#,
        ),
    ] {
        let refused = house.send(method, &admin, &path, Some("\"1\""), body).await;
        assert_eq!(
            (refused.status, &*refused.code()),
            (StatusCode::CONFLICT, "own_account")
        );
    }
}

#[tokio::test]
async fn passwords_are_set_by_others_and_changed_by_oneself() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let made = house.post(&admin, "/api/v1/accounts", LI).await;
    let path = made.header("location").to_owned();
    let old = sign_in(&house, "li", "correct horse battery")
        .await
        .unwrap();
    let reset = r#"{"password":"set by another"}"#;
    let set = format!("{path}/password");
    let done = house.send(Method::PUT, &admin, &set, None, reset).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text);
    assert_eq!(house.get(&old, "/api/v1/session").await.code(), "sign_in");

    let token = sign_in(&house, "li", "set by another").await.unwrap();
    let own = "/api/v1/session/password";
    let wrong = r#"{"present":"guessed guessed","next":"my own long one"}"#;
    let refused = house.send(Method::PUT, &token, own, None, wrong).await;
    assert_eq!(faults(&refused), ["present"]);
    let short = r#"{"present":"set by another","next":"short"}"#;
    let refused = house.send(Method::PUT, &token, own, None, short).await;
    assert_eq!(faults(&refused), ["next"]);
    let right = r#"{"present":"set by another","next":"my own long one"}"#;
    let done = house.send(Method::PUT, &token, own, None, right).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text);
    assert_eq!(
        house.get(&token, "/api/v1/session").await.status,
        StatusCode::OK
    );
    assert!(sign_in(&house, "li", "my own long one").await.is_ok());
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_record() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let made = house.post(&admin, "/api/v1/accounts", LI).await;
    let path = format!("{}/sessions", made.header("location"));
    let mut tokens = Vec::new();
    for _ in 0..3 {
        tokens.push(
            sign_in(&house, "li", "correct horse battery")
                .await
                .unwrap(),
        );
    }
    let list = house.get(&admin, &path).await;
    assert!(
        tokens
            .iter()
            .all(|token| !list.text.contains(token.as_str()))
    );
    let list = list.json();
    assert_eq!(list.as_array().unwrap().len(), 3);
    let one = format!("{path}/{}", list[0]["id"].as_str().unwrap());
    let delete = async |path: &str| {
        let asked = request(Method::DELETE, path, &admin, &[], "");
        house.ask(asked).await.status
    };
    assert_eq!(delete(&one).await, StatusCode::NO_CONTENT);
    assert_eq!(delete(&one).await, StatusCode::NOT_FOUND);
    assert_eq!(
        house
            .get(&admin, &path)
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(delete(&path).await, StatusCode::NO_CONTENT);
    for token in &tokens {
        assert_eq!(house.get(token, "/api/v1/session").await.code(), "sign_in");
    }
}

#[tokio::test]
async fn accounts_beyond_ones_sets_do_not_exist() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let county = house.token_in(Role::Administrator, &["140821"]).await;
    let made = house.post(&admin, "/api/v1/accounts", LI).await;
    let path = made.header("location").to_owned();
    assert_eq!(
        house.get(&county, &path).await.status,
        StatusCode::NOT_FOUND
    );
    let refused = house
        .post(
            &county,
            "/api/v1/accounts",
            &LI.replace("\"li\"", "\"li2\""),
        )
        .await;
    assert_eq!(faults(&refused), ["sets"]);
    let list = house.get(&county, "/api/v1/accounts").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "its own alone");
    let page = house.get(&admin, "/api/v1/accounts?limit=2").await.json();
    let next = page["next"].as_str().unwrap();
    let rest = house
        .get(&admin, &format!("/api/v1/accounts?limit=2&after={next}"))
        .await
        .json();
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next"]),
        (1, &Value::Null)
    );
}

#[tokio::test]
async fn accounts_are_found_by_name_role_and_state() {
    let house = House::open().await;
    let admin = house.token(Role::Administrator).await;
    let made = house.post(&admin, "/api/v1/accounts", LI).await;
    let path = format!("{}/disabling", made.header("location"));
    let disabling = request(Method::POST, &path, &admin, &[("if-match", "\"1\"")], "");
    assert_eq!(house.ask(disabling).await.status, StatusCode::OK);
    let found = async |query: &str| {
        let path = format!("/api/v1/accounts?{query}");
        let page = house.get(&admin, &path).await.json();
        let items = page["items"].as_array().unwrap().clone();
        let names = items.iter().map(|one| one["username"].to_string());
        names.collect::<Vec<_>>()
    };
    for query in [
        "search=LI",
        "search=%E6%9D%8E",
        "role=grid_worker",
        "disabled=true",
    ] {
        assert_eq!(found(query).await, ["\"li\""], "{query}");
    }
    assert!(found("search=li&disabled=false").await.is_empty());
    assert!(!found("disabled=false").await.is_empty());
}

#[tokio::test]
async fn everybody_may_know_what_roles_may_do() {
    let house = House::open().await;
    let token = house.token(Role::StationCrew).await;
    let table = house.get(&token, "/api/v1/roles").await.json();
    let roles = table["roles"].as_array().unwrap();
    assert_eq!(roles.len(), Role::ALL.len());
    let grid = roles.iter().find(|one| one["role"] == "grid_worker");
    let grid = grid.unwrap();
    assert_eq!(grid["binding"], "areas");
    let worded = table["permissions"].as_array().unwrap();
    for permission in grid["permissions"].as_array().unwrap() {
        assert!(worded.iter().any(|one| one["key"] == *permission));
    }
}
