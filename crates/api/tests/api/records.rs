//! Versions as ETags, pages that move nothing, the journal as a list.

use access::Role;
use axum::http::{Method, StatusCode};

use crate::house::{Answer, House, request};
use crate::room::{self, incident};

async fn change(house: &House, token: &str, path: &str, if_match: &str) -> Answer {
    let mut headers = vec![("content-type", "application/json")];
    if !if_match.is_empty() {
        headers.push(("if-match", if_match));
    }
    let body = r#"{"title":"次"}"#;
    house
        .ask(request(Method::PUT, path, token, &headers, body))
        .await
}

#[tokio::test]
async fn an_update_names_the_version_it_was_made_for() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    let made = house.post(&token, "/api/v1/incidents", r#"{"title":"初"}"#);
    let made = made.await;
    assert_eq!(made.header("etag"), "\"1\"");
    let path = made.header("location").to_owned();
    let read = house.get(&token, &path).await;
    assert_eq!(
        (read.header("etag"), read.status),
        ("\"1\"", StatusCode::OK)
    );
    assert_eq!(read.header("cache-control"), "no-store");

    let missing = change(&house, &token, &path, "").await;
    assert_eq!(missing.status, StatusCode::PRECONDITION_REQUIRED);
    for malformed in ["1", "W/\"1\"", "*", "\"x\"", "\"-1\""] {
        let answer = change(&house, &token, &path, malformed).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{malformed}");
    }
    let done = change(&house, &token, &path, "\"1\"").await;
    assert_eq!(
        (done.status, done.header("etag")),
        (StatusCode::OK, "\"2\"")
    );
    let stale = change(&house, &token, &path, "\"1\"").await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(stale.json()["current"]["version"], 2);
    assert_eq!(stale.json()["current"]["title"], "次");
}

#[tokio::test]
async fn pages_follow_one_another_and_say_how_fresh_they_are() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    for number in 0..5 {
        let body = format!(r#"{{"title":"{number}"}}"#);
        house.post(&token, "/api/v1/incidents", &body).await;
    }
    let (mut titles, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/incidents?limit=2{after}");
        let page = house.get(&token, &path).await.json();
        assert!(page["as_of"].as_str().unwrap().ends_with('Z'));
        assert!(page["position"].is_i64());
        let items = page["items"].as_array().unwrap();
        titles.extend(
            items
                .iter()
                .map(|i| i["title"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(titles, ["0", "1", "2", "3", "4"]);
}

#[tokio::test]
async fn an_auditor_reads_the_journal_page_by_page_in_the_own_area() {
    let house = House::open().await;
    for region in ["140802", "140821", "140802001"] {
        let record = incident::Model {
            id: house.journal.new_id(),
            version: 0,
            title: "火".to_owned(),
            region: Some(region.to_owned()),
        };
        room::add(&house.journal, record).await;
    }
    let city = house.token(Role::Auditor).await;
    let county = house.token_in(Role::Auditor, &["140802"]).await;
    let mut head = house.journal.head();
    head.wait_for(|head| *head >= 7).await.unwrap();
    let read = async |token: &str| {
        let (mut entries, mut after) = (Vec::new(), "0".to_owned());
        loop {
            let path = format!("/api/v1/journal?limit=2&after={after}");
            let page = house.get(token, &path).await.json();
            entries.extend(page["items"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => return entries,
            }
        }
    };
    let all = read(&city).await;
    let positions: Vec<_> = all
        .iter()
        .map(|e| e["position"].as_i64().unwrap())
        .collect();
    assert_eq!(
        positions,
        [1, 2, 3, 4, 5, 6, 7],
        "three incidents, two accounts and two sign-ins"
    );
    assert_eq!(all[0]["body"]["title"], "火");
    assert_eq!(all[0]["hash"].as_str().unwrap().len(), 64);
    let own = read(&county).await;
    assert_eq!(own.len(), 2);
    let newest = house
        .get(&city, "/api/v1/journal?order=newest&kind=incident&limit=2")
        .await
        .json();
    let regions = newest["items"].as_array().unwrap().iter();
    let regions: Vec<_> = regions.map(|e| e["region"].as_str().unwrap()).collect();
    assert_eq!(regions, ["140802001", "140821"]);
    let after = newest["next"].as_str().unwrap();
    let path = format!("/api/v1/journal?order=newest&kind=incident&after={after}");
    let rest = house.get(&city, &path).await.json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    assert_eq!(rest["next"], serde_json::Value::Null);
    let unordered = house.get(&city, "/api/v1/journal?kind=incident").await;
    assert_eq!(unordered.code(), "malformed");
    let dispatcher = house.token(Role::Dispatcher).await;
    assert_eq!(
        house.get(&dispatcher, "/api/v1/journal").await.code(),
        "denied"
    );
    assert_eq!(
        house.get(&city, "/api/v1/journal?after=x").await.code(),
        "malformed"
    );
}
