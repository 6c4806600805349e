//! Personal values over HTTP: masked for all, read for a reason that the journal tells, erased for
//! good.

use serde_json::{Value, json};

use crate::registers::on_each_engine;
use crate::server::Person;

const PEOPLE: &str = "/api/v1/registers/person";

fn person(name: &str, phone: &str) -> Value {
    json!({
        "post": "东城街道消防专干", "name": name, "duty": "township_officer", "region": "140802001",
        "phone": phone,
    })
}

fn made(keeper: &Person, body: &Value) -> String {
    let made = keeper.post(PEOPLE, None, body);
    assert_eq!(made.status, 201, "{}", made.text);
    format!("{PEOPLE}/{}", made.json()["id"].as_str().unwrap())
}

#[test]
fn a_value_is_read_for_a_reason_and_the_journal_tells_it() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let path = made(&keeper, &person("张建国", "13803591234"));
        let dispatcher = server.person("dispatcher1");
        let ask = json!({"fields": ["phone"], "reason": "回访报警人"});
        let read = dispatcher.post(&format!("{path}/personal"), None, &ask);
        assert_eq!(read.status, 200, "{}", read.text);
        assert_eq!(read.json()["values"], json!({"phone": "13803591234"}));
        for wrong in [
            json!({"fields": ["phone"], "reason": " "}),
            json!({"fields": ["phone"]}),
        ] {
            let refused = dispatcher.post(&format!("{path}/personal"), None, &wrong);
            assert!((400..500).contains(&refused.status), "{}", refused.text);
            assert!(!refused.text.contains("13803591234"));
        }
        let post = json!({"fields": ["post"], "reason": "回访报警人"});
        assert_eq!(
            dispatcher
                .post(&format!("{path}/personal"), None, &post)
                .status,
            400
        );
        assert_eq!(
            server
                .person("leader1")
                .post(&format!("{path}/personal"), None, &ask)
                .status,
            403
        );
        let mut told = Vec::new();
        for _ in 0..100 {
            told = server.person("auditor1").entries("personal_read");
            if !told.is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(told.len(), 1, "{told:?}");
        let text = told[0].to_string();
        assert!(
            text.contains("回访报警人") && text.contains("phone") && !text.contains("13803591234"),
            "{text}"
        );
    });
}

#[test]
fn somebody_is_found_by_their_number_by_who_may_read_it() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        made(&keeper, &person("张建国", "13803591234"));
        made(&keeper, &person("李卫东", "13900000000"));
        let question = format!("{PEOPLE}?phone=138%200359%201234");
        let found = server.person("dispatcher1").get(&question);
        assert_eq!(found.status, 200, "{}", found.text);
        let found = found.json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        assert_eq!(found["items"][0]["values"]["phone"], "138****1234");
        let guess = server
            .person("leader1")
            .get(&format!("{PEOPLE}?phone=13803591234"));
        assert_eq!(guess.status, 403, "{}", guess.text);
        let part = server
            .person("dispatcher1")
            .get(&format!("{PEOPLE}?phone.starts=138"));
        assert_eq!(part.status, 400, "{}", part.text);
    });
}

#[test]
fn a_file_shows_masks_and_for_a_reason_values_that_are_noted() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        made(&keeper, &person("张建国", "13803591234"));
        let export = format!("{PEOPLE}/export?format=csv");
        let masked = keeper.get(&export);
        assert!(masked.text.contains("138****1234") && !masked.text.contains("13803591234"));
        let why = format!("{export}&reason=%E6%A0%B8%E5%AF%B9%E5%90%8D%E5%86%8C");
        assert!(keeper.get(&why).text.contains("13803591234"));
        assert_eq!(server.person("leader1").get(&why).status, 403);
        // What comes back with masks changes nothing.
        let import = keeper.upload(
            &format!("{PEOPLE}/imports?mode=dry_run&file=a.csv"),
            &masked.bytes,
        );
        assert_eq!(import.status, 202, "{}", import.text);
    });
}

#[test]
fn what_was_erased_is_told_as_erased_and_comes_back_for_nobody() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let path = made(&keeper, &person("张建国", "13803591234"));
        // A change first, so that the history holds an older number too.
        let changed = keeper.send(
            "PUT",
            &path,
            Some("\"1\""),
            Some(&person("张建国", "13911112222")),
        );
        assert_eq!(changed.status, 200, "{}", changed.text);
        let why = json!({"reason": "本人依法申请删除"});
        // Who reads and does not keep the register does not erase.
        assert_eq!(
            server
                .person("dispatcher1")
                .post(&format!("{path}/erasure"), None, &why)
                .status,
            403
        );
        let erased = keeper.post(&format!("{path}/erasure"), None, &why);
        assert_eq!(erased.status, 204, "{}", erased.text);
        let row = keeper.get(&path).json();
        assert_eq!(row["erased"], json!(["name", "phone"]));
        let ask = json!({"reason": "想再看一次"});
        let read = keeper.post(&format!("{path}/personal"), None, &ask).json();
        assert_eq!(
            read["values"],
            json!({"name": null, "phone": null, "id_number": null})
        );
        for place in [
            path.clone(),
            format!("{path}/history"),
            format!("{PEOPLE}/export?format=csv&reason=abc"),
        ] {
            let text = keeper.get(&place).text;
            for gone in ["13803591234", "13911112222", "张建国"] {
                assert!(!text.contains(gone), "{place}: {text}");
            }
        }
        // The rest of the row lives on, and its erased values are not written again.
        let mut rest = row["values"].clone();
        rest["post"] = json!("西城街道消防专干");
        let next = keeper.send("PUT", &path, Some("\"2\""), Some(&rest));
        assert_eq!(next.status, 200, "{}", next.text);
        rest["phone"] = json!("13911112222");
        let again = keeper.send("PUT", &path, Some("\"3\""), Some(&rest));
        assert_eq!(again.status, 422, "{}", again.text);
    });
}
