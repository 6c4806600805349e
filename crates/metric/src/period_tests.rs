use super::*;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn every_spelling_is_read_and_written_alike() {
    for (text, from, until) in [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("2025-11-23", "2025-11-23", "2025-11-23"),
        ("2025-01-10..2025-03-09", "2025-01-10", "2025-03-09"),
    ] {
        let read = period(text);
        assert_eq!(read.to_string(), text);
        assert_eq!(read.from().to_string(), from, "{text}");
        assert_eq!(read.until().to_string(), until, "{text}");
    }
    for wrong in [
        "",
        "25",
        "2025-13",
        "2025-Q5",
        "2025-H0",
        "2025-W54",
        "2025-1",
        "2025-+1",
        "2025-02-30",
        "2025-03-01..2025-02-01",
        "年",
    ] {
        assert!(wrong.parse::<Period>().is_err(), "{wrong}");
    }
}

#[test]
fn periods_follow_each_other_without_gaps() {
    for text in [
        "2025",
        "2025-H1",
        "2025-Q1",
        "2024-03",
        "2025-W01",
        "2025-01-01",
    ] {
        let one = period(text);
        let gap = one.before().until().tomorrow().unwrap();
        assert_eq!(gap, one.from(), "{text}");
        assert_eq!(one.before().step(), one.step());
    }
    assert_eq!(
        period("2025-03-01..2025-03-10").before().to_string(),
        "2025-02-19..2025-02-28"
    );
    let back: Vec<String> = period("2025-02")
        .back(3)
        .iter()
        .map(Period::to_string)
        .collect();
    assert_eq!(back, ["2024-12", "2025-01", "2025-02"]);
}

#[test]
fn the_same_period_of_the_year_before() {
    for (text, before) in [
        ("2025-Q3", "2024-Q3"),
        ("2024-02-29", "2023-02-28"),
        ("2020-W53", "2019-W52"),
        ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
    ] {
        assert_eq!(period(text).year_before().to_string(), before);
    }
    assert_eq!(period("2025-W01").year().to_string(), "2025");
}

#[test]
fn a_day_begins_at_midnight_of_the_city() {
    let offset = Offset::constant(8);
    let day = period("2025-11-23").from();
    assert_eq!(
        start_of(day, offset).to_string(),
        "2025-11-22T16:00:00.000000Z"
    );
    assert_eq!(
        end_of(day, offset).to_string(),
        "2025-11-23T16:00:00.000000Z"
    );
    let last = end_of(day, offset).minus(std::time::Duration::from_micros(1));
    assert_eq!(day_of(last, offset), day);
    assert_eq!(day_of(end_of(day, offset), offset), day.tomorrow().unwrap());
}
