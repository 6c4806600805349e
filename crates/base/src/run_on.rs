//! Names one behind the other, as an address has them.

/// The names one behind the other. Characters follow each other as they are (盐湖区中城街道); where two
/// names would run into one word (`Bonfim` and `Rua do Heroísmo`), a space stands between.
#[must_use]
pub fn run_on<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut whole = String::new();
    for name in names {
        let ends = whole.chars().next_back().is_some_and(is_of_a_word);
        if ends && name.chars().next().is_some_and(is_of_a_word) {
            whole.push(' ');
        }
        whole.push_str(name);
    }
    whole
}

/// Whether it is a letter or digit of a script that puts spaces between words. Chinese, Japanese and
/// what is written among them begin at U+2E80.
fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() && letter < '\u{2E80}'
}

#[cfg(test)]
mod tests {
    use super::run_on;

    #[test]
    fn only_words_are_kept_apart() {
        assert_eq!(run_on(["盐湖区", "中城街道"]), "盐湖区中城街道");
        assert_eq!(run_on(["解放路", "12", "号"]), "解放路12号");
        assert_eq!(
            run_on(["Bonfim", "Rua do Heroísmo", "90", "号"]),
            "Bonfim Rua do Heroísmo 90号"
        );
        assert_eq!(run_on(["Sé", "", "Ávila"]), "Sé Ávila");
        assert_eq!(run_on(["Boavista", " Hotel"]), "Boavista Hotel");
        assert_eq!(run_on([]), "");
    }
}
