//! What the house does by itself, over HTTP: seen, run, and what did not get out tried again.

use std::time::Duration;

use serde_json::{Value, json};

use crate::pack::Regions;
use crate::registers::on_each_engine;
use crate::server::{Person, Server, engines};

fn job(person: &Person, name: &str) -> Value {
    let list = person.get("/api/v1/jobs");
    assert_eq!(list.status, 200, "{}", list.text);
    let list = list.json();
    let jobs = list["items"].as_array().unwrap();
    let found = jobs.iter().find(|job| job["name"] == name);
    found
        .unwrap_or_else(|| panic!("no job {name}: {list}"))
        .clone()
}

fn until(person: &Person, name: &str, like: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..300 {
        let now = job(person, name);
        if like(&now) {
            return now;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("waited in vain: {}", job(person, name));
}

#[test]
fn jobs_are_seen_and_run_and_who_asked_is_written_down() {
    on_each_engine(|server: &mut Server| {
        let admin = server.person("admin");
        let sessions = until(&admin, "sessions", |job| job["runs"].as_u64() >= Some(1));
        assert_eq!(sessions["label"], "Sessions put in order");
        assert_eq!(sessions["last_run"]["ok"], true);
        assert_eq!(
            (&sessions["period_s"], &sessions["exclusive"]),
            (&json!(3600.0), &json!(true))
        );
        assert!(sessions["next_at"].is_string());
        let before = sessions["runs"].as_u64();
        let asked = admin.post("/api/v1/jobs/sessions/run", None, &json!({}));
        assert_eq!(asked.status, 202, "{}", asked.text);
        until(&admin, "sessions", |job| job["runs"].as_u64() > before);
        let nobody = admin.post("/api/v1/jobs/nobody/run", None, &json!({}));
        assert_eq!(nobody.status, 404, "{}", nobody.text);

        // The auditor reads, and finds who asked.
        let auditor = server.person("auditor1");
        until(&auditor, "close_with_incidents", |job| {
            job["place"]["lag"] == 0 && job["kind"] == "follower"
        });
        let refused = auditor.post("/api/v1/jobs/sessions/run", None, &json!({}));
        assert_eq!(refused.status, 403, "{}", refused.text);
        let acts = auditor.entries("upkeep_act");
        assert_eq!(acts.len(), 1, "{acts:?}");
    });
}

#[test]
fn the_outbox_says_that_nothing_leaves_without_channels() {
    on_each_engine(|server: &mut Server| {
        let admin = server.person("admin");
        let outbox = admin.get("/api/v1/outbox").json();
        let channels = outbox["channels"].as_array().unwrap();
        let names: Vec<_> = channels.iter().map(|one| one["channel"].clone()).collect();
        assert_eq!(names, ["webhook", "mail", "sms"]);
        for channel in channels {
            assert_eq!(
                (&channel["served"], &channel["waiting"]),
                (&json!(false), &json!(0))
            );
        }
        let given_up = admin.get("/api/v1/outbox/sms/given-up");
        assert_eq!(given_up.json()["items"], json!([]));
        assert_eq!(admin.get("/api/v1/outbox/pigeon/given-up").status, 404);
        let nothing = "/api/v1/outbox/messages/01890000-0000-7000-8000-000000000000/retry";
        assert_eq!(admin.post(nothing, None, &json!({})).status, 404);
        let all = admin.post("/api/v1/outbox/sms/retry", None, &json!({}));
        assert_eq!(all.json(), json!({"messages": 0}));
    });
}

/// The pack's regions come in by themselves, and the list of gaps counts them by area.
#[test]
fn townships_and_villages_without_who_answers_are_counted_and_filled() {
    for on in engines() {
        let server = &Server::start_new(&on, Regions::All);
        let admin = server.person("admin");
        until(&admin, "region_tree", |job| job["last_run"]["ok"] == true);
        let keeper = server.person("registrar1");
        let gaps = |question: &str| {
            let list = keeper.get(&format!("/api/v1/gaps/region_duty?{question}"));
            assert_eq!(list.status, 200, "{}", list.text);
            list.json()
        };
        let slot = |list: &Value, key: &str| -> (u64, u64) {
            let slots = list["slots"].as_array().unwrap();
            let slot = slots.iter().find(|slot| slot["key"] == key).unwrap();
            let count = |name: &str| slot[name].as_u64().unwrap();
            (count("needed"), count("missing"))
        };
        let all = gaps("");
        let areas = all["groups"].as_array().unwrap();
        assert_eq!(areas.len(), 14);
        assert_eq!(slot(&all, "named_officer"), (147, 147));
        let (villages, missing) = slot(&all, "safety_assistant");
        assert!(
            villages > 2_000 && missing == villages,
            "{villages} {missing}"
        );
        assert_eq!(slot(&all, "first_responsible").0, villages + 147);
        let by_area: u64 = areas
            .iter()
            .map(|area| area["missing"].as_u64().unwrap())
            .sum();
        let by_slot: u64 = [
            "first_responsible",
            "directly_responsible",
            "named_officer",
            "safety_assistant",
        ]
        .iter()
        .map(|key| slot(&all, key).1)
        .sum();
        assert_eq!(by_area, by_slot, "every gap belongs to one area");

        // Somebody takes one duty for a year.
        let person = json!({
            "post": "镇长", "name": "张建国", "duty": "first_responsible", "region": "140802001",
        });
        let person = keeper.post("/api/v1/registers/person", None, &person);
        assert_eq!(person.status, 201, "{}", person.text);
        let duty = json!({
            "region": "140802001", "duty": "first_responsible", "post": "主任",
            "person": person.json()["id"], "since": "2026-01-01", "until": "2026-12-31",
        });
        let made = keeper.post("/api/v1/registers/region_duty", None, &duty);
        assert_eq!(made.status, 201, "{}", made.text);
        let mut wrong = duty.clone();
        wrong["duty"] = json!("safety_assistant");
        let refused = keeper.post("/api/v1/registers/region_duty", None, &wrong);
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(refused.json()["errors"][0]["field"], "duty");
        let missing = |on: &str| slot(&gaps(&format!("on={on}")), "first_responsible").1;
        let whole = villages + 147;
        assert_eq!(
            ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"].map(missing),
            [whole, whole - 1, whole - 1, whole]
        );

        // By what is missing, page by page, and inside one's own areas.
        let page = gaps("slot=named_officer&limit=100&on=2026-06-01");
        assert_eq!(
            (&page["total"], page["items"].as_array().unwrap().len()),
            (&json!(147), 100)
        );
        let next = page["next"].as_str().unwrap();
        let rest = gaps(&format!(
            "slot=named_officer&limit=100&on=2026-06-01&after={next}"
        ));
        assert_eq!(
            (rest["items"].as_array().unwrap().len(), &rest["next"]),
            (47, &Value::Null)
        );
        let first = &page["items"][0];
        assert_eq!(first["fill"]["region"], first["region"]);
        for question in ["slot=king", "on=2026-02-30", "within=14080", "colour=red"] {
            let answer = keeper.get(&format!("/api/v1/gaps/region_duty?{question}"));
            assert_eq!(answer.status, 400, "{question}: {}", answer.text);
        }
        let export =
            keeper.get("/api/v1/gaps/region_duty/export?format=csv&slot=named_officer&lang=zh");
        assert_eq!(export.text.lines().count(), 148, "{}", export.text);
        assert!(export.text.contains("盐湖区") && export.text.contains("在编专人"));
        let bound = crate::registers::person_of(
            server,
            "bound",
            "township_officer",
            &json!({"areas": ["140802001"]}),
        );
        let own = bound.get("/api/v1/gaps/region_duty?on=2026-06-01").json();
        assert_eq!(slot(&own, "named_officer"), (1, 1));
        let grid = crate::registers::person_of(
            server,
            "grid",
            "grid_worker",
            &json!({"areas": ["140802001"]}),
        );
        assert_eq!(grid.get("/api/v1/gaps/region_duty").status, 403);
        assert_eq!(grid.get("/api/v1/gaps").json(), json!({"items": []}));
    }
}
