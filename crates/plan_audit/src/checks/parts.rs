//! A whole and its parts that stand in different places: a span of years and its years, an area and
//! what it is made of.

use std::collections::BTreeSet;

use crate::facts::{Fact, Known, Reading};
use crate::finding::{Confidence, Finding};
use crate::message::Detail;
use crate::report::Report;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let mut told = BTreeSet::new();
    for fact in reading.facts.iter().filter(|fact| !fact.number.is_rate) {
        // A sum of its own table is held against it there.
        if fact.is_sum {
            continue;
        }
        let key = &fact.key;
        let subject = format!("{} {} {}", key.area, key.period, key.quantity);
        let years = reading.by_years(&key.quantity, &key.area, key.period);
        let areas = reading.by_areas(&key.quantity, &key.area, key.period);
        let years = years.map(|known| {
            (
                known,
                Detail::Years {
                    subject: subject.clone(),
                },
            )
        });
        let areas = areas.map(|known| (known, Detail::Areas { subject }));
        for (known, detail) in years.into_iter().chain(areas) {
            let same = (
                key.quantity.clone(),
                key.area.clone(),
                key.period,
                fact.number.value,
            );
            if !known.interval.meets(&fact.interval)
                && !is_sum_elsewhere(reading, fact)
                && told.insert(same)
            {
                tell(fact, &known, detail, report);
            }
        }
    }
}

/// Whether a table prints this sum: then its own parts were tried there, and what differs from it is a
/// conflict of two places.
fn is_sum_elsewhere(reading: &Reading, fact: &Fact) -> bool {
    let key = &fact.key;
    let mut same = reading.of(&key.quantity, &key.area, key.period);
    !key.period.is_year() && same.any(|other| other.is_sum)
}

fn tell(fact: &Fact, known: &Known, detail: Detail, report: &mut Report) {
    let computed = known.as_printed(&fact.number).unwrap_or_default();
    report.add(
        Finding::new(
            fact.line,
            &fact.number.printed,
            computed,
            Confidence::PLAIN,
            detail,
        )
        .against(known.lines.iter().copied()),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    fn plan(whole: &str) -> Value {
        let figure = |line, area, period, printed: &str| json!({ "line": line, "quantity": "新增", "area": area, "period": period, "printed": printed });
        json!({ "areas": [{ "name": "全市", "parts": ["城", "乡"] }], "statements": [
            figure(1, "城", "2019", "3"), figure(2, "城", "2020", "4"),
            figure(3, "乡", "2019", "10"), figure(4, "乡", "2020", "20"),
            figure(5, "全市", "2019-2020", whole)] })
    }

    #[test]
    fn a_whole_over_years_and_areas_is_held_against_all_of_them() {
        assert!(found(&plan("37")).is_empty());
        assert_eq!(found(&plan("30")), [(5, "30".into(), "37".into())]);
    }

    #[test]
    fn with_a_part_unknown_nothing_is_said() {
        let mut plan = plan("30");
        plan["areas"][0]["parts"] = json!(["城", "乡", "镇"]);
        assert!(found(&plan).is_empty());
    }
}
