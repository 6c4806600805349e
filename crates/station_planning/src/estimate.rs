//! 估计 the number of a region that nobody entered, from that of the region above it: what is left there is
//! shared out evenly. A census that is published by county still lets its villages count.

use std::collections::HashMap;

use map::LayerRow;

/// The lengths of region codes above a village's, the nearest first.
const ABOVE: [usize; 3] = [9, 6, 4];

/// The numbers of `rows`, estimated where they have none and one above is known among `all`; and how many
/// were estimated.
pub(crate) fn numbers(rows: &[&LayerRow], all: &[LayerRow]) -> (Vec<Option<i64>>, usize) {
    let known: HashMap<&str, i64> = all
        .iter()
        .filter_map(|row| Some((row.region.as_deref()?, row.number?)))
        .collect();
    // What of a region's number its rows say themselves, and how many say nothing.
    let mut below: HashMap<&str, (i64, i64)> = HashMap::new();
    for row in rows {
        let Some(region) = row.region.as_deref() else {
            continue;
        };
        let above = above(region, &known);
        match (row.number, above) {
            (None, Some(above)) => below.entry(above).or_default().1 += 1,
            (Some(number), Some(above)) => below.entry(above).or_default().0 += number,
            (_, None) => {}
        }
    }
    let mut estimated = 0;
    let numbers = rows.iter().map(|row| {
        row.number.or_else(|| {
            let above = above(row.region.as_deref()?, &known)?;
            let (said, silent) = *below.get(above)?;
            let left = known.get(above)?.saturating_sub(said).max(0);
            estimated += 1;
            Some(left.checked_div(silent).unwrap_or(0))
        })
    });
    (numbers.collect(), estimated)
}

/// The nearest region above with a number of its own.
fn above<'r>(region: &'r str, known: &HashMap<&str, i64>) -> Option<&'r str> {
    ABOVE
        .into_iter()
        .filter(|length| *length < region.len())
        .filter_map(|length| region.get(..length))
        .find(|code| known.contains_key(code))
}

#[cfg(test)]
mod tests {
    use base::Uuid;

    use super::*;

    fn row(region: &str, number: Option<i64>) -> LayerRow {
        LayerRow {
            id: Uuid::nil(),
            title: region.to_owned(),
            place: None,
            region: Some(region.to_owned()),
            number,
            word: None,
        }
    }

    #[test]
    fn what_a_county_has_left_is_shared_by_its_villages() {
        let all = [
            row("140802", Some(1_000)),
            row("140802001", Some(400)),
            row("140802001001", None),
            row("140802001002", None),
            row("140802002001", Some(100)),
            row("140802002002", None),
            row("140881001001", None),
        ];
        let villages: Vec<&LayerRow> = all.iter().skip(2).collect();
        let (numbers, estimated) = numbers(&villages, &all);
        // By the township's own number where it is known, else by the county's; and nothing from nothing.
        let expected = [Some(200), Some(200), Some(100), Some(900), None];
        assert_eq!((numbers.as_slice(), estimated), (expected.as_slice(), 3));
    }
}
