//! What a figure is counted in: printed texts become exact values of one unit for each dimension.

use crate::exact::{Exact, Interval};

/// A printed number, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As printed, with everything around it.
    pub printed: String,
    /// In the unit that was printed.
    pub value: Exact,
    /// Digits behind the point.
    pub places: u32,
    /// A percentage or the like: it has no sum.
    pub is_rate: bool,
    /// How many of the dimension's own unit one of the printed unit is.
    pub factor: Exact,
}

impl Number {
    /// The value in the dimension's own unit (元 for 万元, 1 for %, m² for 亩).
    pub fn scaled(&self) -> Option<Exact> {
        self.value.times(self.factor)
    }

    /// All values that would be printed so, in the dimension's own unit. A count of things is only
    /// itself.
    pub fn interval(&self) -> Option<Interval> {
        let is_count = self.places == 0 && self.factor == Exact::ONE && !self.is_rate;
        if is_count {
            return Some(Interval::only(self.value));
        }
        Interval::printed(self.value, self.places)?.times(self.factor)
    }

    /// The sign of a rate where one is printed, else nothing.
    pub fn sign(&self) -> &'static str {
        if self.printed.contains('%') {
            "%"
        } else if self.printed.contains('‰') {
            "‰"
        } else {
            ""
        }
    }

    /// All values that round to the printed one, counts too; in the printed unit.
    pub fn rounding(&self) -> Option<Interval> {
        Interval::printed(self.value, self.places)
    }
}

/// Most digits a printed number may have: products of a few of them stay exact.
const MOST_DIGITS: usize = 15;
/// Words that stand for all of it where a share could stand.
const ALL: [&str; 3] = ["全部", "所有", "各"];

/// Reads the number at the beginning of `printed`; `None` when there is none. What follows it (a
/// note in brackets, a unit) stays in [`Number::printed`]; a percent sign there counts as the measure.
/// 全部, 所有 and 各 are 100 %.
/// 全部, 所有 and 各 are 100 %.
pub fn read_number(printed: &str, measure: &str) -> Option<Number> {
    if ALL.contains(&printed.trim()) {
        return Some(Number {
            printed: printed.trim().to_owned(),
            value: Exact::whole(100),
            places: 0,
            is_rate: true,
            factor: factor("%"),
        });
    }
    let text = printed
        .trim()
        .trim_start_matches(['≤', '≥', '<', '>', '＜', '＞'])
        .trim_start();
    let (sign, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == ','))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let digits = digits.replace(',', "");
    let (whole, behind) = digits.split_once('.').unwrap_or((&digits, ""));
    if whole.is_empty() || whole.len() + behind.len() > MOST_DIGITS {
        return None;
    }
    let over: i128 = format!("{whole}{behind}").parse().ok()?;
    let places = u32::try_from(behind.len()).ok()?;
    let printed_sign = rest
        .trim_start()
        .chars()
        .next()
        .filter(|sign| matches!(sign, '%' | '‰'));
    let measure = printed_sign.map_or_else(|| measure.to_owned(), String::from);
    Some(Number {
        printed: printed.trim().to_owned(),
        value: Exact::fraction(sign * over, 10_i128.checked_pow(places)?)?,
        places,
        is_rate: matches!(measure.as_str(), "%" | "‰"),
        factor: factor(&measure),
    })
}

/// A printed range such as `2700 m²-4000 m²`, or one number twice; in m² for 亩.
pub fn read_range(printed: &str, measure: &str) -> Option<Interval> {
    let mut ends = printed.split(['-', '～', '~', '—']);
    let first = read_number(ends.next()?, measure)?.scaled()?;
    let last = match ends.next() {
        Some(end) => read_number(end, measure)?.scaled()?,
        None => first,
    };
    Some(Interval {
        low: first.min(last),
        high: first.max(last),
    })
}

/// How many of the dimension's own unit one `measure` is. An unknown measure is its own dimension.
pub fn factor(measure: &str) -> Exact {
    let part = |over, under| Exact::fraction(over, under).unwrap_or(Exact::ONE);
    match measure {
        "%" => part(1, 100),
        "‰" => part(1, 1000),
        "亩" => part(2000, 3),
        "公顷" => Exact::whole(10_000),
        _ if measure.starts_with('万') => Exact::whole(10_000),
        _ if measure.starts_with('亿') => Exact::whole(100_000_000),
        _ => Exact::ONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_digits() {
        let number = read_number("3141.50", "万元").unwrap();
        assert_eq!(
            (number.places, number.scaled()),
            (2, Some(Exact::whole(31_415_000)))
        );
        assert_eq!(read_number("-27", "%").unwrap().value, Exact::whole(-27));
        assert!(read_number("≤0.07", "").is_some());
        assert!(read_number("约三百", "").is_none());
        assert!(read_number("1234567890123456", "").is_none());
    }

    #[test]
    fn a_percent_sign_beside_the_number_is_its_measure() {
        assert!(read_number("10%", "家").unwrap().is_rate);
        let noted = read_number("120 (多 3 个)", "个").unwrap();
        assert_eq!(noted.value, Exact::whole(120));
        assert!(!noted.is_rate);
    }

    #[test]
    fn a_count_is_only_itself_and_a_sum_of_money_is_rounded() {
        let count = read_number("1570", "起").unwrap().interval().unwrap();
        assert_eq!(count, Interval::only(Exact::whole(1570)));
        let money = read_number("3.14", "亿元").unwrap().interval().unwrap();
        assert!(money.holds(Exact::whole(314_400_000)) && !money.holds(Exact::whole(314_600_000)));
    }

    #[test]
    fn ranges_and_units_of_land() {
        let range = read_range("300 m²-400 m²", "m²").unwrap();
        assert_eq!(
            (range.low, range.high),
            (Exact::whole(300), Exact::whole(400))
        );
        assert_eq!(read_range("1.5", "亩").unwrap().low, Exact::whole(1_000));
    }
}
