//! Masks: what of a personal field everybody who may read the row may see.

use serde_json::{Map, Value as Json};

use crate::{RegisterDef, Stored, to_json};

/// A text with its middle covered: a name keeps its first character, digits keep the first three
/// and the last four.
#[must_use]
pub fn masked(text: &str) -> String {
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

/// A personal value as everybody may see it; nothing stays nothing.
#[must_use]
pub fn cover(value: &Json) -> Json {
    match value {
        Json::String(text) => Json::String(masked(text)),
        Json::Null => Json::Null,
        _ => Json::String("***".to_owned()),
    }
}

/// The input of a change in which personal fields that came back covered, or not at all, stay as
/// they are: who does not see a value cannot have meant to change it.
#[must_use]
pub fn uncovered(
    def: &RegisterDef,
    current: &Stored,
    mut input: Map<String, Json>,
) -> Map<String, Json> {
    let stands = to_json(def, &current.values);
    for field in def.fields.iter().filter(|field| field.personal) {
        let Some(value) = stands.get(field.name).filter(|value| !value.is_null()) else {
            continue;
        };
        let given = input.get(field.name);
        if given.is_none_or(|given| *given == cover(value)) {
            input.insert(field.name.to_owned(), value.clone());
        }
    }
    input
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
