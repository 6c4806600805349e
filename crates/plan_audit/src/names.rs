//! Names, compared as readers would: without blanks and widths, by what they leave out, by how many
//! letters they differ.

/// Without blanks, with brackets and letters of one width.
pub fn plain(name: &str) -> String {
    plain_letters(name).collect()
}

/// The letters of the plain name, one by one.
pub fn plain_letters(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            '（' => '(',
            '）' => ')',
            '“' | '”' => '"',
            other => other,
        })
}

/// Whether `short` is `long` with letters left out.
pub fn abbreviates(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short
        .chars()
        .all(|wanted| letters.any(|letter| letter == wanted))
}

/// How many letters must be put in, left out or exchanged to make one of the other.
pub fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, letter) in left.chars().enumerate() {
        let mut next = vec![above + 1];
        let pairs = row.iter().zip(row.iter().skip(1)).zip(&right);
        for ((corner, up), other) in pairs {
            let before = next.last().copied().unwrap_or_default();
            let swapped = corner + usize::from(letter != *other);
            next.push(swapped.min(up + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// How many letters both have in the same order (longest common subsequence).
pub fn shared(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row = vec![0; right.len() + 1];
    for letter in left.chars() {
        let mut next = vec![0];
        let pairs = row.iter().zip(row.iter().skip(1)).zip(&right);
        for ((corner, up), other) in pairs {
            let before = next.last().copied().unwrap_or_default();
            next.push(if letter == *other {
                corner + 1
            } else {
                before.max(*up)
            });
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_held_against_each_other() {
        assert_eq!(plain("（一） 总则"), "(一)总则");
        assert!(abbreviates("北站消防站", "城北新站消防站") && !abbreviates("站北", "北站"));
        assert_eq!(distance("设施提升", "设提升"), 1);
        assert_eq!(distance("", "设"), 1);
        assert_eq!(shared("工业园南区", "工业园区南"), 4);
    }
}
