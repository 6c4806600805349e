//! Files made to harm: each is refused under its own name, soon and without much memory.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use sheets::{Damage, Found, Limits, SheetError, open};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::made::{Parts, data, rows_of, rows_under};

fn refused(bytes: Vec<u8>) -> SheetError {
    rows_of(bytes).expect_err("this file is to be refused")
}

/// Streams `count` times `piece` into one part of an otherwise right workbook.
fn bomb(part: &str, head: &str, piece: &[u8], count: usize) -> Vec<u8> {
    let mut zip =
        ZipWriter::new_append(Cursor::new(Parts::with_rows("").without(part).bytes())).unwrap();
    zip.start_file(part, SimpleFileOptions::default()).unwrap();
    zip.write_all(head.as_bytes()).unwrap();
    for _ in 0..count {
        zip.write_all(piece).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn two_gigabytes_of_zeros_are_a_bomb() {
    let bytes = bomb(SHEET, "<worksheet><sheetData>", &vec![0; 1 << 20], 2048);
    let started = Instant::now();
    match refused(bytes) {
        SheetError::ZipBomb { part, max_ratio } => {
            assert_eq!((part.as_str(), max_ratio), (SHEET, 200));
        }
        other => panic!("{other:?}"),
    }
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn bombs_of_well_formed_xml_are_bombs() {
    let limits = Limits {
        max_ratio: 100,
        ..Limits::default()
    };
    for (part, head, piece) in [
        (SHEET, "<worksheet><sheetData>", "<row><c/></row>"),
        ("xl/sharedStrings.xml", "<sst>", "<si/>"),
        ("xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>"),
    ] {
        let bytes = bomb(part, head, piece.repeat(4096).as_bytes(), 600);
        match rows_under(bytes, &limits) {
            Err(SheetError::ZipBomb { part: told, .. }) => assert_eq!(told, part),
            other => panic!("{part}: {other:?}"),
        }
    }
}

/// The bomb's header claims that it is small: nobody asks the header.
#[test]
fn a_header_that_lies_about_the_size_helps_nothing() {
    let mut bytes = bomb(SHEET, "<worksheet>", &vec![b' '; 1 << 20], 64);
    let real = u32::try_from((64 << 20) + "<worksheet>".len())
        .unwrap()
        .to_le_bytes();
    let places: Vec<usize> = memchr::memmem::find_iter(&bytes, &real).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(
        refused(bytes),
        SheetError::ZipBomb { .. } | SheetError::Damaged { .. }
    ));
}

/// Entries that share their bytes unpack to many times the archive.
#[test]
fn entries_that_overlap_are_damage() {
    let mut zip = ZipWriter::new_append(Cursor::new(Parts::with_rows("").bytes())).unwrap();
    zip.shallow_copy_file(SHEET, "xl/worksheets/sheet2.xml")
        .unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert!(matches!(
        refused(bytes),
        SheetError::Damaged {
            what: Damage::Overlap,
            ..
        }
    ));
}

#[test]
fn names_that_differ_by_case_alone_are_damage() {
    let bytes = Parts::with_rows("")
        .part("XL/Workbook.xml", "<workbook/>")
        .bytes();
    assert!(matches!(
        refused(bytes),
        SheetError::Damaged {
            what: Damage::Overlap,
            ..
        }
    ));
}

/// An archive inside the archive is a part that nobody opens.
#[test]
fn a_nested_archive_is_left_alone() {
    let inner = bomb(SHEET, "<worksheet>", &vec![b' '; 1 << 20], 64);
    let parts = Parts::with_rows("<row><c><v>1</v></c></row>").part("xl/embeddings/a.xlsx", inner);
    assert_eq!(parts.rows().unwrap().len(), 1);
}

#[test]
fn ten_thousand_parts_are_enough() {
    let mut parts = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..10_001 {
        parts
            .start_file(format!("{index}"), SimpleFileOptions::default())
            .unwrap();
    }
    let bytes = parts.finish().unwrap().into_inner();
    assert!(matches!(
        refused(bytes),
        SheetError::TooLarge {
            what: sheets::Measure::Parts,
            limit: 10_000
        }
    ));
}

#[test]
fn a_document_type_is_refused_in_every_part() {
    let laughs = r#"<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    for (part, body) in [
        ("xl/sharedStrings.xml", "<sst><si><t>&b;</t></si></sst>"),
        ("xl/workbook.xml", "<workbook/>"),
        ("xl/styles.xml", "<styleSheet/>"),
        (SHEET, "<worksheet><sheetData/></worksheet>"),
        ("[Content_Types].xml", "<Types/>"),
    ] {
        let parts = Parts::with_rows("").part(part, format!("{laughs}{body}"));
        match parts.error() {
            SheetError::DocumentType { part: named } => {
                assert!(named.eq_ignore_ascii_case(part));
            }
            other => panic!("{part}: {other:?}"),
        }
    }
}

#[test]
fn an_entity_without_a_document_type_is_damage() {
    let cell = |text| format!("<row><c t='inlineStr'><is><t>{text}</t></is></c></row>");
    match Parts::with_rows(&cell("&file;")).error() {
        SheetError::Damaged {
            what: Damage::Entity(name),
            ..
        } => assert_eq!(name, "file"),
        other => panic!("{other:?}"),
    }
    for reference in ["&#0;", "&#xD800;", "&#x110000;", "&#;"] {
        let parts = Parts::with_rows(&cell(reference));
        assert!(
            matches!(parts.error(), SheetError::Damaged { .. }),
            "{reference}"
        );
    }
}

#[test]
fn depth_has_an_end() {
    let deep = format!("<sheetData><row><c>{}", "<x>".repeat(10_000));
    assert!(matches!(
        Parts::with_sheet(&deep).error(),
        SheetError::Damaged {
            what: Damage::TooDeep,
            ..
        }
    ));
}

#[test]
fn macros_are_refused_by_part_and_by_type() {
    let by_part = Parts::with_rows("").part("xl/vbaProject.bin", "x");
    assert!(matches!(by_part.error(), SheetError::MacroFile));
    let types = r#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>"#;
    let by_type = Parts::with_rows("").part("[Content_Types].xml", types);
    assert!(matches!(by_type.error(), SheetError::MacroFile));
}

#[test]
fn other_files_are_named() {
    let found = |bytes: Vec<u8>| match refused(bytes) {
        SheetError::NotASheet { found } => found,
        other => panic!("{other:?}"),
    };
    let types = r#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let word = Parts::with_rows("").part("[Content_Types].xml", types);
    assert_eq!(found(word.bytes()), Found::OtherOffice);
    let archive = Parts::with_rows("").without("[Content_Types].xml");
    assert_eq!(found(archive.bytes()), Found::Archive);
    assert_eq!(found(data("sheetjs.xlsb")), Found::BinaryWorkbook);
    assert_eq!(found(data("sheetjs.ods")), Found::OpenDocument);
    assert_eq!(found(Vec::new()), Found::Nothing);
    assert_eq!(found(b" \r\n\t ".to_vec()), Found::Nothing);
    let page = "\u{FEFF}\n<HTML><table><tr><td>1</td></tr></table>";
    assert_eq!(found(page.into()), Found::Markup);
    assert_eq!(
        found(b"<?xml version='1.0'?><Workbook/>".to_vec()),
        Found::Markup
    );
    assert_eq!(found(b"a,b\nc\0,d\n".to_vec()), Found::Binary { line: 2 });
    assert_eq!(
        found(b"%PDF-1.7\n\x01\x02".to_vec()),
        Found::Binary { line: 2 }
    );
}

#[test]
fn old_and_locked_workbooks_are_told_apart() {
    assert!(matches!(refused(data("sheetjs.xls")), SheetError::OldExcel));
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.resize(65_530, 0);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(matches!(refused(locked), SheetError::Encrypted));
}

#[test]
fn a_file_cut_off_anywhere_is_an_error() {
    let whole = Parts::with_rows("<row><c><v>1</v></c></row>").bytes();
    // Shorter ones are a text: "PK".
    for length in 3..whole.len() {
        refused(whole[..length].to_vec());
    }
    let half = whole[..whole.len() / 2].to_vec();
    assert!(matches!(refused(half), SheetError::Truncated));
}

#[test]
fn packed_bytes_that_changed_are_damage() {
    let whole = Parts::with_rows(&"<row><c><v>1</v></c></row>".repeat(500)).bytes();
    let name = memchr::memmem::find(&whole, SHEET.as_bytes()).unwrap();
    let mut wrong = 0;
    for offset in 0..40 {
        let mut bytes = whole.clone();
        bytes[name + SHEET.len() + offset] ^= 0x55;
        match rows_of(bytes) {
            Err(SheetError::Damaged { .. }) => wrong += 1,
            Err(other) => panic!("{other:?}"),
            Ok(rows) => panic!("{} rows out of changed bytes", rows.len()),
        }
    }
    assert_eq!(wrong, 40);
}

/// A file that is only a size: two gigabytes, of which not one may be read.
struct Huge;

impl std::io::Read for Huge {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("a file that is too large is not read");
    }
}

