//! The workbook to fill in.

use std::io::{Cursor, Read};

use jiff::civil::date;
use sheets::{
    Cell, Column, Heading, Kind, NoteSheet, REQUIRED_MARK, Template, Visibility, unmarked,
};
use zip::ZipArchive;

use crate::made::open;

fn template() -> Template {
    let column = |text: &str, kind| Column {
        heading: Heading::new(text, kind),
        is_required: false,
        allowed: Vec::new(),
        hint: String::new(),
        example: Cell::Empty,
    };
    Template {
        sheet: "市政消火栓".to_owned(),
        columns: vec![
            Column {
                is_required: true,
                hint: "不超过 50 字".to_owned(),
                example: Cell::from("解放路 1 号"),
                ..column("名称", Kind::Text)
            },
            Column {
                allowed: ["完好", "损坏", "停用, 待拆"].map(str::to_owned).to_vec(),
                example: Cell::from("完好"),
                ..column("状态", Kind::Text)
            },
            Column {
                example: Cell::Date(date(2020, 1, 31)),
                ..column("建成日期", Kind::Date)
            },
            column("压力", Kind::Number),
        ],
        notes: NoteSheet {
            name: "填写说明".to_owned(),
            headings: vec![
                Heading::new("列", Kind::Text),
                Heading::new("说明", Kind::Text).width(60),
            ],
            rows: vec![vec![Cell::from("名称"), Cell::from("必填")]],
        },
    }
}

fn written() -> Vec<u8> {
    let mut out = Vec::new();
    template().write(&mut out).unwrap();
    out
}

fn part(name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(written())).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn it_reads_back_with_headings_an_example_and_explanations() {
    let mut book = open(written()).unwrap();
    let told: Vec<(&str, Visibility)> = book
        .sheets()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility))
        .collect();
    assert_eq!(
        told,
        [
            ("市政消火栓", Visibility::Visible),
            ("填写说明", Visibility::Visible),
            ("_lists", Visibility::Hidden)
        ]
    );
    let rows: Vec<_> = book.rows(0).unwrap().map(Result::unwrap).collect();
    let headings: Vec<String> = rows[0]
        .cells
        .iter()
        .map(|cell| cell.plain().into_owned())
        .collect();
    assert_eq!(headings[0], format!("名称{REQUIRED_MARK}"));
    let bare: Vec<&str> = headings.iter().map(|text| unmarked(text)).collect();
    assert_eq!(bare, ["名称", "状态", "建成日期", "压力"]);
    assert_eq!(rows[1].cells[2], Cell::Date(date(2020, 1, 31)));
    assert_eq!(rows.len(), 2);
    let notes: Vec<_> = book.rows(1).unwrap().map(Result::unwrap).collect();
    assert_eq!(notes[1].cells, [Cell::from("名称"), Cell::from("必填")]);
}

#[test]
fn it_offers_lists_hints_and_formats() {
    let sheet = part("xl/worksheets/sheet1.xml");
    for mark in [
        "type=\"list\"",
        "sqref=\"B2:B1048576\"",
        "'_lists'!$B$1:$B$3",
        "state=\"frozen\"",
    ] {
        assert!(sheet.contains(mark), "{mark} in {sheet}");
    }
    let columns = sheet.split("<sheetData>").next().unwrap();
    // Two columns of text in one, and the dates; numbers need no format.
    assert_eq!(columns.matches(" style=\"").count(), 2, "{columns}");
    assert!(part("xl/comments1.xml").contains("不超过 50 字"));
}

#[test]
fn without_notes_and_lists_there_is_one_sheet() {
    let mut bare = template();
    bare.notes = NoteSheet::default();
    bare.columns.truncate(1);
    let mut out = Vec::new();
    bare.write(&mut out).unwrap();
    assert_eq!(open(out).unwrap().sheets().len(), 1);
}
