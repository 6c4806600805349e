//! Whatever the bytes: an answer, and never a panic.

use proptest::prelude::*;

use crate::checks::read;
use crate::made::{Parts, data};

fn seeds() -> Vec<Vec<u8>> {
    [
        "openpyxl.xlsx",
        "xlsxwriter.xlsx",
        "exceljs_stream.xlsx",
        "sheetjs.xls",
    ]
    .map(data)
    .to_vec()
}

/// Pieces of the format, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<row>",
        "<row r='3' hidden='1'>",
        "</row>",
        "<c>",
        "<c r='B2' s='1' t='s'>",
        "</c>",
        "<v>",
        "</v>",
        "<f>",
        "</f>",
        "<is>",
        "</is>",
        "<t>",
        "</t>",
        "1",
        "-7e99",
        "甲",
        "&amp;",
        "&x;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<mergeCells>",
        "<mergeCell ref='A1:B2'/>",
        "</sheetData>",
        "<sheetData>",
        "<r>",
        "<rPh>",
        "_x0000_",
        "<c t='d'/>",
        "<col min='1' hidden='1'/>",
        "<",
        ">",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read(bytes);
    }

    #[test]
    fn bytes_behind_each_magic(
        magic in prop::sample::select(vec![
            &b"PK\x03\x04"[..], b"PK\x05\x06", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xFF\xFE", b"\xFE\xFF",
            b"\xEF\xBB\xBF",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..500),
    ) {
        read([magic, &bytes].concat());
    }

    #[test]
    fn arbitrary_text(text in "[ -~\\n\\r\\t\"',;甲乙=]{0,300}") {
        read(text.into_bytes());
    }

    #[test]
    fn a_workbook_with_changed_bytes(
        which in 0..4_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = seeds()[which].clone();
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(bytes);
    }

    #[test]
    fn right_archives_of_wrong_xml(sheet in soup(), strings in soup(), styles in soup(), book in soup()) {
        let parts = Parts::with_rows(&sheet)
            .part("xl/sharedStrings.xml", format!("<sst>{strings}</sst>"))
            .part("xl/styles.xml", format!("<styleSheet><cellXfs>{styles}</cellXfs></styleSheet>"));
        read(parts.bytes());
        read(parts.part("xl/workbook.xml", book).bytes());
    }
}
