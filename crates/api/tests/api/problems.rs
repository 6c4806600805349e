//! Every refusal is a problem, in the language of whoever asked.

use access::Role;
use axum::http::{Method, StatusCode};

use crate::house::{House, request};

#[tokio::test]
async fn a_problem_speaks_the_callers_language() {
    let house = House::open().await;
    let path = "/api/v1/incidents";
    let ask = |language| request(Method::GET, path, "", &[("accept-language", language)], "");
    let english = house.ask(ask("en-GB,en;q=0.9")).await;
    assert_eq!(english.json()["title"], "Sign in first");
    assert_eq!(english.header("content-language"), "en");
    assert_eq!(english.header("content-type"), api::PROBLEM_JSON);
    assert_eq!(english.json()["type"], "urn:fengsui:problem:sign_in");
    assert_eq!(english.json()["status"], 401);
    for language in ["zh-CN", "fr"] {
        let chinese = house.ask(ask(language)).await;
        assert_eq!(chinese.json()["title"], "请先登录");
        assert_eq!(chinese.header("content-language"), "zh");
    }
}

#[tokio::test]
async fn unknown_paths_are_problems_too() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    for path in ["/api/v1/nothing", "/nothing", "/api/v1/incidents/not-an-id"] {
        let answer = house.get(&token, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.code(), "not_found", "{path}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_says_where() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    let broken = house.post(&token, "/api/v1/incidents", "{").await;
    assert_eq!(
        (broken.status, &*broken.code()),
        (StatusCode::BAD_REQUEST, "malformed")
    );
    let wrong = house
        .post(&token, "/api/v1/incidents", r#"{"title":7}"#)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        wrong.json()["errors"][0]["field"],
        "title",
        "{}",
        wrong.text
    );
    let missing = house.post(&token, "/api/v1/incidents", "{}").await;
    assert_eq!(missing.code(), "invalid", "{}", missing.text);
    let empty = house
        .post(&token, "/api/v1/incidents", r#"{"title":""}"#)
        .await;
    assert_eq!(empty.json()["errors"][0]["message"], "标题不能为空");
}

#[tokio::test]
async fn a_page_is_between_one_and_two_hundred() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    for limit in ["0", "201", "x", "-1"] {
        let path = format!("/api/v1/incidents?limit={limit}");
        assert_eq!(
            house.get(&token, &path).await.code(),
            "malformed",
            "{limit}"
        );
    }
}
