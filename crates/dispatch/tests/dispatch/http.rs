//! The operations as a browser meets them: tags, preconditions, refusals, shapes.

use access::{Pass, Role, Sets};
use api::Caller;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use base::Uuid;
use capability::Capability as _;
use dispatch::Dispatch;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{World, catalogue, on_both_engines};

struct Answer {
    status: StatusCode,
    etag: Option<String>,
    body: Value,
}

struct Browser(Router);

impl Browser {
    fn new(world: &World) -> Self {
        let (router, _) = Dispatch::new(catalogue())
            .routes(&world.platform())
            .split_for_parts();
        let account = world.seat.actor.to_string();
        let id = account.strip_prefix("account:").unwrap().parse().unwrap();
        let caller = Caller {
            account: id,
            username: "dispatcher1".to_owned(),
            display_name: "王接警".to_owned(),
            role: Role::Dispatcher,
            areas: Vec::new(),
            pass: Pass::of_account(id, Role::Dispatcher, &Sets::default()),
        };
        Self(router.layer(axum::Extension(caller)))
    }

    async fn send(&self, method: &str, path: &str, tag: Option<&str>, body: Value) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{path}"))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(tag) = tag {
            request = request.header(header::IF_MATCH, tag);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        let answer = self
            .0
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let tag = answer.headers().get(header::ETAG);
        let etag = tag.map(|tag| tag.to_str().unwrap().to_owned());
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status, etag, body }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, Value::Null).await
    }

    async fn post(&self, path: &str, tag: &str, body: Value) -> Answer {
        self.send("POST", path, Some(tag), body).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_runs_an_incident() {
    on_both_engines(|world| async move {
        let browser = Browser::new(&world);
        let call = json!({
            "kind": "fire", "level": 2, "address": "某小区(样例)",
            "location": {"longitude": 110.997, "latitude": 35.028},
        });
        let opened = browser.send("POST", "incidents", None, call).await;
        assert_eq!((opened.status, opened.etag.as_deref()), (StatusCode::CREATED, Some("\"1\"")));
        assert_eq!(
            opened.body["allowed_actions"],
            json!(["assign", "raise_level", "under_control", "extinguished", "close"])
        );
        let path = format!("incidents/{}", opened.body["id"].as_str().unwrap());

        let ranked = browser.get(&format!("{path}/candidates")).await.body;
        let best = &ranked["items"][0];
        assert_eq!((&best["available"], &best["straight_line"]), (&json!(true), &json!(true)));
        let order = json!({"responder_ids": [best["responder"]["id"]]});
        let acts = format!("{path}/assignments");
        let without = browser.send("POST", &acts, None, order.clone()).await;
        assert_eq!(without.status, StatusCode::PRECONDITION_REQUIRED);
        let ordered = browser.post(&acts, "\"1\"", order.clone()).await;
        assert_eq!((ordered.status, ordered.etag.as_deref()), (StatusCode::OK, Some("\"2\"")));
        assert_eq!(ordered.body["assignments"][0]["state"], "ordered");
        let again = browser.post(&acts, "\"2\"", order).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(again.body["code"], "responders_taken");
        let name = best["responder"]["name"].as_str().unwrap();
        assert!(again.body["detail"].as_str().unwrap().contains(name), "{}", again.body);

        let step = json!({"step": "under_control"});
        let stale = browser.post(&format!("{path}/progress"), "\"1\"", step).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(stale.body["current"]["version"], 2, "412 shows what stands");

        let early = json!({"outcome_kind": "fire", "summary": "扑灭", "people_rescued": 0});
        let early = browser.post(&format!("{path}/closure"), "\"2\"", early).await;
        assert_eq!((early.status, &early.body["code"]), (StatusCode::CONFLICT, &json!("force_still_out")));

        let sent = &ordered.body["assignments"][0];
        assert_eq!(
            sent["allowed_steps"],
            json!(["acknowledged", "turned_out", "on_scene", "cancelled"])
        );
        let step = format!("assignments/{}/progress", sent["id"].as_str().unwrap());
        let moved = browser.post(&step, "\"1\"", json!({"step": "cancelled", "reason": "撤"})).await;
        assert_eq!((moved.status, moved.etag.as_deref()), (StatusCode::OK, Some("\"2\"")));
        let back = browser.post(&step, "\"2\"", json!({"step": "acknowledged"})).await;
        assert_eq!((back.status, &back.body["code"]), (StatusCode::CONFLICT, &json!("state_refuses")));

        let lower = json!({"level": 1, "reason": "试"});
        let level = browser.post(&format!("{path}/level"), "\"2\"", lower).await;
        assert_eq!(level.status, StatusCode::UNPROCESSABLE_ENTITY);

        let closure = json!({"outcome_kind": "fire", "summary": "扑灭", "people_rescued": 1, "property_saved_fen": 12_345});
        let closed = browser.post(&format!("{path}/closure"), "\"2\"", closure).await;
        assert_eq!(closed.body["outcome"]["property_saved_fen"], 12_345);
        assert_eq!(closed.body["allowed_actions"], json!(["reopen"]));

        let list = browser.get("incidents?state=closed&limit=1").await.body;
        assert_eq!(list["items"][0]["number"], "2026-000001");
        assert!(list["next"].is_null() && list["as_of"].is_string(), "{list}");
        assert_eq!(browser.get("incidents?limit=0").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(browser.get("incidents?after=x").await.status, StatusCode::BAD_REQUEST);
        let nowhere = format!("incidents/{}", Uuid::nil());
        assert_eq!(browser.get(&nowhere).await.status, StatusCode::NOT_FOUND);
        let told = browser.get(&format!("{path}/timeline")).await.body;
        assert_eq!(told["items"][0]["actor_name"], "王接警");
        world.journal.close().await;
    })
    .await;
}

/// An operation without a rule is refused to everybody, a rule without an operation guards nothing.
#[tokio::test]
async fn every_operation_has_its_rule() {
    on_both_engines(|world| async move {
        for room in [
            &Dispatch::new(catalogue()) as &dyn capability::Capability,
            &city::City::default(),
        ] {
            let (_, document) = room.routes(&world.platform()).split_for_parts();
            let document = serde_json::to_value(&document).unwrap();
            let mut drawn: Vec<(String, String)> = Vec::new();
            for (path, methods) in document["paths"].as_object().unwrap() {
                for method in methods.as_object().unwrap().keys() {
                    if ["get", "post", "put", "delete"].contains(&&**method) {
                        drawn.push((method.to_uppercase(), path.clone()));
                    }
                }
            }
            let rules = room.declare().rules;
            let mut ruled: Vec<(String, String)> = rules
                .iter()
                .map(|rule| (rule.method.to_owned(), rule.path.to_owned()))
                .collect();
            drawn.sort();
            ruled.sort();
            assert_eq!(drawn, ruled);
        }
        world.journal.close().await;
    })
    .await;
}
