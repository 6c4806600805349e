//! People judge alarms over HTTP; alarms become incidents and end with them.

use ::capability::Capability;
use access::{Pass, Role, Sets};
use api::Caller;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use base::Uuid;
use jobs::Jobs;
use journal::{Actor, Change, ChangeSet, Lane};
use sea_orm::EntityTrait;
use sea_orm::sea_query::{Alias, Query};
use serde_json::{Value, json};
use std::time::Duration;
use store::WriteBatch;
use tower::ServiceExt;

use crate::device::{FIRE, detector};
use crate::rig::{Rig, incident, on_both_engines};

struct Reply {
    status: StatusCode,
    etag: Option<String>,
    body: Value,
}

impl Rig {
    async fn call(&self, method: &str, path: &str, etag: &str, body: Option<Value>) -> Reply {
        let (router, _) = self.monitor.routes(&self.platform).split_for_parts();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::CONTENT_TYPE, "application/json");
        if !etag.is_empty() {
            request = request.header(header::IF_MATCH, etag);
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(Caller {
            account: Uuid::from_u128(7),
            username: "w".to_owned(),
            display_name: "Wang".to_owned(),
            role: Role::MonitorOperator,
            areas: Vec::new(),
            pass: Pass::of_account(Uuid::from_u128(7), Role::MonitorOperator, &Sets::default()),
        });
        let response = router.oneshot(request).await.unwrap();
        let etag = response.headers().get(header::ETAG);
        Reply {
            status: response.status(),
            etag: etag.map(|etag| etag.to_str().unwrap().to_owned()),
            body: {
                let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
                serde_json::from_slice(&bytes).unwrap()
            },
        }
    }

