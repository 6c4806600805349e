//! Workbooks as they come from desks all over a city: each is taken for what it says or refused
//! with a word that says what to do, and never half.

use std::io::{Cursor, Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::imports::{HEADINGS, count, import};
use crate::registers::{WATER, hydrant, on_each_engine};
use crate::server::Server;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// Sheets by what hides them and what stands in their `worksheet` element, and further parts.
fn book(sheets: &[(&str, String)], further: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    let (mut listed, mut links) = (String::new(), String::new());
    for (n, (hidden, inside)) in sheets.iter().enumerate() {
        let n = n + 1;
        listed += &format!(r#"<sheet name="表{n}" sheetId="{n}" {hidden} r:id="rId{n}"/>"#);
        links += &format!(
            r#"<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>"#
        );
        part(
            &format!("xl/worksheets/sheet{n}.xml"),
            &format!("<worksheet>{inside}</worksheet>"),
        );
    }
    part("[Content_Types].xml", TYPES);
    part("_rels/.rels", ROOT);
    part(
        "xl/workbook.xml",
        &format!(r#"<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>"#),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
        ),
    );
    for (name, content) in further {
        part(name, content);
    }
    zip.finish().unwrap().into_inner()
}

fn text(content: &str) -> String {
    format!(r#"<c t="inlineStr"><is><t>{content}</t></is></c>"#)
}

fn row(number: usize, cells: impl IntoIterator<Item = String>) -> String {
    let cells: String = cells.into_iter().collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

fn head() -> String {
    row(1, HEADINGS.map(text))
}

/// A whole line, with one cell in the place of its own.
fn line(number: usize, at: usize, cell: &str) -> String {
    let whole = [
        "XH-1",
        "市政消火栓",
        "完好",
        "140802001",
        "东街",
        "2026-05-01",
        "0.35",
    ];
    let mut cells = whole.map(text);
    cells[at] = cell.to_owned();
    row(number, cells)
}

fn sheet(rows: &[String]) -> String {
    format!("<sheetData>{}</sheetData>", rows.concat())
}

/// What the program says of a file in both modes; nothing of it may have been written.
fn refused(server: &Server, bytes: &[u8]) -> Value {
    let keeper = server.person("registrar1");
    let known = ["dry_run", "apply"].map(|mode| {
        let known = import(&keeper, mode, "a.xlsx", bytes);
        // A dry run ends well and lists what is wrong; a file that is none is refused by both.
        let faulty = known["faulty"].as_u64().unwrap_or(0) > 0;
        assert!(known["state"] == "refused" || faulty, "{mode}: {known}");
        known
    });
    assert_eq!(count(&keeper), 0, "something was written");
    known.into_iter().next_back().unwrap()
}

fn message(known: &Value) -> &str {
    known["message"].as_str().unwrap_or_default()
}

#[test]
fn a_file_of_other_headings_names_the_columns_that_are_missing() {
    on_each_engine(|server| {
        let other = book(
            &[(
                "",
                sheet(&[
                    row(1, ["编码", "颜色"].map(text)),
                    line(2, 0, &text("XH-1")),
                ]),
            )],
            &[],
        );
        let known = refused(server, &other);
        assert!(message(&known).contains("Region"), "{known}");
    });
}

#[test]
fn merged_cells_are_refused_with_their_rows() {
    on_each_engine(|server| {
        let rows = sheet(&[head(), line(2, 0, &text("XH-1")), line(3, 0, &text("XH-2"))]);
        let merged =
            format!(r#"{rows}<mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>"#);
        let known = refused(server, &book(&[("", merged)], &[]));
        assert!(message(&known).contains("rows 2 to 3"), "{known}");
        let apart = book(&[("", rows)], &[]);
        let keeper = server.person("registrar1");
        assert_eq!(import(&keeper, "apply", "a.xlsx", &apart)["created"], 2);
    });
}

#[test]
fn a_formula_is_refused_at_its_cell_and_never_computed() {
    on_each_engine(|server| {
        let formula = r#"<c t="str"><f>WEBSERVICE("http://x")</f><v>东街</v></c>"#;
        let bad = sheet(&[head(), line(2, 0, &text("XH-0")), line(3, 4, formula)]);
        let known = refused(server, &book(&[("", bad)], &[]));
        assert_eq!(known["faults"][0]["row"], 3, "{known}");
        assert_eq!(known["faults"][0]["field"], "address", "{known}");
        assert!(
            known["faults"][0].to_string().contains("formula"),
            "{known}"
        );
    });
}

#[test]
fn days_and_numbers_as_texts_are_read_and_what_is_none_is_named() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        for (n, day) in ["2026/5/1", "2026.5.1", "2026年5月1日", "2026-05-01"]
            .iter()
            .enumerate()
        {
            let mut cells = [
                format!("XH-{n}"),
                "市政消火栓".into(),
                "完好".into(),
                "140802001".into(),
                "东街".into(),
                (*day).to_owned(),
                " 0.35 ".into(),
            ]
            .map(|cell: String| text(&cell));
            // A number that a spreadsheet keeps as a number.
            cells[3] = "<c><v>140802001</v></c>".to_owned();
            let good = book(&[("", sheet(&[head(), row(2, cells)]))], &[]);
            let known = import(&keeper, "apply", "a.xlsx", &good);
            assert_eq!(known["created"], 1, "{day}: {known}");
        }
        let list = keeper
            .get(&format!("{WATER}?checked_on=2026-05-01&sort=name"))
            .json();
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 4);
        assert!(items.iter().all(|row| row["values"]["pressure"] == "0.35"));
        for (at, wrong, field) in [(5, "下周三", "checked_on"), (6, "三点五", "pressure")] {
            let bad = book(&[("", sheet(&[head(), line(2, at, &text(wrong))]))], &[]);
            let known = import(&keeper, "apply", "a.xlsx", &bad);
            assert_eq!(known["state"], "refused", "{known}");
            assert_eq!(known["faults"][0]["field"], field, "{known}");
        }
    });
}

#[test]
fn hidden_sheets_are_not_read() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let secret = sheet(&[head(), line(2, 0, &text("HIDDEN"))]);
        let shown = sheet(&[head(), line(2, 0, &text("SHOWN"))]);
        for hidden in [r#"state="hidden""#, r#"state="veryHidden""#] {
            let both = book(&[(hidden, secret.clone()), ("", shown.clone())], &[]);
            let known = import(&keeper, "apply", "a.xlsx", &both);
            assert_eq!(known["state"], "done", "{known}");
        }
        assert_eq!(count(&keeper), 1);
        assert_eq!(
            keeper.get(&format!("{WATER}?search=hidden")).json()["items"],
            json!([])
        );
        let none = book(&[(r#"state="hidden""#, secret)], &[]);
        let known = import(&keeper, "apply", "a.xlsx", &none);
        assert!(message(&known).contains("no visible sheet"), "{known}");
    });
}

#[test]
fn two_hundred_columns_are_taken_for_those_that_are_known() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let more = |what: &str| {
            (7..200)
                .map(|n| text(&format!("{what}{n}")))
                .collect::<String>()
        };
        let widened =
            |row: String, what: &str| row.replace("</row>", &format!("{}</row>", more(what)));
        let rows = [
            widened(head(), "列"),
            widened(line(2, 0, &text("XH-1")), "值"),
        ];
        let known = import(
            &keeper,
            "apply",
            "a.xlsx",
            &book(&[("", sheet(&rows))], &[]),
        );
        assert_eq!(
            (&known["state"], &known["created"]),
            (&json!("done"), &json!(1)),
            "{known}"
        );
        let columns = known["columns"].as_array().unwrap();
        assert_eq!(columns.len(), 200);
        let known: Vec<_> = columns
            .iter()
            .filter(|column| !column["field"].is_null())
            .collect();
        assert_eq!(known.len(), HEADINGS.len());
    });
}

