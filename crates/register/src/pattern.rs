//! What some texts must look like, check digits included.

use base::{Date, Label};

/// A form that a text must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// 电话: a mobile number, a number with its area code, a 400 number or a short service number.
    Phone,
    /// 统一社会信用代码 (GB 32100): 18 characters, the last one checks the others.
    CreditCode,
    /// 公民身份号码 (GB 11643): 18 characters with a day of birth, the last one checks the others.
    IdNumber,
}

/// The characters of a credit code, in the order of their values (no I, O, S, V, Z).
const CREDIT_LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl Pattern {
    /// Whether `text` has the form.
    #[must_use]
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Phone => is_phone(text),
            Self::CreditCode => is_credit_code(text),
            Self::IdNumber => is_id_number(text),
        }
    }

    /// What to do about a text that has not.
    #[must_use]
    pub const fn hint(self) -> Label {
        match self {
            Self::Phone => Label::new(
                "不是电话号码：手机11位，固定电话须带区号，例如 0359-2021119",
                "this is no phone number: 11 digits of a mobile, or an area code as in 0359-2021119",
            ),
            Self::CreditCode => Label::new(
                "不是统一社会信用代码：应为18位且校验位相符，请核对",
                "this is no unified social credit code: 18 characters whose last one checks the rest",
            ),
            Self::IdNumber => Label::new(
                "不是公民身份号码：应为18位且校验位相符，请核对",
                "this is no citizen id number: 18 characters whose last one checks the rest",
            ),
        }
    }
}

fn is_phone(text: &str) -> bool {
    let (number, extension) = match text.rsplit_once('-') {
        Some((number, extension)) if number.contains('-') => (number, Some(extension)),
        _ => (text, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if extension.is_some_and(|extension| !digits(extension) || extension.len() > 6) {
        return false;
    }
    let bare = number.replacen('-', "", 1);
    if !digits(&bare) {
        return false;
    }
    let mobile = bare.len() == 11 && matches!(bare.as_bytes(), [b'1', b'3'..=b'9', ..]);
    let with_area = bare.starts_with('0') && (10..=12).contains(&bare.len());
    let free = bare.len() == 10 && (bare.starts_with("400") || bare.starts_with("800"));
    let short = !number.contains('-') && (3..=6).contains(&bare.len()) && bare.starts_with('1');
    (mobile && number == bare) || with_area || free || short
}

fn is_credit_code(text: &str) -> bool {
    let value = |letter: u8| CREDIT_LETTERS.iter().position(|known| *known == letter);
    let Some(values) = text.bytes().map(value).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let Some((check, [_, _, area @ .., _, _, _, _, _, _, _, _, _])) = values.split_last() else {
        return false;
    };
    // The third to eighth are a region's code: digits.
    if values.len() != 18 || area.iter().any(|digit| *digit > 9) {
        return false;
    }
    let mut weight = 1;
    let mut sum = 0;
    for value in values.iter().take(17) {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31 == *check
}

fn is_id_number(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = text.as_bytes();
    let (17, Some((check, digits))) = (bytes.len().saturating_sub(1), bytes.split_last()) else {
        return false;
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) =
        (text.get(6..10), text.get(10..12), text.get(12..14))
    else {
        return false;
    };
    let born = format!("{year}-{month}-{day}").parse::<Date>();
    let products = digits.iter().zip(WEIGHTS);
    let sum: u32 = products
        .map(|(d, weight)| u32::from(d - b'0') * weight)
        .sum();
    let expected = usize::try_from(sum % 11).ok().and_then(|at| CHECKS.get(at));
    born.is_ok() && expected == Some(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones() {
        for right in [
            "13903590119",
            "0359-2021119",
            "03592021119",
            "010-62345678-801",
            "4008110119",
            "119",
            "12345",
            "400-8110119",
        ] {
            assert!(Pattern::Phone.fits(right), "{right}");
        }
        for wrong in [
            "",
            "12",
            "23903590119",
            "1390359011",
            "0359-20a1119",
            "-",
            "139-03590119",
        ] {
            assert!(!Pattern::Phone.fits(wrong), "{wrong}");
        }
    }

    /// The codes are worked out by hand from the standard's formula.
    #[test]
    fn a_credit_code_has_its_check_character() {
        let right = "91140800MA0K00000";
        let values = CREDIT_LETTERS.iter().map(|letter| *letter as char);
        let fitting: Vec<String> = values
            .map(|check| format!("{right}{check}"))
            .filter(|code| Pattern::CreditCode.fits(code))
            .collect();
        assert_eq!(fitting.len(), 1, "exactly one check character fits");
        // A published one: the code of the State Administration's own example.
        assert!(Pattern::CreditCode.fits("91350100M000100Y43"));
        assert!(!Pattern::CreditCode.fits("91350100M000100Y44"));
        assert!(!Pattern::CreditCode.fits("91350100M000100y43"));
        assert!(!Pattern::CreditCode.fits("913501"));
    }

    #[test]
    fn an_id_number_has_its_check_digit_and_a_day_of_birth() {
        // The example of the standard's annex.
        assert!(Pattern::IdNumber.fits("11010519491231002X"));
        assert!(!Pattern::IdNumber.fits("110105194912310021"));
        assert!(!Pattern::IdNumber.fits("11010519491331002X"));
        assert!(!Pattern::IdNumber.fits("11010519491231002x"));
        assert!(!Pattern::IdNumber.fits("火"));
    }
}
