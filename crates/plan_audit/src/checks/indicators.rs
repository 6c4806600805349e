//! Indicator against indicator: what two of them say of their common denominator, and whether what the
//! plan adds brings an indicator to its target.

use crate::exact::{Exact, Interval};
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::measure::{Number, factor, read_number};
use crate::message::Detail;
use crate::names::plain;
use crate::period::Period;
use crate::plan::Indicator;
use crate::report::Report;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let implied: Vec<Implied> = reading
        .plan
        .indicators
        .iter()
        .filter_map(|indicator| implied(reading, indicator))
        .collect();
    for (nth, one) in implied.iter().enumerate() {
        let others = implied.iter().skip(nth + 1);
        let other = others
            .clone()
            .find(|other| other.denominator == one.denominator && !other.range.meets(&one.range));
        if let Some(other) = other {
            denominators(one, other, report);
        }
    }
    for indicator in &reading.plan.indicators {
        additions(reading, indicator, &implied, report);
    }
}

/// What an indicator says of its denominator.
struct Implied<'p> {
    indicator: &'p Indicator,
    base: Number,
    /// The yearly mean of the numerator.
    mean: Interval,
    denominator: String,
    range: Interval,
}

/// Only where the plan prints the numerator.
fn implied<'p>(reading: &Reading, indicator: &'p Indicator) -> Option<Implied<'p>> {
    let period = Period::named(&indicator.base_period)?;
    let numerator = reading.plan.called(&indicator.numerator);
    let known = reading.known(&numerator, &reading.plan.whole(), period)?;
    let base = read_number(&indicator.base, &indicator.measure)?;
    let mean = known
        .interval
        .times(Exact::whole(1).by(Exact::whole(period.length()))?)?;
    let rate = base.rounding()?.times(base.factor)?;
    let range = mean.times(Exact::whole(indicator.per))?.by(rate)?;
    let denominator = reading.plan.called(&indicator.denominator);
    Some(Implied {
        indicator,
        base,
        mean,
        denominator,
        range,
    })
}

/// Two indicators are no majority: the first one is told, with what the other makes of it.
fn denominators(one: &Implied, other: &Implied, report: &mut Report) {
    let per = Exact::whole(one.indicator.per);
    let rate = one.mean.times(per).and_then(|mean| mean.by(other.range));
    let middle = rate.and_then(|rate| {
        rate.low
            .plus(rate.high)?
            .by(Exact::whole(2))?
            .by(one.base.factor)
    });
    let computed = middle
        .map(|middle| middle.text(one.base.places))
        .unwrap_or_default();
    let detail = Detail::Denominator {
        subject: plain(&one.indicator.name),
        other: plain(&other.indicator.name),
        denominator: one.denominator.clone(),
    };
    let finding = Finding::new(
        one.indicator.line,
        &one.base.printed,
        computed,
        Confidence::PLAIN,
        detail,
    );
    report.add(finding.against([other.indicator.line]));
}

/// Whether what is added to a state, over any denominator that the others allow, reaches the target:
/// doubted when it brings less than half of the way.
fn additions(reading: &Reading, indicator: &Indicator, implied: &[Implied], report: &mut Report) {
    let same = |other: &&Implied| other.denominator == reading.plan.called(&indicator.denominator);
    let least = implied
        .iter()
        .filter(same)
        .map(|other| other.range.low)
        .min();
    let computed = (|| {
        let span = reading.plan.years()?;
        let mut added = Exact::ZERO;
        let mut lines = Vec::new();
        for quantity in &indicator.additions {
            let known =
                reading.known(&reading.plan.called(quantity), &reading.plan.whole(), span)?;
            added = added.plus(known.interval.high)?;
            lines.extend(known.lines);
        }
        let base = read_number(&indicator.base, &indicator.measure)?;
        let target = read_number(&indicator.target, &indicator.measure)?;
        // The shortest way that both roundings allow, against the most that the additions can bring.
        let way = target.rounding()?.low.minus(base.rounding()?.high)?;
        let rise = added
            .times(Exact::whole(indicator.per))?
            .by(least?)?
            .by(factor(&indicator.measure))?;
        let reached = format!(
            "{}{}",
            base.value.plus(rise)?.text(base.places + 1),
            base.sign()
        );
        let short = !lines.is_empty() && rise.times(Exact::whole(2))? < way;
        short.then_some((target.printed, reached, lines))
    })();
    if let Some((printed, reached, lines)) = computed {
        let detail = Detail::Additions {
            subject: plain(&indicator.name),
        };
        let finding = Finding::new(indicator.line, printed, reached, Confidence::PLAIN, detail);
        report.add(finding.against(lines));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    fn plan(deaths: &str, target: &str) -> Value {
        let figure = |quantity, period, printed| json!({ "line": 1, "quantity": quantity, "period": period, "printed": printed });
        let rate = |line, name, base, per, numerator| {
            json!({ "line": line, "name": name, "base": base, "target": base, "numerator": numerator, "falls": true,
                "base_period": "2016-2020", "denominator": "人口", "per": per })
        };
        let mut plan = json!({ "period": "2021-2025",
            "statements": [figure("亡人", "2016-2020", "50"), figure("起数", "2016-2020", "2500"), figure("新增队员", "2021-2025", "400")],
            "indicators": [rate(10, "死亡率", deaths, 100_000, "亡人"), rate(11, "发生率", "1.00", 10_000, "起数")] });
        let share = json!({ "line": 12, "name": "占比", "base": "0.12%", "target": target, "measure": "%",
            "base_period": "2020", "numerator": "队员", "denominator": "人口", "additions": ["新增队员"] });
        plan["indicators"].as_array_mut().unwrap().push(share);
        plan
    }

    #[test]
    fn two_indicators_over_one_population_have_to_agree_on_it() {
        assert_eq!(
            found(&plan("0.150", "0.13%")),
            [(10, "0.150".into(), "0.2".into())]
        );
        assert!(found(&plan("0.200", "0.13%")).is_empty());
    }

    #[test]
    fn a_share_that_the_additions_do_not_reach() {
        assert_eq!(
            found(&plan("0.200", "0.20%")),
            [(12, "0.20%".into(), "0.128%".into())]
        );
    }
}
