//! Rates of a whole that are more than all of it.

use crate::exact::Exact;
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::measure::{Number, read_number};
use crate::message::Detail;
use crate::report::Report;

/// What a rate of a whole is called.
const RATES: [&str; 3] = ["率", "占比", "比例"];
/// Rates that may pass all of it: growth, and work beyond what was planned.
const OPEN: [&str; 5] = ["增长", "增幅", "完成率", "利用率", "回报率"];

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for fact in &reading.facts {
        judge(&fact.key.quantity, &fact.number, fact.line, report);
    }
    for said in &reading.plan.targets {
        if let Some(number) = read_number(&said.printed, &said.measure) {
            judge(&said.quantity, &number, said.line, report);
        }
    }
}

fn judge(quantity: &str, number: &Number, line: u32, report: &mut Report) {
    let says = |words: &[&str]| words.iter().any(|word| quantity.contains(word));
    let over = number.scaled().is_some_and(|value| value > Exact::ONE);
    if number.is_rate && over && says(&RATES) && !says(&OPEN) {
        let detail = Detail::Over {
            subject: quantity.to_owned(),
        };
        report.add(Finding::new(
            line,
            &number.printed,
            "≤100%",
            Confidence::PLAIN,
            detail,
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::checks::made::found;

    #[test]
    fn more_than_all_of_it_is_told_where_that_cannot_be() {
        let said = |quantity, printed| json!({ "statements": [{ "line": 3, "quantity": quantity, "period": "2020", "printed": printed, "measure": "%" }] });
        assert_eq!(
            found(&said("完好率", "105")),
            [(3, "105".into(), "≤100%".into())]
        );
        assert!(found(&said("完好率", "100")).is_empty());
        assert!(found(&said("任务完成率", "105")).is_empty());
        assert!(found(&said("投入增长率", "120")).is_empty());
    }
}
