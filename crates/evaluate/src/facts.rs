//! What metrics say of a year, as the rules take it: each metric once for all areas.

use base::Language;
use jiff::civil::Date;
use metric::{Area, Exact, MetricDef, Metrics, Moment, Period, Reading, Reason, Step};
use rules::{Each, Fact, FactDef, Member, Number, Reference, Scheme, Scope, Unknown, Value, Words};

use crate::EvaluateError;

/// A metric, as a score's source.
pub(crate) const METRIC: &str = "metric";

/// Asks metrics for a year.
pub(crate) struct Counting<'c> {
    pub(crate) metrics: &'c Metrics,
    pub(crate) scheme: &'c Scheme,
    pub(crate) year: i32,
    pub(crate) moment: Moment,
}

impl Counting<'_> {
    /// The facts of this scope that metrics count, for each area. A fact whose metric nobody declares is not
    /// among them: for those entries count.
    pub(crate) async fn of(
        &self,
        scope: Scope,
        areas: &[Area],
    ) -> Result<Vec<Vec<Fact>>, EvaluateError> {
        let mut facts: Vec<Vec<Fact>> = areas.iter().map(|_| Vec::new()).collect();
        for def in self.scheme.facts.iter().filter(|def| def.of == scope) {
            let metric = def.metric.as_deref().and_then(|key| self.metrics.get(key));
            let Some(metric) = metric else {
                continue;
            };
            let periods = self.periods(def)?;
            let read = self.metrics.readings(metric, areas, &periods, self.moment);
            for (of_area, readings) in facts.iter_mut().zip(read.await?.0) {
                of_area.push(self.fact(def, metric, &readings));
            }
        }
        Ok(facts)
    }

    /// The periods that a fact is made of: the year, or its parts; and the year before where a rule compares.
    fn periods(&self, def: &FactDef) -> Result<Vec<Period>, EvaluateError> {
        let year = year(self.year)?;
        let parts = |count: i8, step| {
            let firsts = (0..count).map(move |at| at * (12 / count) + 1);
            let first = move |month| Date::new(year.from().year(), month, 1);
            firsts.filter_map(move |month| Some(Period::of(step, first(month).ok()?)))
        };
        let mut periods: Vec<Period> = match &def.each {
            Some(Each::HalfYear) => parts(2, Step::HalfYear).collect(),
            Some(Each::Quarter) => parts(4, Step::Quarter).collect(),
            Some(Each::Month) => parts(12, Step::Month).collect(),
            Some(Each::Members(_)) | None => vec![year],
        };
        if def.each.is_none() && self.scheme.falling().contains(def.key.as_str()) {
            periods.push(year.year_before());
        }
        Ok(periods)
    }

    fn fact(&self, def: &FactDef, metric: &MetricDef, readings: &[Reading]) -> Fact {
        let sources = vec![Reference::new(METRIC, metric.key)];
        let single = |reading: &Reading| {
            let number = number(metric, reading)?;
            def.counted(number).ok_or_else(|| not_told(metric))
        };
        let value = match (&def.each, readings.first()) {
            (_, None) | (Some(Each::Members(_)), _) => Err(not_told(metric)),
            (None, Some(reading)) => single(reading).map(Value::One),
            (Some(each), Some(_)) => {
                let parts = each.expected().into_iter().zip(readings);
                let member = |(name, reading): (String, &Reading)| Member {
                    name,
                    value: single(reading),
                    sources: sources.clone(),
                };
                Ok(Value::Each(parts.map(member).collect()))
            }
        };
        let before = readings.get(1).filter(|_| def.each.is_none());
        Fact {
            before: before.map(|reading| number(metric, reading)),
            sources,
            ..Fact::new(def.key.clone(), self.year, value)
        }
    }
}

/// The period of a year.
///
/// # Errors
/// [`EvaluateError::Year`] beyond the calendar.
pub(crate) fn year(year: i32) -> Result<Period, EvaluateError> {
    let first = i16::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, 1, 1).ok());
    let first = first.ok_or(EvaluateError::Year(year))?;
    Ok(Period::of(Step::Year, first))
}

/// The number as the metric shows it, before rounding.
fn number(metric: &MetricDef, reading: &Reading) -> Result<Number, Unknown> {
    let value = reading.value.as_ref().map_err(unknown)?;
    let measured = value.times(Exact::whole(metric.measure.times.into()));
    let number = measured.and_then(|value| Number::ratio(value.over(), value.under()));
    number.ok_or_else(|| unknown(&Reason::TooLarge))
}

fn unknown(reason: &Reason) -> Unknown {
    match reason {
        Reason::NothingToDivideBy => Unknown::NothingToDivideBy,
        other => Unknown::Said(Words::new(
            other.text(Language::Zh),
            other.text(Language::En),
        )),
    }
}

/// A metric is one number; it lists no events and knows no departments.
fn not_told(metric: &MetricDef) -> Unknown {
    Unknown::Said(Words::new(
        format!("指标“{}”只有一个数，不分项、不列事件", metric.label.zh),
        format!(
            "the metric '{}' is one number and tells no parts and no events",
            metric.label.en
        ),
    ))
}
