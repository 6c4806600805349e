//! The plan's tables over HTTP: computed beside printed, by area, and as a workbook.

use serde_json::{Value, json};

use crate::registers::on_each_engine;
use crate::server::Server;

const FIRES: &str = "/api/v1/evaluation/statistics/fires";

fn row<'t>(table: &'t Value, label: &str) -> &'t Value {
    let mut rows = table["rows"].as_array().unwrap().iter();
    let found = rows.find(|row| row["label"]["zh"] == label);
    found.unwrap_or_else(|| panic!("no row {label}: {table}"))
}

#[test]
fn what_the_plan_prints_stands_beside_what_is_computed() {
    on_each_engine(|server: &mut Server| {
        let leader = server.person("leader1");
        let table = leader.until(&format!("{FIRES}?from=2011&until=2021"), |table| {
            row(table, "2020")["cells"][0]["value"] == "678"
        });
        // 293, 201, 194, 204 and 678 are 1570; the plan prints 1573.
        let sum = &row(&table, "2016—2020年小计")["cells"][0];
        assert_eq!(
            (
                &sum["value"],
                &sum["printed"],
                &sum["difference"],
                &sum["line"]
            ),
            (&json!("1570"), &json!("1573"), &json!("-3"), &json!(85))
        );
        let same = &row(&table, "2011—2015年小计")["cells"][3];
        assert_eq!(
            (&same["value"], &same["difference"]),
            (&json!("7796.60"), &Value::Null)
        );
        let growth = &row(&table, "2016—2020年同比前五年增长（%）")["cells"];
        assert_eq!(
            (&growth[1]["value"], &growth[1]["printed"]),
            (&json!("58.3"), &json!("58.3"))
        );
        assert_eq!(
            (&growth[0]["value"], &growth[0]["difference"]),
            (&json!("0.7"), &json!("-0.2"))
        );
        // Nobody entered 2021: unknown, and no nought; one year makes no five.
        let open = &row(&table, "2021")["cells"][0];
        assert_eq!(open["value"], Value::Null);
        assert!(
            open["unknown"]["zh"]
                .as_str()
                .unwrap()
                .contains("没有这一年度"),
            "{open}"
        );
        assert_eq!(table["rows"].as_array().unwrap().len(), 11 + 2 + 1);

        let file = leader.get(&format!("{FIRES}/export?from=2011&until=2020&lang=zh"));
        assert_eq!(file.status, 200, "{}", file.text);
        assert!(file.bytes.starts_with(b"PK"), "a workbook is a zip");
    });
}

#[test]
fn a_table_is_of_the_callers_areas_and_of_sound_years() {
    on_each_engine(|server: &mut Server| {
        let leader = server.person("leader1");
        let years = |query: &str| leader.get(&format!("{FIRES}?{query}")).status;
        assert_eq!(years("from=2020&until=2019"), 400);
        assert_eq!(years("from=1900&until=2020"), 400);
        assert_eq!(
            leader.get("/api/v1/evaluation/statistics/other").status,
            404
        );

        let account = json!({
            "username": "county1", "display_name": "county1", "role": "leader",
            "sets": { "areas": ["140821"] }, "password": "correct horse battery",
        });
        let made = server
            .person("admin")
            .post("/api/v1/accounts", None, &account);
        assert_eq!(made.status, 201, "{}", made.text);
        let county = server.person_with("county1", "correct horse battery");
        let own = county.get(&format!("{FIRES}?from=2019&until=2020")).json();
        assert_eq!(own["area"]["name"], "临猗县", "{own}");
        assert_eq!(own["areas"].as_array().unwrap().len(), 1);
        // What the plan prints is the whole city's.
        assert_eq!(row(&own, "2020")["cells"][0]["printed"], Value::Null);
        assert_eq!(county.get(&format!("{FIRES}?area=1408")).status, 403);
    });
}
