//! Each limit, just kept and just passed.

use sheets::{Limits, Measure, SheetError};

use crate::made::{Parts, rows_under};

fn too_large(bytes: Vec<u8>, limits: &Limits) -> (Measure, u64) {
    match rows_under(bytes, limits) {
        Err(SheetError::TooLarge { what, limit }) => (what, limit),
        other => panic!("{other:?}"),
    }
}

fn text(content: &str) -> String {
    format!("<c t='inlineStr'><is><t>{content}</t></is></c>")
}

#[test]
fn rows() {
    let limits = Limits {
        max_rows: 2,
        ..Limits::default()
    };
    let rows = |count| "<row><c><v>1</v></c></row><row/>".repeat(count);
    assert_eq!(
        rows_under(Parts::with_rows(&rows(2)).bytes(), &limits)
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        too_large(Parts::with_rows(&rows(3)).bytes(), &limits),
        (Measure::Rows, 2)
    );
    assert_eq!(rows_under(b"a\n\nb\n".to_vec(), &limits).unwrap().len(), 2);
    assert_eq!(too_large(b"a\nb\nc".to_vec(), &limits), (Measure::Rows, 2));
}

#[test]
fn columns() {
    let limits = Limits {
        max_columns: 200,
        ..Limits::default()
    };
    let row = |count| format!("<row>{}<c s='1'/></row>", "<c><v>1</v></c>".repeat(count));
    let rows = rows_under(Parts::with_rows(&row(200)).bytes(), &limits).unwrap();
    assert_eq!(rows[0].cells.len(), 200);
    assert_eq!(
        too_large(Parts::with_rows(&row(201)).bytes(), &limits),
        (Measure::Columns, 200)
    );
    let far = "<row><c r='XFD1'><v>1</v></c></row>";
    assert_eq!(
        too_large(Parts::with_rows(far).bytes(), &limits),
        (Measure::Columns, 200)
    );
    let line = |count: usize| ["1"].repeat(count).join(",").into_bytes();
    assert_eq!(rows_under(line(200), &limits).unwrap()[0].cells.len(), 200);
    assert_eq!(too_large(line(201), &limits), (Measure::Columns, 200));
}

#[test]
fn characters_of_a_cell() {
    let limits = Limits {
        max_cell_chars: 100,
        ..Limits::default()
    };
    let cell = |count| Parts::with_rows(&format!("<row>{}</row>", text(&"字".repeat(count))));
    assert!(rows_under(cell(100).bytes(), &limits).is_ok());
    assert_eq!(
        too_large(cell(101).bytes(), &limits),
        (Measure::CellChars, 100)
    );
    let runs = format!(
        "<row><c t='inlineStr'><is>{}</is></c></row>",
        "<r><t>1</t></r>".repeat(101)
    );
    assert_eq!(
        too_large(Parts::with_rows(&runs).bytes(), &limits),
        (Measure::CellChars, 100)
    );
    let line = |count| "字".repeat(count).into_bytes();
    assert!(rows_under(line(100), &limits).is_ok());
    assert_eq!(too_large(line(101), &limits), (Measure::CellChars, 100));
}

/// One piece of markup may be as long as a cell; a parser would hold it as a whole.
#[test]
fn one_endless_piece_of_markup() {
    for piece in [
        format!(
            "<row><c t='inlineStr'><is><t>{}</t></is></c></row>",
            random_text(400_000)
        ),
        format!("<!--{}-->", random_text(400_000)),
        format!("<row {}='1'/>", random_text(400_000)),
    ] {
        let (what, _) = too_large(Parts::with_rows(&piece).bytes(), &Limits::default());
        assert_eq!(what, Measure::CellChars);
    }
}

/// Letters that do not pack well, so that no ratio stops them first.
fn random_text(length: usize) -> String {
    let mut state = 1_u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (state >> 24) as u8 % 26)
    };
    (0..length).map(letter).collect()
}

#[test]
fn shared_strings() {
    let limits = Limits {
        max_shared_strings_bytes: 1000,
        ..Limits::default()
    };
    let strings = |count| {
        let items = "<si><t>12</t></si>".repeat(count);
        Parts::with_rows("")
            .part("xl/sharedStrings.xml", format!("<sst>{items}</sst>"))
            .bytes()
    };
    assert!(rows_under(strings(100), &limits).is_ok());
    assert_eq!(
        too_large(strings(101), &limits),
        (Measure::SharedStringBytes, 1000)
    );
}

/// A small file whose every cell points at one long text.
#[test]
fn the_text_of_one_row() {
    let long = format!("<sst><si><t>{}</t></si></sst>", random_text(32_000));
    let row = format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(400));
    let bytes = Parts::with_rows(&row)
        .part("xl/sharedStrings.xml", long)
        .bytes();
    let limits = Limits {
        max_columns: 16_384,
        ..Limits::default()
    };
    assert_eq!(too_large(bytes, &limits).0, Measure::RowBytes);
    let mut open_quote = b"\"".to_vec();
    open_quote.extend(random_text(10 << 20).into_bytes());
    assert_eq!(too_large(open_quote, &limits).0, Measure::RowBytes);
}

#[test]
fn unpacked_bytes() {
    let limits = Limits {
        max_unpacked_bytes: 100_000,
        ..Limits::default()
    };
    let sheet = |count| Parts::with_rows(&"<row><c><v>1</v></c></row>".repeat(count)).bytes();
    assert!(rows_under(sheet(3000), &limits).is_ok());
    assert_eq!(
        too_large(sheet(5000), &limits),
        (Measure::UnpackedBytes, 100_000)
    );
}

#[test]
fn merged_ranges() {
    let ranges = "<mergeCell ref='A1:A1'/>".repeat(100_001);
    let sheet = format!("<sheetData></sheetData><mergeCells>{ranges}</mergeCells>");
    let (what, _) = too_large(Parts::with_sheet(&sheet).bytes(), &Limits::default());
    assert_eq!(what, Measure::MergedRanges);
}
