//! Files into a register and out of it: all rows or none, what is wrong said row by row, and
//! bytes that mean harm.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use serde_json::Value;
use sheets::{Cell, Heading, Kind, xlsx_writer};

use crate::registers::{WATER, hydrant, on_each_engine};
use crate::server::Person;

pub const HEADINGS: [&str; 7] = [
    "名称（编号）",
    "类别",
    "状态",
    "所属区划",
    "地址",
    "最近检查日期",
    "静水压力",
];

pub fn count(person: &Person) -> usize {
    let export = person.get(&format!("{WATER}/export?format=csv&columns=name"));
    assert_eq!(export.status, 200, "{}", export.text);
    export.text.lines().count() - 1
}

fn begin(person: &Person, mode: &str, file: &str, bytes: &[u8]) -> String {
    let begun = person.upload(&format!("{WATER}/imports?mode={mode}&file={file}"), bytes);
    assert_eq!(begun.status, 202, "{}", begun.text);
    let id = begun.json()["id"].as_str().unwrap().to_owned();
    format!("{WATER}/imports/{id}")
}

/// Brings a file in and waits until it is over.
pub fn import(person: &Person, mode: &str, file: &str, bytes: &[u8]) -> Value {
    let path = begin(person, mode, file, bytes);
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let known = person.get(&path);
        assert_eq!(known.status, 200, "{}", known.text);
        let known = known.json();
        if !["checking", "applying"].contains(&known["state"].as_str().unwrap()) {
            return known;
        }
        assert!(Instant::now() < deadline, "still {known}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn line(n: usize) -> String {
    format!("XH-{n:05},市政消火栓,完好,140802001,河东东街{n}号,2026-05-01,0.35\n")
}

fn csv(rows: impl Iterator<Item = usize>) -> String {
    let mut text = HEADINGS.join(",") + "\n";
    text.extend(rows.map(line));
    text
}

fn workbook(rows: &[[Cell; 7]]) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let headings = HEADINGS.map(|text| Heading::new(text, Kind::Text));
    let mut writer = xlsx_writer(&mut file, "水源").unwrap();
    writer.heading(&headings).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    file.into_inner()
}

#[test]
fn all_rows_come_in_or_none_and_the_same_file_twice_changes_nothing() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let good = csv(0..3_000);
        let dry = import(&keeper, "dry_run", "a.csv", good.as_bytes());
        assert_eq!(
            (&dry["state"], &dry["created"]),
            (&"done".into(), &3_000.into())
        );
        assert_eq!(count(&keeper), 0, "a dry run wrote");

        // One wrong row among thousands: nothing of the file stays, and the row is named.
        let wrong = good.replacen("XH-01500,市政消火栓", "XH-01500,火山", 1);
        let refused = import(&keeper, "apply", "a.csv", wrong.as_bytes());
        assert_eq!(refused["state"], "refused", "{refused}");
        assert_eq!(refused["faults"][0]["row"], 1_502);
        assert_eq!(refused["faults"][0]["field"], "kind");
        assert_eq!(count(&keeper), 0, "a refused file wrote");

        let applied = import(&keeper, "apply", "a.csv", good.as_bytes());
        assert_eq!(
            (&applied["state"], &applied["created"]),
            (&"done".into(), &3_000.into())
        );
        assert_eq!(count(&keeper), 3_000);
        let again = import(&keeper, "apply", "a.csv", good.as_bytes());
        assert_eq!(again["unchanged"], 3_000, "{again}");
        let moved = good.replace("XH-00007,市政消火栓,完好", "XH-00007,消防水鹤,完好");
        let moved = import(&keeper, "apply", "a.csv", moved.as_bytes());
        assert_eq!(
            (&moved["updated"], &moved["unchanged"]),
            (&1.into(), &2_999.into())
        );
    });
}

#[test]
fn what_an_export_says_an_import_takes_back() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        import(&keeper, "apply", "a.csv", csv(0..40).as_bytes());
        for format in ["csv", "xlsx"] {
            for lang in ["zh", "en"] {
                let export = keeper.get(&format!("{WATER}/export?format={format}&lang={lang}"));
                assert_eq!(export.status, 200);
                let back = import(&keeper, "apply", &format!("a.{format}"), &export.bytes);
                assert_eq!(back["unchanged"], 40, "{format} {lang}: {back}");
            }
        }
    });
}

