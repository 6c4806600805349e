//! What surrounds the cells: sheets, hidden things, merged ranges, where parts lie.

use sheets::{Damage, Format, MergedRange, SheetError, Visibility};

use crate::made::{Parts, open};

const ROWS: &str = "<sheetData><row r='1'><c><v>1</v></c></row><row r='2' hidden='1'><c><v>2</v></c></row><row r='3'><c><v>3</v></c></row><row r='4'><c><v>4</v></c></row><row r='7' hidden='true'><c><v>7</v></c></row></sheetData>";

#[test]
fn merged_ranges_and_hidden_things_are_told_before_and_with_the_rows() {
    let sheet = format!(
        "<cols><col min='2' max='3' hidden='1'/><col min='5' max='5'/></cols>{ROWS}<mergeCells count='3'><mergeCell ref='D7:E8'/><mergeCell ref='A2:B3'/><mergeCell ref='C3:C3'/></mergeCells>"
    );
    let mut book = open(Parts::with_sheet(&sheet).bytes()).unwrap();
    let rows = book.rows(0).unwrap();
    let layout = rows.layout();
    assert_eq!(layout.hidden_columns, [(2, 3)]);
    assert!(layout.is_hidden(3) && !layout.is_hidden(5));
    let at: Vec<&MergedRange> = layout.merged_at(3).collect();
    assert_eq!(at.len(), 2);
    assert_eq!((at[0].first_column, at[0].last_column), (1, 2));
    let told: Vec<(u32, bool, bool)> = rows
        .map(Result::unwrap)
        .map(|row| (row.number, row.hidden, row.merged))
        .collect();
    assert_eq!(
        told,
        [
            (1, false, false),
            (2, true, true),
            (3, false, true),
            (4, false, false),
            (7, true, true)
        ]
    );
}

#[test]
fn a_sheet_can_be_read_again_from_the_top() {
    let mut book = open(Parts::with_sheet(ROWS).bytes()).unwrap();
    assert_eq!(book.rows(0).unwrap().take(2).count(), 2);
    assert_eq!(book.rows(0).unwrap().count(), 5);
    assert_eq!(book.format(), Format::Xlsx);
}

#[test]
fn names_may_have_a_prefix_and_the_search_for_the_end_is_not_fooled() {
    let prefixed = r#"<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c t="inlineStr"><x:is><x:t>&lt;/sheetData&gt; sheetData</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:A2"/></x:mergeCells></x:worksheet>"#;
    let rows = Parts::with_rows("")
        .part("xl/worksheets/sheet1.xml", prefixed)
        .rows()
        .unwrap();
    assert!(rows[0].merged);
    let commented =
        format!("<!-- </sheetData> -->{ROWS}<mergeCells><mergeCell ref='A1:A2'/></mergeCells>");
    assert!(Parts::with_sheet(&commented).rows().unwrap()[0].merged);
}

/// The end of the rows lies across every border of the buffer that the search reads by.
#[test]
fn the_end_of_the_rows_is_found_wherever_it_lies() {
    for padding in (65_400..65_560).chain([0, 1, 131_000]) {
        let sheet = format!(
            "<!--{}--><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells>",
            " ".repeat(padding)
        );
        let rows = Parts::with_sheet(&sheet).rows().unwrap();
        assert!(rows[0].merged, "{padding}");
    }
}

#[test]
fn merged_ranges_that_the_search_missed_are_damage() {
    let late = format!("<mergeCells><mergeCell ref='A1:B1'/></mergeCells>{ROWS}");
    // Before the rows they are no part of the format; nobody looks there.
    assert_eq!(Parts::with_sheet(&late).rows().unwrap().len(), 5);
    let spaced = ROWS.replace("</sheetData>", "</sheetData\n>");
    let sheet = format!("{spaced}<mergeCells><mergeCell ref='A1:B1'/></mergeCells>");
    assert!(Parts::with_sheet(&sheet).rows().unwrap()[0].merged);
    let wrong = format!("{ROWS}<mergeCells><mergeCell ref='B1:A1'/></mergeCells>");
    assert!(matches!(
        Parts::with_sheet(&wrong).error(),
        SheetError::Damaged {
            what: Damage::Address(_),
            ..
        }
    ));
}

#[test]
fn sheets_come_in_order_with_what_hides_them() {
    let workbook = r#"<workbook xmlns:r="r"><sheets><sheet name="图" r:id="rId9"/><sheet name="一&amp;二" r:id="rId1"/><sheet name="藏" state="hidden" r:id="rId1"/><sheet name="深" state="veryHidden" r:id="rId1"/><sheet name="无" r:id="none"/></sheets></workbook>"#;
    let links = r#"<Relationships><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId9" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>"#;
    let bytes = Parts::with_sheet(ROWS)
        .part("xl/workbook.xml", workbook)
        .part("xl/_rels/workbook.xml.rels", links)
        .bytes();
    let mut book = open(bytes).unwrap();
    let told: Vec<(&str, Visibility)> = book
        .sheets()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility))
        .collect();
    assert_eq!(
        told,
        [
            ("一&二", Visibility::Visible),
            ("藏", Visibility::Hidden),
            ("深", Visibility::VeryHidden)
        ]
    );
    assert_eq!(book.rows(2).unwrap().count(), 5);
    assert!(matches!(
        book.rows(3),
        Err(SheetError::NoSuchSheet { index: 3 })
    ));
}

#[test]
fn parts_are_found_whatever_their_case_and_slashes() {
    let sheet = format!("<worksheet>{ROWS}</worksheet>");
    let rows = Parts::with_rows("")
        .without("xl/worksheets/sheet1.xml")
        .part("xl\\Worksheets\\Sheet1.xml", sheet)
        .rows()
        .unwrap();
    assert_eq!(rows.len(), 5);
}

#[test]
fn what_is_named_and_missing_is_damage() {
    for part in ["xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        match Parts::with_rows("").without(part).error() {
            SheetError::Damaged {
                part: named,
                what: Damage::Missing,
            } => assert_eq!(named, part),
            other => panic!("{other:?}"),
        }
    }
    // Styles and shared strings may be absent although they are linked.
    assert_eq!(Parts::with_sheet(ROWS).rows().unwrap().len(), 5);
}

/// A caller reads on a thread for blocking work.
#[test]
fn books_and_rows_may_move_to_another_thread() {
    fn moves<T: Send>(_: &T) {}
    let mut book = open(Parts::with_sheet(ROWS).bytes()).unwrap();
    moves(&book);
    moves(&book.rows(0).unwrap());
}
