//! What was written comes back.

use jiff::civil::{Date, DateTime, Time, date};
use proptest::prelude::*;
use sheets::{Cell, Heading, Kind, Number, RowWriter, csv_writer, xlsx_writer};

use crate::made::rows_of;

fn day() -> impl Strategy<Value = Date> {
    (0..3_000_000_i64).prop_filter_map("a day of the calendar", |days| {
        let span = jiff::Span::new().try_days(days).ok()?;
        date(1900, 1, 1).checked_add(span).ok()
    })
}

fn time() -> impl Strategy<Value = Time> {
    (0..24_i8, 0..60_i8, 0..60_i8, 0..1000_i32)
        .prop_map(|(h, m, s, ms)| Time::new(h, m, s, ms * 1_000_000).unwrap())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{1,20}",
        "[=+@\\-\t '\"<>&;,_x0-9A-F\n\r]{1,12}",
        "[0-9]{16,20}",
        prop::collection::vec(any::<char>(), 1..12)
            .prop_map(|letters| letters.into_iter().collect()),
        Just("_x000D_".to_owned()),
    ]
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        text().prop_map(Cell::Text),
        (-999_999_999_999_999..=999_999_999_999_999_i64).prop_map(|n| Cell::Number(n.into())),
        (-1e9..1e9).prop_map(|n: f64| Cell::Number(Number::new(n).unwrap())),
        any::<bool>().prop_map(Cell::Bool),
        day().prop_map(Cell::Date),
        (day(), time()).prop_map(|(day, time)| Cell::DateTime(DateTime::from_parts(day, time))),
        time().prop_map(Cell::Time),
    ]
}

fn tables() -> impl Strategy<Value = Vec<Vec<Cell>>> {
    prop::collection::vec(prop::collection::vec(cell(), 0..8), 0..12)
}

fn write(mut writer: Box<dyn RowWriter + Send + '_>, table: &[Vec<Cell>]) {
    writer
        .heading(&[
            Heading::new("名称", Kind::Text),
            Heading::new("日期", Kind::Date),
        ])
        .unwrap();
    for row in table {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
}

/// Rows as they are read: by number, those with content, up to their last content.
fn expected(table: &[Vec<Cell>]) -> Vec<(u32, Vec<Cell>)> {
    let mut rows = vec![(1, vec![Cell::from("名称"), Cell::from("日期")])];
    for (number, row) in (2..).zip(table) {
        let length = row
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        if length > 0 {
            rows.push((number, row[..length].to_vec()));
        }
    }
    rows
}

fn read(bytes: Vec<u8>) -> Vec<(u32, Vec<Cell>)> {
    let rows = rows_of(bytes).unwrap();
    rows.into_iter()
        .map(|row| (row.number, row.cells))
        .collect()
}

/// What a CSV keeps of a cell.
fn as_text(cell: &Cell) -> Cell {
    let plain = cell.plain();
    let mut text = plain.replace("\r\n", "\n").replace('\r', "\n");
    text = text.replace(|c| matches!(c, '\0'..='\x08' | '\x0E'..='\x1F'), "\u{FFFD}");
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_table_through_xlsx(table in tables()) {
        let mut out = Vec::new();
        write(xlsx_writer(&mut out, "表").unwrap(), &table);
        prop_assert_eq!(read(out), expected(&table));
    }

    #[test]
    fn any_table_through_csv(table in tables()) {
        let mut out = Vec::new();
        write(csv_writer(&mut out).unwrap(), &table);
        let texts: Vec<Vec<Cell>> = table.iter().map(|row| row.iter().map(as_text).collect()).collect();
        prop_assert_eq!(read(out), expected(&texts));
    }
}
