//! Masks: what of a personal field everybody who may read the row may see.

/// A text with its middle covered: a name keeps its first character, digits keep the first three
/// and the last four.
pub(crate) fn masked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let looks_like_number = letters.len() >= 8
        && letters.iter().filter(|c| c.is_ascii_digit()).count() * 2 > letters.len();
    let (head, tail) = if looks_like_number { (3, 4) } else { (1, 0) };
    let covered = |at: usize| at >= head && at + tail < letters.len();
    letters
        .iter()
        .enumerate()
        .map(|(at, letter)| if covered(at) { '*' } else { *letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_name_keeps_its_first_and_a_number_its_ends() {
        assert_eq!(masked("张三丰"), "张**");
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("14080219900101123X"), "140***********123X");
        assert_eq!(masked("0359-2061234"), "035*****1234");
        assert_eq!(masked(""), "");
    }
}
