//! Is a number shown as a date? A workbook says so only by the format code of the cell's style.

/// What a format code makes of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A number, a sum of money, or hours counted past a day, `[h]:mm`.
    #[default]
    Plain,
    /// A day.
    Day,
    /// A day with a time.
    DayTime,
    /// A time of day.
    Time,
}

/// What the built-in formats show (ECMA-376 part 1, 18.8.30), with those that Chinese, Japanese
/// and Korean programs keep at 27 to 36 and 50 to 58.
pub(crate) fn built_in(id: u32) -> Shown {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Day,
        22 => Shown::DayTime,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Shown::Time,
        _ => Shown::Plain,
    }
}

/// What a format code shows, by its first section.
pub(crate) fn shown(code: &str) -> Shown {
    if code.trim().eq_ignore_ascii_case("general") {
        return Shown::Plain;
    }
    let mut seen = Letters::default();
    let mut rest = code.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            ';' => break,
            '"' => skip_past(&mut rest, '"'),
            '\\' | '_' | '*' => {
                rest.next();
            }
            '[' => {
                let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                seen.elapsed |= is_elapsed(&inner);
            }
            // 1.5E+3, not the year of an era.
            'E' | 'e' if matches!(rest.peek(), Some('+' | '-')) => {}
            // AM/PM and A/P, whose M is no month.
            'A' | 'a' => {
                seen.time = true;
                while rest.next_if(|c| "/MPmp".contains(*c)).is_some() {}
            }
            other => seen.note(other),
        }
    }
    seen.shown()
}

fn skip_past(rest: &mut impl Iterator<Item = char>, end: char) {
    for letter in rest {
        if letter == end {
            return;
        }
    }
}

/// `[h]`, `[mm]`, `[ss]`: time that has passed, not a time of day.
fn is_elapsed(inner: &str) -> bool {
    let lower = inner.to_ascii_lowercase();
    !lower.is_empty()
        && ["h", "m", "s"]
            .iter()
            .any(|unit| lower.chars().all(|c| unit.contains(c)))
}

#[derive(Default)]
struct Letters {
    day: bool,
    month: bool,
    time: bool,
    elapsed: bool,
}

impl Letters {
    fn note(&mut self, letter: char) {
        match letter.to_ascii_lowercase() {
            'y' | 'd' | 'e' | 'b' => self.day = true,
            'm' => self.month = true,
            'h' | 's' => self.time = true,
            _ => {}
        }
    }

    /// An `m` is a month unless hours or seconds make it minutes; beside a day it may be either.
    fn shown(&self) -> Shown {
        match self {
            Self { elapsed: true, .. } => Shown::Plain,
            Self {
                day: true,
                time: true,
                ..
            } => Shown::DayTime,
            Self { day: true, .. } => Shown::Day,
            Self { time: true, .. } => Shown::Time,
            Self { month: true, .. } => Shown::Day,
            _ => Shown::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_seen_in_the_field() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "yyyy\"年\"m\"月\"",
            "m\"月\"d\"日\"",
            "yyyy年m月d日",
            "[$-804]yyyy\"年\"m\"月\"d\"日\";@",
            "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@",
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "mmm",
            "ggge\"年\"",
        ] {
            assert_eq!(shown(code), Shown::Day, "{code}");
        }
        for code in ["m/d/yy h:mm", "yyyy/m/d\\ h:mm\\ AM/PM", "d\"日\"h\"时\""] {
            assert_eq!(shown(code), Shown::DayTime, "{code}");
        }
        for code in [
            "h:mm:ss",
            "mm:ss.0",
            "h:mm AM/PM",
            "上午/下午h\"时\"mm\"分\"",
            "[$-F400]h:mm:ss\\ AM/PM",
        ] {
            assert_eq!(shown(code), Shown::Time, "{code}");
        }
        for code in [
            "General",
            "0.00E+00",
            "##0.0E+0",
            "#,##0.00",
            "\"day\" 0",
            "0\\d",
            "[h]:mm:ss",
            "[mm]:ss",
            "[Red]0.0",
            "@",
            "_-* #,##0.00_-",
            "0;yyyy",
            "\"unclosed yyyy",
            "[unclosed",
            "\\",
            "",
        ] {
            assert_eq!(shown(code), Shown::Plain, "{code}");
        }
    }
}