#[test]
fn a_workbook_with_macros_is_refused_by_name() {
    on_each_engine(|server| {
        let rows = sheet(&[head(), line(2, 0, &text("XH-1"))]);
        let known = refused(
            server,
            &book(&[("", rows)], &[("xl/vbaProject.bin", "macro")]),
        );
        assert!(message(&known).to_lowercase().contains("macro"), "{known}");
    });
}

/// Two gigabytes are announced and not one of them is read.
#[test]
fn a_file_of_two_gigabytes_is_refused_before_it_is_sent() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let address = server.http.trim_start_matches("http://");
        let mut socket = TcpStream::connect(address).unwrap();
        let time = Some(std::time::Duration::from_secs(10));
        socket.set_read_timeout(time).unwrap();
        write!(
            socket,
            "POST {WATER}/imports?mode=apply&file=a.xlsx HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\
             content-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
            keeper.cookie().unwrap(),
            2_u64 << 30
        )
        .unwrap();
        let mut answer = [0; 2_000];
        let read = socket.read(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer[..read]);
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    });
}

/// Markup is text like any other: it comes back letter by letter and is never a content type that
/// a browser would run.
#[test]
fn script_in_every_text_field_stays_text() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let script = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";
        let mut values = hydrant(script, "140802001");
        values["address"] = script.into();
        values["remarks"] = script.into();
        let made = keeper.post(WATER, None, &values);
        assert_eq!(made.status, 201, "{}", made.text);
        for field in ["name", "address", "remarks"] {
            assert_eq!(made.json()["values"][field], script, "{field}");
        }
        let found = keeper.get(&format!("{WATER}?search=%3Cscript%3E")).json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let bad = json!({"name": "a\u{7}b"});
        let refused = keeper.post(WATER, None, &bad);
        assert!(
            refused.text.contains("control characters"),
            "{}",
            refused.text
        );
    });
}

/// A personal field is neither filtered nor ordered by, whoever asks; nor does a search find it.
#[test]
fn a_filter_on_a_field_that_may_not_be_read_is_refused_by_name() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        // By order or by a beginning a value could be guessed bit by bit: nobody asks so. By the
        // whole value ask those who may read it.
        let guesses = ["phone.starts=138", "sort=phone", "name.starts=x"];
        let equals = ["phone=13803591234", "name=x"];
        let refused = |who: &str, question: &str, status: u16| {
            let path = format!("/api/v1/registers/person?{question}");
            let asked = server.person(who).get(&path);
            assert_eq!(asked.status, status, "{who} {question}: {}", asked.text);
        };
        for question in guesses {
            for who in ["registrar1", "leader1", "dispatcher1"] {
                refused(who, question, 400);
            }
        }
        for question in equals {
            refused("leader1", question, 403);
        }
        let person = json!({
            "post": "专干", "name": "张建国", "duty": "township_officer", "region": "140802001",
            "phone": "13803591234",
        });
        let made = keeper.post("/api/v1/registers/person", None, &person);
        assert_eq!(made.status, 201, "{}", made.text);
        let found = keeper
            .get("/api/v1/registers/person?search=13803591234")
            .json();
        assert_eq!(found["items"], json!([]));
        let found = keeper
            .get("/api/v1/registers/person?phone=13803591234")
            .json();
        assert_eq!(found["items"][0]["id"], made.json()["id"]);
    });
}
