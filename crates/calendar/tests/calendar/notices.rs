//! The files of the pack, and files that a mistake made.

use calendar::{Calendar, DayKind, MissingYear, NoticeError, OfficeHours};
use jiff::civil::{Date, date};

use crate::{NOTICES, pack};

#[test]
fn each_year_names_its_notice() {
    let calendar = pack();
    let named: Vec<_> = calendar
        .years()
        .map(|(year, source)| (year, source.number.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            (2021, "国办发明电〔2020〕27号"),
            (2022, "国办发明电〔2021〕11号"),
            (2023, "国办发明电〔2022〕16号"),
            (2024, "国办发明电〔2023〕7号"),
            (2025, "国办发明电〔2024〕12号"),
            (2026, "国办发明电〔2025〕7号"),
        ]
    );
}

/// Working days of a year are its weekdays less the statutory holidays, because make-up days give
/// back what bridges take. 2023 took its own share of 2022-12-31, a Saturday, which changes nothing.
#[test]
fn years_have_as_many_working_days_as_the_law_leaves() {
    let calendar = pack();
    for (year, statutory) in [(2021, 11), (2022, 11), (2023, 11), (2024, 11), (2025, 13)] {
        let weekdays = days_of(year)
            .filter(|day| day.weekday().to_monday_one_offset() <= 5)
            .count();
        let working = days_of(year)
            .filter(|day| calendar.is_working_day(*day).unwrap())
            .count();
        assert_eq!(working, weekdays - statutory, "{year}");
    }
}

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    date(year, 1, 1)
        .series(jiff::Span::new().days(1))
        .take_while(move |day| day.year() == year)
}

#[test]
fn days_are_of_four_kinds() {
    let calendar = pack();
    let kind = |y, m, d| calendar.kind(date(y, m, d)).unwrap();
    assert_eq!(kind(2026, 11, 23), DayKind::Working);
    assert_eq!(kind(2026, 11, 22), DayKind::Weekend);
    let DayKind::Holiday(name) = kind(2026, 2, 17) else {
        unreachable!("the first day of the lunar year")
    };
    assert_eq!(
        (name.zh.as_str(), name.en.as_str()),
        ("春节", "Spring Festival")
    );
    assert!(matches!(kind(2026, 2, 28), DayKind::MakeUp(name) if name.zh == "春节"));
    assert!(matches!(kind(2022, 12, 31), DayKind::Holiday(name) if name.zh == "元旦"));
}

#[test]
fn the_end_of_december_waits_for_the_next_notice() {
    let calendar = pack();
    assert_eq!(calendar.is_working_day(date(2026, 12, 28)), Ok(true));
    let unknown = date(2026, 12, 29);
    let missing = MissingYear {
        year: 2027,
        date: unknown,
    };
    assert_eq!(calendar.is_working_day(unknown), Err(missing));
    assert!(missing.to_string().contains("2027"));
    let early = calendar.is_working_day(date(2020, 12, 31));
    assert_eq!(early.unwrap_err().year, 2020);
}

#[test]
fn a_year_is_told_once() {
    let twice = Calendar::from_json([NOTICES[0], NOTICES[0]]);
    assert!(matches!(twice, Err(NoticeError::DayTwice { .. })));
}

#[test]
fn a_mistyped_date_is_found() {
    let good = NOTICES[5];
    let broken = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} stands in the file");
        Calendar::from_json([good.replacen(from, to, 1).as_str()]).unwrap_err()
    };
    let length = broken("2026-02-23", "2026-02-22");
    assert!(matches!(length, NoticeError::WrongLength { days: 9, .. }));
    let weekday = broken("2026-02-28", "2026-02-27");
    assert!(matches!(weekday, NoticeError::MakeUpOnWeekday { .. }));
    let sum = broken("\"2026-02-14\", \"2026-02-28\"", "\"2026-02-14\"");
    assert!(matches!(
        sum,
        NoticeError::CheckSum {
            counted: 14,
            stated: 13,
            ..
        }
    ));
    let year = broken("2026-09-20", "2025-09-21");
    assert!(matches!(year, NoticeError::WrongYear { .. }));
    let word = broken("make_up", "makeup");
    assert!(matches!(word, NoticeError::Json(_)));
    let turned = broken("\"from\": \"2026-05-01\"", "\"from\": \"2026-05-09\"");
    assert!(matches!(turned, NoticeError::WrongLength { .. }));
}

#[test]
fn the_pack_says_its_office_hours() {
    let hours = include_str!("../../../../packs/yuncheng/office_hours.json");
    assert_eq!(
        OfficeHours::from_json(hours).unwrap(),
        OfficeHours::default()
    );
}
