//! Every kind of cell, as the format writes it.

use jiff::civil::{date, time};
use sheets::{Cell, Damage, Number, SheetError};

use crate::made::{Parts, formula, number};

const STYLES: &str = r#"<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/><xf numFmtId="31"/></cellXfs><dxfs/></styleSheet>"#;

fn cells(row: &str) -> Vec<Cell> {
    let parts = Parts::with_rows(&format!("<row>{row}</row>")).part("xl/styles.xml", STYLES);
    parts.rows().unwrap().remove(0).cells
}

#[test]
fn numbers_keep_their_text() {
    let cells = cells(
        "<c><v>13800138000</v></c><c><v>3.5010200000000001E17</v></c><c t='n'><v>350102000000000123</v></c><c><v> 1.50 </v></c><c><v>-7</v></c>",
    );
    let digits = |cell: &Cell| match cell {
        Cell::Number(number) => number.whole_digits(),
        other => panic!("{other:?}"),
    };
    assert_eq!(cells[1], number("3.5010200000000001E17"));
    assert_eq!(
        cells.iter().map(digits).collect::<Vec<_>>(),
        [
            Some("13800138000".to_owned()),
            None,
            Some("350102000000000123".to_owned()),
            None,
            Some("-7".to_owned()),
        ]
    );
    assert_eq!(
        Number::parse("1.38E10").unwrap().whole_digits().unwrap(),
        "13800000000"
    );
    assert!(Number::parse("inf").is_err());
    assert!(Number::new(f64::NAN).is_err());
}

#[test]
fn dates_are_told_by_the_style_and_by_nothing_else() {
    let cells = cells(
        "<c s='1'><v>45292</v></c><c s='2'><v>45292.5</v></c><c s='3'><v>45292</v></c>\
         <c s='4'><v>0.75</v></c><c s='5'><v>1.25</v></c><c s='0'><v>45292</v></c>\
         <c s='99'><v>45292</v></c><c s='6'><v>45292</v></c><c s='2'><v>45292</v></c>\
         <c s='1'><v>-1</v></c><c s='1'><v>60</v></c><c s='1' t='inlineStr'><is><t>2024-01-01</t></is></c>",
    );
    let day = date(2024, 1, 1);
    assert_eq!(
        cells,
        [
            Cell::Date(day),
            Cell::DateTime(day.at(12, 0, 0, 0)),
            Cell::Date(day),
            Cell::Time(time(18, 0, 0, 0)),
            number("1.25"),
            number("45292"),
            number("45292"),
            Cell::Date(day),
            Cell::DateTime(day.at(0, 0, 0, 0)),
            number("-1"),
            number("60"),
            Cell::from("2024-01-01"),
        ]
    );
}

#[test]
fn a_workbook_may_count_from_1904() {
    let book = r#"<x:workbook xmlns:x="x" xmlns:r="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="a" r:id="rId1"/></x:sheets></x:workbook>"#;
    let rows = Parts::with_rows("<row><c s='1'><v>0</v></c><c s='1'><v>43830</v></c></row>")
        .part("xl/styles.xml", STYLES)
        .part("xl/workbook.xml", book)
        .rows()
        .unwrap();
    assert_eq!(
        rows[0].cells,
        [Cell::Date(date(1904, 1, 1)), Cell::Date(date(2024, 1, 1))]
    );
}

#[test]
fn iso_dates_of_the_strict_form() {
    assert_eq!(
        cells(
            "<c t='d'><v>2024-01-01</v></c><c t='d'><v>2024-01-01T08:30:00Z</v></c><c t='d'><v>soon</v></c>"
        ),
        [
            Cell::Date(date(2024, 1, 1)),
            Cell::DateTime(date(2024, 1, 1).at(8, 30, 0, 0)),
            Cell::from("soon"),
        ]
    );
}

