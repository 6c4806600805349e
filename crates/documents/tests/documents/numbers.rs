//! Numbers are written and read back.

use documents::{Number, NumberError, NumberPattern};
use proptest::prelude::*;

fn pattern(text: &str) -> NumberPattern {
    text.parse().unwrap()
}

#[test]
fn numbers_are_written_as_the_city_writes_them() {
    let number = Number::new("运消限字", 2026, 1).unwrap();
    let enforcement = pattern("{mark}〔{year}〕第{serial:4}号");
    let standard = pattern("{mark}〔{year}〕{serial}号");
    assert_eq!(enforcement.write(&number), "运消限字〔2026〕第0001号");
    assert_eq!(standard.write(&number), "运消限字〔2026〕1号");
    let many = Number::new("运消（盐湖）限字", 2026, 12_345).unwrap();
    assert_eq!(
        enforcement.write(&many),
        "运消（盐湖）限字〔2026〕第12345号"
    );
}

#[test]
fn only_what_the_pattern_writes_is_read() {
    let pattern = pattern("{mark}〔{year}〕第{serial:4}号");
    assert_eq!(
        pattern.read("运消限字〔2026〕第0021号").unwrap().serial(),
        21
    );
    for wrong in [
        "运消限字〔2026〕第21号",
        "运消限字〔2026〕第00021号",
        "运消限字[2026]第0021号",
        "运消限字〔26〕第0021号",
        "〔2026〕第0021号",
        "运消限字〔2026〕第0021号 ",
        "运消限字〔2026〕第0000号",
        "运消限字〔2026〕第号",
        "运消限字〔2026〕第99999999999号",
        "",
    ] {
        assert!(
            matches!(pattern.read(wrong), Err(NumberError::Form { .. })),
            "{wrong}"
        );
    }
}

#[test]
fn a_pattern_that_could_not_be_read_back_is_refused() {
    for wrong in [
        "{mark}{year}{serial}",
        "{mark}第{year}〕{serial}号",
        "{mark}〔{year}〕{serial}0号",
        "{mark}〔{year}〕{serial}{serial}",
        "{mark}〔{year}〕",
        "{mark}〔{year}〕{serial:0}号",
        "{mark}〔{year}〕{serial:x}号",
        "{mark}〔{year}〕{number}号",
        "{mark}〔{year}〕{serial",
        "{mark}〔{year}}〕{serial}",
    ] {
        assert!(wrong.parse::<NumberPattern>().is_err(), "{wrong}");
    }
    assert!(Number::new("", 2026, 1).is_err());
    assert!(Number::new("运消2字", 2026, 1).is_err());
    assert!(Number::new("运消字", 26, 1).is_err());
    assert!(Number::new("运消字", 2026, 0).is_err());
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        mark in "[运消限检罚（）a-z]{1,24}",
        year in 1_000_u16..=9_999,
        serial in 1_u32..,
        form in prop::sample::select(vec![
            "{mark}〔{year}〕第{serial:4}号",
            "{mark}〔{year}〕{serial}号",
            "第{serial:9}号（{year}）-{mark}",
            "{year}年{serial:6} {mark}",
        ]),
    ) {
        let number = Number::new(&mark, year, serial).unwrap();
        let pattern = pattern(form);
        let written = pattern.write(&number);
        prop_assert_eq!(pattern.read(&written), Ok(number));
    }

    #[test]
    fn no_text_makes_reading_fail_otherwise_than_by_saying_so(text in any::<String>()) {
        let pattern = pattern("{mark}〔{year}〕第{serial:4}号");
        if let Ok(number) = pattern.read(&text) {
            prop_assert_eq!(pattern.write(&number), text);
        }
    }

    #[test]
    fn no_pattern_crashes(text in "[{}a-z:0-9〔〕号]{0,40}") {
        drop(text.parse::<NumberPattern>());
    }
}