    async fn ringing(&self, points: u16) -> Vec<String> {
        let mut device = self.dial(889).await;
        for point in 0..points {
            device.confirmed(point, &detector(point, FIRE)).await;
        }
        let alarms = self.alarms(889).await;
        alarms
            .iter()
            .map(|alarm| format!("/alarms/{}", alarm.id))
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_judgements_one_stands() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let path = rig.ringing(1).await.remove(0);
        let read = rig.call("GET", &path, "", None).await;
        assert_eq!(read.body["state"], "ringing");
        assert_eq!(read.body["device"]["registered"], false);
        assert_eq!(read.body["point"]["label"], "10-0");
        assert_eq!(read.body["component_name_en"], "smoke detector");
        assert_eq!(read.body["allowed_actions"], json!(["verify", "escalate"]));
        let etag = read.etag.unwrap();
        let judge = format!("{path}/verification");
        let (one, other) = tokio::join!(
            rig.call(
                "POST",
                &judge,
                &etag,
                Some(json!({"outcome": "false_alarm"}))
            ),
            rig.call("POST", &judge, &etag, Some(json!({"outcome": "real"}))),
        );
        let (won, lost) = if one.status == StatusCode::OK {
            (one, other)
        } else {
            (other, one)
        };
        assert_eq!(
            (won.status, lost.status),
            (StatusCode::OK, StatusCode::PRECONDITION_FAILED)
        );
        assert_eq!(lost.body["current"]["state"], won.body["state"]);
        assert_eq!(won.body["verified"]["by"], "Wang");
        let missing = rig
            .call("POST", &judge, "", Some(json!({"outcome": "real"})))
            .await;
        assert_eq!(missing.status, StatusCode::PRECONDITION_REQUIRED);
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judgement_is_overturned_with_a_reason_only() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let path = rig.ringing(1).await.remove(0);
        let judge = format!("{path}/verification");
        let etag = rig.call("GET", &path, "", None).await.etag.unwrap();
        let done = rig
            .call("POST", &judge, &etag, Some(json!({"outcome": "test"})))
            .await;
        let etag = done.etag.unwrap();
        let bare = json!({"outcome": "real", "note": " "});
        let refused = rig.call("POST", &judge, &etag, Some(bare)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The point rings anew meanwhile, so the old alarm cannot become open again.
        let mut device = rig.dial(889).await;
        device.confirmed(99, &detector(0, FIRE)).await;
        assert_eq!(
            rig.alarms(889).await.len(),
            2,
            "a judged alarm swallows no fire"
        );
        let why = json!({"outcome": "real", "note": "smoke seen"});
        let newer = rig.call("POST", &judge, &etag, Some(why)).await;
        assert_eq!(
            (newer.status, &newer.body["code"]),
            (StatusCode::CONFLICT, &json!("newer_alarm"))
        );
        let why = json!({"outcome": "false_alarm", "note": "steam"});
        let done = rig.call("POST", &judge, &etag, Some(why)).await;
        assert_eq!(
            (done.status, &done.body["state"]),
            (StatusCode::OK, &json!("false_alarm"))
        );
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_becomes_an_incident_and_ends_with_it() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let paths = rig.ringing(2).await;
        let escalate = format!("{}/incident", paths[0]);
        let etag = rig.call("GET", &paths[0], "", None).await.etag.unwrap();
        let (one, other) = tokio::join!(
            rig.call("POST", &escalate, &etag, Some(json!({"note": "go"}))),
            rig.call("POST", &escalate, &etag, Some(json!({}))),
        );
        let (won, lost) = if one.status == StatusCode::CREATED {
            (one, other)
        } else {
            (other, one)
        };
        assert_eq!(
            (won.status, lost.status),
            (StatusCode::CREATED, StatusCode::PRECONDITION_FAILED)
        );
        let store = rig.journal.store();
        let incidents = incident::Entity::find().all(store.reader()).await.unwrap();
        assert_eq!(incidents.len(), 1, "no incident without its alarm");
        let mut incident = incidents.into_iter().next().unwrap();
        assert_eq!(won.body["id"], incident.id.to_string());
        let alarm = rig.call("GET", &paths[0], "", None).await.body;
        assert_eq!(
            (&alarm["state"], &alarm["verified"]["outcome"]),
            (&json!("escalated"), &json!("real"))
        );

        let open = rig
            .call("GET", "/alarms?state=open&limit=1", "", None)
            .await
            .body;
        assert_eq!(
            open["items"][0]["id"],
            rig.alarms(889).await[1].id.to_string()
        );
        let next = format!("/alarms?limit=1&after={}", open["next"].as_str().unwrap());
        let last = rig.call("GET", &next, "", None).await.body;
        assert_eq!(
            (last["items"][0]["id"].clone(), last["next"].clone()),
            (alarm["id"].clone(), Value::Null)
        );

        "closed".clone_into(&mut incident.state);
        let now = rig.journal.clock().now();
        let change = Change::of(&incident, "closed", now).unwrap();
        let set = ChangeSet::new(Lane::Dispatch, Actor::system("test")).with(change);
        rig.journal.submit(set).await.unwrap();
        // Twice from the beginning, as after a crash: it closes once.
        for _ in 0..2 {
            forget_cursors(store).await;
            let mut jobs = Jobs::new(rig.journal.clone());
            for job in rig.monitor.jobs(&rig.platform) {
                jobs.add(job).unwrap();
            }
            let board = jobs.board();
            let running = jobs.start();
            let caught_up = || {
                let place = board.get("close_with_incidents").and_then(|job| job.place);
                place.is_some_and(|place| place.position > 0 && place.lag() == 0)
            };
            for _ in 0..100 {
                if caught_up() && rig.alarms(889).await[0].closed_at.is_some() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            running.stop().await;
        }
        let alarms = rig.alarms(889).await;
        assert!(alarms[0].closed_at.is_some() && alarms[0].open_point.is_none());
        assert!(alarms[1].closed_at.is_none());
        let history = journal::history(store, &[alarms[0].id]).await.unwrap();
        let verbs: Vec<_> = history
            .iter()
            .map(|(_, entry)| entry.verb.as_str())
            .collect();
        assert_eq!(verbs, ["raised", "escalated", "closed"]);
        rig.stop().await;
    })
    .await;
}

/// As in a house that never followed.
async fn forget_cursors(store: &store::Store) {
    let delete = Query::delete()
        .from_table(Alias::new("job_cursor"))
        .to_owned();
    let mut transaction = store.begin().await.unwrap();
    transaction.execute(store.build(&delete)).await.unwrap();
    transaction.commit(WriteBatch::default()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn todays_alarms_are_counted_by_where_they_stand() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let paths = rig.ringing(3).await;
        let judge = format!("{}/verification", paths[1]);
        let verdict = Some(json!({"outcome": "false_alarm"}));
        rig.call("POST", &judge, "\"1\"", verdict).await;
        let counts = rig.call("GET", "/alarms/counts", "", None).await.body;
        let of = |list: &str, state: &str| {
            let all = counts[list].as_array().unwrap().iter();
            let mut found = all.filter(|one| one["state"] == state);
            found.next().and_then(|one| one["count"].as_u64())
        };
        assert_eq!(of("today", "ringing"), Some(2));
        assert_eq!(of("today", "false_alarm"), Some(1));
        assert_eq!(of("today", "escalated"), Some(0));
        assert_eq!(of("open", "ringing"), Some(2));
        assert_eq!(of("open", "false_alarm"), None);
        let first = rig.call("GET", &paths[0], "", None).await.body;
        assert_eq!(counts["oldest_waiting_at"], first["received_at"]);
        let list = format!(
            "/alarms?state=all&only=false_alarm&since={}",
            counts["since"].as_str().unwrap()
        );
        let listed = rig.call("GET", &list, "", None).await.body;
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        let tomorrow = "/alarms?state=all&since=2100-01-01T00:00:00Z";
        let none = rig.call("GET", tomorrow, "", None).await.body;
        assert_eq!(none["items"], json!([]));
        rig.stop().await;
    })
    .await;
}