#[test]
fn texts_inline_shared_and_rich() {
    let strings = "<sst><si><t xml:space='preserve'> 空 </t></si><si><r><rPr><b/></rPr><t>东</t></r><r><t>街</t></r><rPh sb='0' eb='1'><t>dong</t></rPh><phoneticPr/></si><si/><si><t>a&lt;&#x4E2D;_x000D_&amp;<![CDATA[<b>]]></t></si></sst>";
    let row = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c><c t='s'><v>3</v></c><c t='inlineStr'><is><r><t>粗</t></r><r><t>细</t></r></is></c><c t='inlineStr'><is/></c><c t='str'><v>ok</v></c></row>";
    let rows = Parts::with_rows(row)
        .part("xl/sharedStrings.xml", strings)
        .rows()
        .unwrap();
    assert_eq!(
        rows[0].cells,
        [
            Cell::from(" 空 "),
            Cell::from("东街"),
            Cell::Empty,
            Cell::from("a<中\r&<b>"),
            Cell::from("粗细"),
            Cell::Empty,
            Cell::from("ok"),
        ]
    );
}

#[test]
fn formulas_are_marked_whatever_they_gave() {
    assert_eq!(
        cells(
            "<c><f>1+1</f><v>2</v></c><c t='str'><f>A1</f><v>甲</v></c><c t='e'><f>NA()</f><v>#N/A</v></c>\
             <c><f>B9</f></c><c><f t='shared' si='0'/><v>3</v></c><c t='b'><f>TRUE()</f><v>1</v></c><c t='str'><f>\"\"</f><v></v></c>\
             <c s='1'><f>TODAY()</f><v>45292</v></c>"
        ),
        [
            formula(number("2")),
            formula(Cell::from("甲")),
            formula(Cell::Error("#N/A".to_owned())),
            formula(Cell::Empty),
            formula(number("3")),
            formula(Cell::Bool(true)),
            formula(Cell::Empty),
            formula(Cell::Date(date(2024, 1, 1))),
        ]
    );
}

#[test]
fn rows_and_cells_may_be_sparse() {
    let rows = Parts::with_rows(
        "<row r='2' spans='1:9'/><row r='5'><c r='C5'><v>1</v></c><c r='F5' s='1'/></row>\
         <row r='9'><c r='A9'/></row><row><c><v>2</v></c><c r='D10' t='b'><v>0</v></c></row>",
    )
    .rows()
    .unwrap();
    let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [5, 10]);
    assert_eq!(rows[0].cells, [Cell::Empty, Cell::Empty, number("1")]);
    assert_eq!(
        rows[1].cells,
        [number("2"), Cell::Empty, Cell::Empty, Cell::Bool(false)]
    );
}

#[test]
fn what_contradicts_itself_is_damage() {
    type Check = fn(&Damage) -> bool;
    let cases: [(&str, Check); 11] = [
        ("<row r='2'/><row r='2'/>", |d| {
            matches!(d, Damage::Order { row: 2 })
        }),
        ("<row r='1048577'/>", |d| matches!(d, Damage::Address(_))),
        ("<row r='x'/>", |d| matches!(d, Damage::Address(_))),
        ("<row r='1048576'/><row/>", |d| {
            matches!(d, Damage::Order { .. })
        }),
        ("<row><c r='B1'/><c r='A1'/></row>", |d| {
            matches!(d, Damage::Order { row: 1 })
        }),
        ("<row><c r='A2'/></row>", |d| {
            matches!(d, Damage::Order { row: 1 })
        }),
        ("<row><c r='XFD1'/><c/></row>", |d| {
            matches!(d, Damage::Order { .. })
        }),
        ("<row><c><v>abc</v></c></row>", |d| {
            matches!(d, Damage::Number { row: 1 })
        }),
        ("<row><c><v>1e999</v></c></row>", |d| {
            matches!(d, Damage::Number { row: 1 })
        }),
        ("<row><c t='s'><v>7</v></c></row>", |d| {
            matches!(d, Damage::SharedString { row: 1 })
        }),
        ("<row><c></row>", |d| matches!(d, Damage::Xml(_))),
    ];
    for (rows, check) in cases {
        match Parts::with_rows(rows).error() {
            SheetError::Damaged { part, what } => {
                assert!(check(&what), "{rows}: {what:?}");
                assert_eq!(part, "xl/worksheets/sheet1.xml");
            }
            other => panic!("{rows}: {other:?}"),
        }
    }
}
