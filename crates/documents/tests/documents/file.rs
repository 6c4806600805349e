//! What stands in the file beside its pages.

use base::Timestamp;
use documents::Standard;

use crate::{cover, cover_data, info, notice, notice_data, printer};

fn holds(file: &[u8], part: &str) -> bool {
    file.windows(part.len())
        .any(|window| window == part.as_bytes())
}

#[test]
fn it_is_a_pdf_for_archives_and_says_what_it_is() {
    let about = info("责令限期改正通知书");
    let printed = printer().print(&notice(), &notice_data(), &about).unwrap();
    assert_eq!(printed.standard, Standard::A2a);
    assert!(printed.pdf.starts_with(b"%PDF-1.7"));
    for part in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "责令限期改正通知书",
        "运城市盐湖区消防救援大队",
        "运消限字〔2026〕第0001号",
        "<xmp:CreateDate>2026-11-23T09:30:00+08:00</xmp:CreateDate>",
        "/OutputIntents",
        "/StructTreeRoot",
    ] {
        assert!(holds(&printed.pdf, part), "{part}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let about = info("案卷");
    let print = || {
        printer()
            .print(&cover(), &cover_data(30), &about)
            .unwrap()
            .pdf
    };
    let first = print();
    assert!(first == print());
    let later = documents::DocumentInfo {
        created: Timestamp::from_micros(about.created.as_micros() + 1_000_000),
        ..about.clone()
    };
    let other = printer().print(&cover(), &cover_data(30), &later).unwrap();
    assert!(
        first != other.pdf,
        "the time of creation is part of the file"
    );
}

#[test]
fn a_time_out_of_range_is_refused() {
    let about = documents::DocumentInfo {
        created: Timestamp::from_micros(i64::MAX),
        ..info("x")
    };
    let refused = printer().print(&notice(), &notice_data(), &about);
    assert!(matches!(refused, Err(documents::PrintError::Created)));
}

#[test]
fn printing_at_the_same_time_changes_nothing() {
    let (printer, about) = (printer(), info("案卷"));
    let alone = printer.print(&cover(), &cover_data(8), &about).unwrap();
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| printer.print(&cover(), &cover_data(8), &about).unwrap()))
            .collect();
        for other in others {
            assert!(other.join().unwrap() == alone);
        }
    });
}
