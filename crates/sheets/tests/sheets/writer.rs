//! What the writers make of cells, seen with other eyes than our reader's where that tells more.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use sheets::{Cell, Heading, Kind, Number, WriteError, csv_writer, xlsx_writer};
use zip::ZipArchive;

use crate::made::{formula, rows_of};

fn xlsx(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = xlsx_writer(&mut out, "表").unwrap();
    let headings = ["编号", "日期"].map(|text| Heading::new(text, Kind::Text).width(30));
    writer.heading(&headings).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    out
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn another_reader_sees_the_same() {
    let bytes = xlsx(&[vec![
        Cell::from("=1+1"),
        Cell::Date(date(2024, 2, 29)),
        Cell::from("350102000000000123"),
        Cell::Bool(true),
    ]]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("表").unwrap();
    assert_eq!(range.get((1, 0)), Some(&Data::String("=1+1".to_owned())));
    assert!(matches!(range.get((1, 1)), Some(Data::DateTime(day)) if day.as_f64() == 45_351.0));
    assert_eq!(
        range.get((1, 2)),
        Some(&Data::String("350102000000000123".to_owned()))
    );
    assert_eq!(range.get((1, 3)), Some(&Data::Bool(true)));
    assert!(book.worksheet_formula("表").unwrap().is_empty());
}

#[test]
fn the_heading_is_frozen_and_has_a_filter() {
    let bytes = xlsx(&[vec![Cell::from("甲")]]);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for mark in [
        "state=\"frozen\"",
        "<autoFilter ref=\"A1:B2\"",
        "width=\"30.",
        "numberStoredAsText",
    ] {
        assert!(sheet.contains(mark), "{mark} in {sheet}");
    }
    assert!(part(&bytes, "xl/styles.xml").contains("<b/>"));
}

#[test]
fn what_the_format_cannot_hold_is_changed_and_not_refused() {
    let long = Number::parse("350102000000000123").unwrap();
    let rows = rows_of(xlsx(&[vec![
        Cell::Number(long),
        Cell::Date(date(1899, 12, 31)),
        Cell::DateTime(date(1, 1, 1).at(1, 2, 3, 0)),
        formula(Cell::Bool(true)),
        Cell::Error("#N/A".to_owned()),
        Cell::Number(Number::new(0.1 + 0.2).unwrap()),
    ]]))
    .unwrap();
    assert_eq!(
        rows[1].cells,
        [
            Cell::from("350102000000000123"),
            Cell::from("1899-12-31"),
            Cell::from("0001-01-01 01:02:03"),
            Cell::Bool(true),
            Cell::from("#N/A"),
            Cell::Number(Number::new(0.1 + 0.2).unwrap()),
        ]
    );
}

#[test]
fn a_text_that_does_not_fit_leaves_its_row_out_and_the_file_whole() {
    let mut out = Vec::new();
    let mut writer = xlsx_writer(&mut out, "表").unwrap();
    let long = "𠮷".repeat(16_384);
    match writer.row(&[Cell::from("a"), Cell::from(long)]) {
        Err(WriteError::TooLong {
            row: 1,
            column: 2,
            limit: 32_767,
        }) => {}
        other => panic!("{other:?}"),
    }
    let fits = "字".repeat(32_767);
    writer.row(&[Cell::from(fits)]).unwrap();
    let wide = vec![Cell::Bool(true); 16_385];
    assert!(matches!(
        writer.row(&wide),
        Err(WriteError::TooManyColumns { limit: 16_384 })
    ));
    writer.finish().unwrap();
    assert_eq!(rows_of(out).unwrap().len(), 1);
}

#[test]
fn a_heading_comes_first_or_not_at_all() {
    let heading = [Heading::new("名称", Kind::Text)];
    for mut writer in [
        xlsx_writer(Vec::new(), "表").unwrap(),
        csv_writer(Vec::new()).unwrap(),
    ] {
        writer.row(&[Cell::Bool(true)]).unwrap();
        assert!(matches!(
            writer.heading(&heading),
            Err(WriteError::LateHeading)
        ));
    }
    let mut out = Vec::new();
    xlsx_writer(&mut out, "表").unwrap().finish().unwrap();
    assert!(rows_of(out).unwrap().is_empty());
}

#[test]
fn a_sheet_cannot_have_every_name() {
    for name in ["", "a/b", "a very long name of a sheet, indeed"] {
        assert!(matches!(
            xlsx_writer(Vec::new(), name).map(|_| ()),
            Err(WriteError::Workbook(_))
        ));
    }
}

#[test]
fn an_output_that_fails_is_told() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::from(std::io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert!(matches!(
        csv_writer(Full).map(|_| ()),
        Err(WriteError::Io(_))
    ));
    let mut writer = xlsx_writer(Full, "表").unwrap();
    writer.row(&[Cell::from("甲")]).unwrap();
    assert!(matches!(
        writer.finish(),
        Err(WriteError::Io(_) | WriteError::Workbook(_))
    ));
}

#[test]
fn csv_has_its_mark_guards_formulas_and_ends_lines_as_excel_does() {
    let mut out = Vec::new();
    let mut writer = csv_writer(&mut out).unwrap();
    writer
        .heading(&[
            Heading::new("名称", Kind::Text),
            Heading::new("=b", Kind::Text),
        ])
        .unwrap();
    let minus = Cell::Number((-5).into());
    writer
        .row(&[
            Cell::from("=1+1"),
            minus,
            Cell::from("a,\"b\""),
            formula(Cell::from("@x")),
        ])
        .unwrap();
    writer.row(&[]).unwrap();
    writer.finish().unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}名称,'=b\r\n'=1+1,-5,\"a,\"\"b\"\"\",'@x\r\n\"\"\r\n"
    );
}
