//! Text: encodings, delimiters, quotes, line breaks, row numbers.

use encoding_rs::GB18030;
use sheets::{Cell, Delimiter, Format, SheetError, TextEncoding};

use crate::made::{open, rows_of};

fn table(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    rows_of(bytes.to_vec())
        .unwrap()
        .into_iter()
        .map(|row| {
            let cells = row.cells.iter().map(|cell| cell.plain().into_owned());
            (row.number, cells.collect())
        })
        .collect()
}

fn told(bytes: &[u8]) -> (TextEncoding, Delimiter) {
    match open(bytes.to_vec()).unwrap().format() {
        Format::Csv {
            encoding,
            delimiter,
        } => (encoding, delimiter),
        Format::Xlsx => panic!("no workbook"),
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{FEFF}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(bytes)
        .collect()
}

#[test]
fn every_encoding_gives_the_same_table() {
    let text = "名称,地址\r\n消火栓,解放路𠮷\r\n";
    let (gb18030, _, _) = GB18030.encode(text);
    let marked = format!("\u{FEFF}{text}");
    let expected = table(text.as_bytes());
    assert_eq!(
        expected[1],
        (2, vec!["消火栓".to_owned(), "解放路𠮷".to_owned()])
    );
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), TextEncoding::Utf8),
        (marked.into_bytes(), TextEncoding::Utf8),
        (utf16(text, u16::to_le_bytes), TextEncoding::Utf16Le),
        (utf16(text, u16::to_be_bytes), TextEncoding::Utf16Be),
        (gb18030.into_owned(), TextEncoding::Gb18030),
    ] {
        assert_eq!(told(&bytes), (encoding, Delimiter::Comma));
        assert_eq!(table(&bytes), expected);
    }
}

/// A character of GB 18030 may lie across every border of the buffer.
#[test]
fn a_long_text_in_gb18030_is_decoded_without_a_seam() {
    let text = format!("名称,{}\n", "x").repeat(9000) + &"水源,东街\n".repeat(20_000);
    let (bytes, _, _) = GB18030.encode(&text);
    for shift in ["", "a"] {
        let shifted = [shift.as_bytes(), &bytes].concat();
        let rows = rows_of(shifted).unwrap();
        assert_eq!(rows.len(), 29_000);
        assert_eq!(rows[28_999].cells[1], Cell::from("东街"));
    }
}

#[test]
fn bytes_in_no_encoding_are_refused_with_their_line() {
    match rows_of(b"a,b\n\xFF\xFF,c\n".to_vec()) {
        Err(SheetError::Undecodable { line }) => assert_eq!(line, 2),
        other => panic!("{other:?}"),
    }
    // With a mark there is no second try.
    assert!(matches!(
        rows_of(b"\xEF\xBB\xBF\xC3\xFB".to_vec()),
        Err(SheetError::Undecodable { line: 1 })
    ));
}

#[test]
fn line_breaks_of_every_system_and_in_cells() {
    let expected = table(b"a,b\nc,\"d\ne\"\nf,g");
    assert_eq!(expected[1].1[1], "d\ne");
    for bytes in [
        &b"a,b\r\nc,\"d\r\ne\"\r\nf,g\r\n"[..],
        b"a,b\rc,\"d\re\"\rf,g\r",
        b"a,b\nc,\"d\r\ne\"\rf,g",
    ] {
        assert_eq!(table(bytes), expected);
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_program_shows_them() {
    let rows = table(b"\n\nname\n\"two\nlines\"\n\n,,\n\"\"\nlast\n\n\n");
    let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [3, 4, 8]);
    let rows = table(b"\r\na\r\n\r\n\r\n\"b\r\n\r\n\r\nc\"\r\nd");
    let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [2, 5, 6]);
}

#[test]
fn quotes_after_rfc_4180() {
    assert_eq!(
        table(b"\"a\"\"b\",\"c,d\",\"\"\n e ,f\"g,\"'h'\"\n"),
        [
            (1, vec!["a\"b".to_owned(), "c,d".to_owned()]),
            (
                2,
                vec![" e ".to_owned(), "f\"g".to_owned(), "'h'".to_owned()]
            ),
        ]
    );
}

#[test]
fn delimiters_are_told() {
    assert_eq!(told(b"a\tb,c\n1\t2\n").1, Delimiter::Tab);
    assert_eq!(told(b"a;b\n1,5;2\n").1, Delimiter::Semicolon);
    assert_eq!(told(b"a\n").1, Delimiter::Comma);
    assert_eq!(table(b"a;b\n1,5;2\n")[1].1, ["1,5", "2"]);
}

#[test]
fn rows_may_differ_in_length_and_everything_is_text() {
    let rows = rows_of(b"a,b,c\n007\n,,2024-01-01\n".to_vec()).unwrap();
    assert_eq!(rows[1].cells, [Cell::from("007")]);
    assert_eq!(
        rows[2].cells,
        [Cell::Empty, Cell::Empty, Cell::from("2024-01-01")]
    );
    assert!(!rows[2].hidden && !rows[2].merged);
}

#[test]
fn the_guard_of_a_formula_is_taken_off() {
    assert_eq!(
        table(b"'=1,'+86,''=x,'y',-5\n")[0].1,
        ["=1", "+86", "'=x", "'y'", "-5"]
    );
}