/// Sheets as people keep them: other encodings, days as numbers, texts as numbers, empty rows.
#[test]
fn sheets_as_people_keep_them() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        // "名称（编号）,类别,状态,所属区划,地址,最近检查日期" and one row, GB18030.
        let (gbk, ..) = encoding_rs::GB18030.encode(
            "名称（编号）,类别,状态,所属区划,地址,最近检查日期\r\n\
             XH-1,市政消火栓,完好,140802001,東城街道,2026年5月1日\r\n,,,,,\r\n",
        );
        let known = import(&keeper, "apply", "a.csv", &gbk);
        assert_eq!(
            (&known["state"], &known["created"]),
            (&"done".into(), &1.into()),
            "{known}"
        );
        let text = |words: &str| Cell::Text(words.into());
        let row = [
            text(" XH-2 "),
            text("消防水鹤"),
            text("完好"),
            Cell::Number(sheets::Number::new(140_802_001.0).unwrap()),
            text("东城街道"),
            text("2026/5/1"),
            Cell::Number(sheets::Number::new(0.3).unwrap()),
        ];
        let known = import(&keeper, "apply", "a.xlsx", &workbook(&[row]));
        assert_eq!(
            (&known["state"], &known["created"]),
            (&"done".into(), &1.into()),
            "{known}"
        );
        let row = keeper.get(&format!("{WATER}?search=XH-2")).json();
        assert_eq!(row["items"][0]["values"]["pressure"], "0.30");
        assert_eq!(row["items"][0]["values"]["checked_on"], "2026-05-01");
    });
}

/// A zip of one entry that inflates to far more than it is.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..600 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_that_are_none_or_mean_harm_are_refused_with_a_reason() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let whole = workbook(&[]);
        let twice = HEADINGS.join(",") + ",类别\n";
        let files: [(&str, Vec<u8>); 7] = [
            ("empty.csv", Vec::new()),
            ("garbage.xlsx", vec![0x9f; 5_000]),
            ("torn.xlsx", whole[..whole.len() / 2].to_vec()),
            ("bomb.xlsx", bomb()),
            (
                "old.xls",
                [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].repeat(100),
            ),
            ("twice.csv", twice.into_bytes()),
            ("other.csv", "颜色,味道\n红,甜\n".into()),
        ];
        for (file, bytes) in files {
            for mode in ["dry_run", "apply"] {
                let known = import(&keeper, mode, file, &bytes);
                assert_eq!(known["state"], "refused", "{file}: {known}");
                let why = known["message"].as_str().unwrap_or_default();
                assert!(!why.is_empty(), "{file}: refused without a word");
            }
        }
        assert_eq!(count(&keeper), 0);
    });
}

/// A text that a spreadsheet would run is a text on its way out.
#[test]
fn no_text_leaves_as_a_formula() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let mut values = hydrant("XH-1", "140802001");
        values["address"] = "=HYPERLINK(\"http://x\",\"点我\")".into();
        assert_eq!(keeper.post(WATER, None, &values).status, 201);
        let csv = keeper.get(&format!("{WATER}/export?format=csv&columns=name,address"));
        for line in csv.text.lines() {
            for cell in line.split(',') {
                let first = cell.trim_start_matches('"').chars().next();
                assert!(!matches!(first, Some('=' | '+' | '@')), "{line}");
            }
        }
        let book = keeper.get(&format!("{WATER}/export?format=xlsx&columns=name,address"));
        let mut book = sheets::open(Cursor::new(book.bytes), &sheets::Limits::default()).unwrap();
        let mut rows = book.rows(0).unwrap();
        let row = rows
            .find_map(|row| row.ok().filter(|row| row.number == 2))
            .unwrap();
        let address = row.cells.get(1).unwrap();
        assert!(matches!(address, Cell::Text(_)), "{address:?}");
    });
}

#[test]
fn an_import_that_was_cancelled_or_cut_off_leaves_nothing() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let many = csv(0..20_000);
        let path = begin(&keeper, "apply", "a.csv", many.as_bytes());
        std::thread::sleep(Duration::from_millis(150));
        assert_eq!(keeper.send("DELETE", &path, None, None).status, 204);
        let deadline = Instant::now() + Duration::from_secs(30);
        let ended = loop {
            let state = keeper.get(&path).json()["state"].clone();
            if state != "checking" && state != "applying" {
                break state;
            }
            assert!(Instant::now() < deadline);
            std::thread::sleep(Duration::from_millis(20));
        };
        assert_eq!(ended, "cancelled");
        assert_eq!(count(&keeper), 0);

        begin(&keeper, "apply", "a.csv", many.as_bytes());
        std::thread::sleep(Duration::from_millis(150));
        server.kill_and_restart();
        let keeper = server.person("registrar1");
        let left = count(&keeper);
        assert!(
            left == 0 || left == 20_000,
            "{left} rows of a torn import are seen"
        );
        let verified = std::process::Command::new(crate::server::BINARY)
            .args(["journal", "verify"])
            .env("FENGSUI_DATA", &server.data)
            .env("FENGSUI_DATABASE", &server.database)
            .status();
        assert!(verified.unwrap().success(), "the chain is broken");
    });
}

/// Another's import is none of one's business.
#[test]
fn an_import_belongs_to_whom_it_is_of() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let path = begin(&keeper, "dry_run", "a.csv", csv(0..3).as_bytes());
        let other = server.person("admin");
        for method in ["GET", "DELETE"] {
            let answer = other.send(method, &path, None, None);
            assert!(
                [403, 404].contains(&answer.status),
                "{method}: {}",
                answer.status
            );
        }
    });
}
