//! 接警 a call over HTTP: who called is sealed and read with a reason; an event that several see is one
//! incident; who took no call reads none.

use serde_json::{Value, json};

use crate::registers::on_each_engine;

const PHONE: &str = "13835912345";

#[test]
fn who_called_is_known_to_who_may_ask_and_says_why() {
    on_each_engine(|server| {
        let dispatcher = server.person("dispatcher1");
        let call = json!({
            "kind": "fire", "level": 2, "address": "解放路1号",
            "location": {"longitude": 111.0, "latitude": 35.03},
            "storey": "3 层", "trapped": 1, "burning": "电动自行车", "note": "楼道里全是烟",
            "caller_phone": PHONE, "caller_name": "张三丰",
        });
        let opened = dispatcher.post("/api/v1/incidents", None, &call);
        assert_eq!(opened.status, 201, "{}", opened.text);
        assert!(!opened.text.contains(PHONE) && !opened.text.contains("张三丰"));
        let incident = opened.json();
        assert_eq!(
            (&incident["trapped"], &incident["storey"]),
            (&json!(1), &json!("3 层"))
        );
        let number = incident["number"].as_str().unwrap();
        let list = format!("/api/v1/registers/call?incident={number}");

        // The list shows what of it everybody who takes calls may see.
        let rows = dispatcher.get(&list).json();
        let row = &rows["items"][0];
        assert_eq!(row["values"]["caller_phone"], "138****2345", "{rows}");
        assert_eq!(row["values"]["caller_name"], "张**");
        assert_eq!(row["values"]["part"], "first");
        let personal = format!(
            "/api/v1/registers/call/{}/personal",
            row["id"].as_str().unwrap()
        );
        let reason = json!({"reason": "回拨核实楼层", "fields": ["caller_phone"]});
        let read = dispatcher.post(&personal, None, &reason);
        assert_eq!(
            read.json()["values"]["caller_phone"],
            PHONE,
            "{}",
            read.text
        );
        let auditor = server.person("auditor1");
        assert_eq!(
            auditor.get(&list).json()["items"][0]["values"]["caller_name"],
            "张**"
        );
        assert_eq!(auditor.post(&personal, None, &reason).status, 403);
        for name in ["station1", "monitor1", "registrar1"] {
            assert_eq!(server.person(name).get(&list).status, 403, "{name}");
        }
        // Who called before: by an equal number alone.
        let by_number = dispatcher.get(&format!("/api/v1/registers/call?caller_phone={PHONE}"));
        assert_eq!(by_number.json()["items"].as_array().unwrap().len(), 1);

        let told: [String; 3] = [
            auditor.get("/api/v1/journal?limit=50").text,
            dispatcher
                .get(&format!(
                    "/api/v1/incidents/{}/timeline",
                    incident["id"].as_str().unwrap()
                ))
                .text,
            auditor.get("/api/v1/registers/call/export?format=csv").text,
        ];
        for text in told {
            assert!(!text.contains(PHONE) && !text.contains("张三丰"), "{text}");
        }

        let nowhere = json!({
            "kind": "fire", "level": 2, "address": "解放路1号",
            "unit_id": "01890000-0000-7000-8000-00000000000a",
        });
        let refused = dispatcher.post("/api/v1/incidents", None, &nowhere);
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(
            refused.json()["errors"][0]["field"],
            "unit",
            "{}",
            refused.text
        );
        let wrong = json!({
            "kind": "fire", "level": 2, "address": "解放路1号", "caller_phone": "what",
        });
        let refused = dispatcher.post("/api/v1/incidents", None, &wrong);
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(
            refused.json()["errors"][0]["field"],
            "caller_phone",
            "{}",
            refused.text
        );
    });
}

#[test]
fn a_further_call_is_added_to_what_is_open() {
    on_each_engine(|server| {
        let dispatcher = server.person("dispatcher1");
        let call = json!({
            "kind": "fire", "level": 1, "address": "解放路1号",
            "location": {"longitude": 111.0, "latitude": 35.03},
        });
        let incident = dispatcher.post("/api/v1/incidents", None, &call).json();
        let near = "/api/v1/incidents/nearby?longitude=111.002&latitude=35.03";
        let near = dispatcher.get(near).json();
        assert_eq!(near["items"][0]["number"], incident["number"]);
        assert_eq!(near["items"][0]["distance_metres"], 182.0);
        let nowhere = dispatcher.get("/api/v1/incidents/nearby?longitude=200&latitude=35");
        assert_eq!(nowhere.status, 422);

        let path = format!(
            "/api/v1/incidents/{}/calls",
            incident["id"].as_str().unwrap()
        );
        let further = json!({"note": "二楼有人", "trapped": 2, "caller_phone": PHONE});
        let added = dispatcher.post(&path, None, &further);
        assert_eq!(
            (added.status, &added.json()["trapped"]),
            (200, &json!(2)),
            "{}",
            added.text
        );
        let number = incident["number"].as_str().unwrap();
        let rows = dispatcher
            .get(&format!("/api/v1/registers/call?incident={number}"))
            .json();
        let parts: Vec<&Value> = rows["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["values"]["part"])
            .collect();
        assert_eq!(parts.len(), 2);
        assert!(parts.contains(&&json!("further")));
    });
}
