//! Workbooks that other programs wrote; tests/data/README.md says how.

use jiff::civil::{date, time};
use sheets::{Cell, Row, Visibility};

use crate::made::{data, formula, number, open, rows_of};

fn row(rows: &[Row], number: u32) -> &Row {
    rows.iter().find(|row| row.number == number).unwrap()
}

#[test]
fn openpyxl() {
    let mut book = open(data("openpyxl.xlsx")).unwrap();
    let told: Vec<(&str, Visibility)> = book
        .sheets()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility))
        .collect();
    assert_eq!(
        told,
        [
            ("水源", Visibility::Visible),
            ("隐藏", Visibility::Hidden),
            ("深藏", Visibility::VeryHidden),
            ("空", Visibility::Visible),
        ]
    );
    assert_eq!(book.rows(3).unwrap().count(), 0);
    let rows = book.rows(0).unwrap();
    let layout = rows.layout();
    assert!(layout.is_hidden(7));
    assert_eq!(layout.merged.len(), 1);
    let rows: Vec<Row> = rows.map(Result::unwrap).collect();
    assert_eq!(
        row(&rows, 2).cells,
        [
            Cell::from("解放路消火栓"),
            Cell::from("350102000000000123"),
            Cell::from("059187654321"),
            Cell::Date(date(2019, 5, 20)),
            Cell::DateTime(date(2024, 2, 29).at(13, 45, 30, 0)),
            number("0.35"),
            Cell::Bool(true),
            Cell::from("正常"),
        ]
    );
    let third = &row(&rows, 3).cells;
    assert_eq!(third[0], Cell::from("东街水鹤"));
    assert_eq!(third[1], number("3.501020000000001e+17"));
    assert_eq!(third[3], Cell::Date(date(1900, 3, 1)));
    assert_eq!(third[4], Cell::DateTime(date(2024, 3, 1).at(0, 0, 0, 0)));
    assert_eq!(third[7], Cell::from("=1+1"));
    assert!(row(&rows, 5).merged);
    assert_eq!(row(&rows, 7).cells[5], formula(Cell::Empty));
    assert!(row(&rows, 8).hidden);
    assert_eq!(row(&rows, 9).cells[3], Cell::Time(time(8, 30, 0, 0)));
    assert_eq!(row(&rows, 9).cells[4], number("1.25"));
    assert_eq!(row(&rows, 10).cells.len(), 8);
}

#[test]
fn openpyxl_counting_from_1904() {
    let rows = rows_of(data("openpyxl_1904.xlsx")).unwrap();
    assert_eq!(rows[1].cells, [Cell::Date(date(2024, 1, 1))]);
    assert_eq!(
        rows[2].cells,
        [Cell::DateTime(date(1904, 1, 2).at(12, 0, 0, 0))]
    );
}

#[test]
fn xlsxwriter() {
    let rows = rows_of(data("xlsxwriter.xlsx")).unwrap();
    assert_eq!(
        rows[1].cells,
        [
            Cell::from("  空格  "),
            Cell::Date(date(2024, 5, 6)),
            Cell::Date(date(2024, 5, 6)),
            formula(number("3")),
            formula(Cell::Error("#N/A".to_owned())),
            Cell::Bool(true),
        ]
    );
    assert_eq!(rows[2].cells[0], Cell::from("粗 细"));
    assert_eq!(rows[2].cells[3], formula(Cell::from("ab")));
    assert_eq!(rows[3].cells[0], Cell::from("控\u{1}制\r\n_x0041_"));
    assert!(rows[4].merged);
}

#[test]
fn exceljs() {
    let mut book = open(data("exceljs.xlsx")).unwrap();
    let rows = book.rows(0).unwrap();
    assert!(rows.layout().is_hidden(3));
    let rows: Vec<Row> = rows.map(Result::unwrap).collect();
    assert_eq!(
        row(&rows, 2).cells,
        [
            Cell::from("张三"),
            Cell::Date(date(1990, 1, 2)),
            Cell::from("特勤一站"),
            formula(number("3")),
        ]
    );
    assert!(row(&rows, 4).hidden);
    assert_eq!(row(&rows, 4).cells[2], Cell::from("<&>\"'"));
    assert!(row(&rows, 6).merged);
    let streamed = rows_of(data("exceljs_stream.xlsx")).unwrap();
    assert_eq!(
        streamed[0].cells,
        [Cell::from("甲"), number("1.5"), Cell::Bool(true)]
    );
}

#[test]
fn sheetjs() {
    let rows = rows_of(data("sheetjs.xlsx")).unwrap();
    assert_eq!(
        rows[1].cells,
        [
            Cell::from("甲"),
            Cell::Date(date(2023, 12, 31)),
            number("12")
        ]
    );
    assert_eq!(rows[2].cells[2], Cell::from("007"));
    assert!(rows[3].merged);
}