impl std::io::Seek for Huge {
    fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
        Ok(2 << 30)
    }
}

#[test]
fn two_gigabytes_are_refused_before_the_first_byte() {
    let limit = Limits::default().max_file_bytes;
    match open(Huge, &Limits::default()).map(|_| ()) {
        Err(SheetError::TooLarge {
            what: sheets::Measure::FileBytes,
            limit: told,
        }) => {
            assert_eq!(told, limit);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_source_that_fails_is_no_damage() {
    struct Broken(Cursor<Vec<u8>>);
    impl std::io::Read for Broken {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            match self.0.position() {
                1000.. => Err(std::io::Error::from(std::io::ErrorKind::TimedOut)),
                _ => self.0.read(buf),
            }
        }
    }
    impl std::io::Seek for Broken {
        fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }
    let bytes = Parts::with_rows("").bytes();
    let opened = open(Broken(Cursor::new(bytes)), &Limits::default());
    assert!(matches!(opened.map(|_| ()), Err(SheetError::Io(_))));
}

/// Many spreadsheet programs repeat themselves; that alone is no bomb.
#[test]
fn a_dull_sheet_is_no_bomb() {
    let mut out = Vec::new();
    let mut writer = sheets::xlsx_writer(&mut out, "表").unwrap();
    let cells = vec![sheets::Cell::from("正常"); 20];
    for _ in 0..20_000 {
        writer.row(&cells).unwrap();
    }
    writer.finish().unwrap();
    assert_eq!(rows_of(out).unwrap().len(), 20_000);
}
