//! How a personal value may be shown to everybody who may see its row.

/// The form of a mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// A person's name: 张**, whatever its length.
    Name,
    /// A phone number: 138****5678; shorter than eight characters, nothing of it.
    Phone,
    /// 公民身份号码 identity number: 140***********1234; of another length than 15 or 18, nothing of it.
    IdNumber,
    /// Nothing of it: ***
    Nothing,
}

impl Mask {
    /// The value behind this mask.
    #[must_use]
    pub fn of(self, value: &str) -> String {
        let letters: Vec<char> = value.trim().chars().collect();
        match self {
            Self::Name => match letters.first() {
                // A name of one letter would be shown whole.
                Some(first) if letters.len() > 1 => format!("{first}**"),
                _ => "**".to_owned(),
            },
            Self::Phone if letters.len() >= 8 => keep(&letters),
            Self::IdNumber if matches!(letters.len(), 15 | 18) => keep(&letters),
            Self::Phone | Self::IdNumber | Self::Nothing => "***".to_owned(),
        }
    }
}

/// The first three and the last four, stars between.
fn keep(letters: &[char]) -> String {
    let last = letters.len().saturating_sub(4);
    let shown = letters.iter().enumerate();
    let shown = shown.map(|(at, letter)| if at < 3 || at >= last { *letter } else { '*' });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_shows_what_was_agreed_and_no_more() {
        let cases = [
            (Mask::Name, "张三", "张**"),
            (Mask::Name, " 欧阳修文 ", "欧**"),
            (Mask::Name, "张", "**"),
            (Mask::Name, "", "**"),
            (Mask::Phone, "13812345678", "138****5678"),
            (Mask::Phone, "0359-2222119", "035*****2119"),
            (Mask::Phone, "1234567", "***"),
            (Mask::IdNumber, "140802199001011234", "140***********1234"),
            (Mask::IdNumber, "140802900101123", "140********1123"),
            (Mask::IdNumber, "G12345678", "***"),
            (Mask::Nothing, "anything", "***"),
        ];
        for (mask, value, shown) in cases {
            assert_eq!(mask.of(value), shown, "{mask:?} of {value}");
        }
    }
}
