//! Years and spans of years, as labels name them.

/// First year of the first five-year plan's numbering: the n-th begins in this year plus 5·n.
const PLANS_BEGIN: i32 = 1951;

/// From one year to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

impl Period {
    /// One year.
    pub const fn year(year: i32) -> Self {
        Self {
            from: year,
            to: year,
        }
    }

    /// Whether it is one year.
    pub const fn is_year(self) -> bool {
        self.from == self.to
    }

    /// Whether `other` lies in it.
    pub const fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Its years.
    pub fn years(self) -> impl Iterator<Item = i32> {
        self.from..=self.to
    }

    /// How many years it has.
    pub const fn length(self) -> i64 {
        (self.to - self.from + 1) as i64
    }

    /// The first period that `label` names.
    pub fn named(label: &str) -> Option<Self> {
        periods_in(label).into_iter().next()
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_year() {
            write!(f, "{}", self.from)
        } else {
            write!(f, "{}-{}", self.from, self.to)
        }
    }
}

/// Every period that `label` names, in its order: `2016`, `2016-2020`, `十三五`.
pub fn periods_in(label: &str) -> Vec<Period> {
    let letters: Vec<char> = label
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(period) = five_years(rest) {
            found.push(period);
            at += 3;
        } else if let Some((period, length)) = years(rest) {
            found.push(period);
            at += length;
        } else if rest.first().is_some_and(char::is_ascii_digit) {
            // A longer number is no year, and none hides in it.
            at += rest
                .iter()
                .take_while(|letter| letter.is_ascii_digit())
                .count();
        } else {
            at += 1;
        }
    }
    found
}

/// 十一五 to 十九五.
fn five_years(letters: &[char]) -> Option<Period> {
    let ['十', digit, '五', ..] = letters else {
        return None;
    };
    let ones = "一二三四五六七八九"
        .chars()
        .position(|letter| letter == *digit)?;
    let from = PLANS_BEGIN + 5 * (11 + i32::try_from(ones).ok()?);
    Some(Period { from, to: from + 4 })
}

/// A year or a span of years, and how many letters it takes.
fn years(letters: &[char]) -> Option<(Period, usize)> {
    let from = year(letters)?;
    let span = match letters.get(4) {
        Some('-' | '—' | '～' | '~' | '至') => letters.get(5..).and_then(year),
        _ => None,
    };
    match span {
        Some(to) if to >= from => Some((Period { from, to }, 9)),
        _ => Some((Period::year(from), 4)),
    }
}

fn year(letters: &[char]) -> Option<i32> {
    let digits: String = letters
        .iter()
        .take_while(|letter| letter.is_ascii_digit())
        .collect();
    let year: i32 = (digits.len() == 4).then(|| digits.parse().ok())??;
    (1900..2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_years_spans_and_plans() {
        assert_eq!(Period::named("2021年"), Some(Period::year(2021)));
        assert_eq!(
            Period::named("2016-2020"),
            Some(Period {
                from: 2016,
                to: 2020
            })
        );
        let both = periods_in("“十三五”较“十二五”增长率");
        assert_eq!(
            both,
            [
                Period {
                    from: 2016,
                    to: 2020
                },
                Period {
                    from: 2011,
                    to: 2015
                }
            ]
        );
    }

    #[test]
    fn other_numbers_are_no_years() {
        assert!(periods_in("共 12021 个，35 处").is_empty());
        assert!(periods_in("同比前五年增长 (%)").is_empty());
    }
}
