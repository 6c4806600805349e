//! Rules in English.

use super::{Speech, all_plain, begins, capital, listed, yearly};
use crate::{
    Condition, Conditions, Deduction, Each, FactDef, Members, Order, Part, Per, Points, Rank, Rule,
};
use crate::{FromNought, Number, Targets, Test, Treatment};

/// From when an item counts, and what becomes of its points until then.
pub(super) fn before(before: Option<(i32, Treatment)>) -> String {
    match before {
        None => String::new(),
        Some((year, Treatment::Full)) => {
            format!(" Assessed from {year}; until then not assessed and given in full.")
        }
        Some((year, Treatment::LeftOut)) => {
            format!(" Assessed from {year}; until then not assessed and left out of the total.")
        }
    }
}

/// Who is meant where a rule speaks of each one.
pub(super) fn members(listed: &[&Members]) -> String {
    let told = listed.iter().map(|members| {
        let names = members.names.join(", ");
        format!(" Each {}: {names}.", members.of.en)
    });
    told.collect()
}

impl Speech<'_> {
    pub(super) fn en_rule(&self, rule: &Rule, of: Points) -> String {
        match rule {
            Rule::Conditions(rule) => self.en_conditions(rule, of),
            Rule::Parts(parts) => self.en_parts(parts),
            Rule::Rank(rank) => self.en_rank(rank),
        }
    }

    fn en_conditions(&self, rule: &Conditions, of: Points) -> String {
        let needs = self.en_needs(&rule.need);
        let mut sentences = match (rule.need.len(), rule.deduct.is_empty()) {
            (0, _) => Vec::new(),
            (1, true) => vec![format!("{needs}: {}, else 0.", pieces(of))],
            (_, true) => vec![format!("{needs}. All of them met: {}, else 0.", pieces(of))],
            (1, false) => vec![format!("{needs}, else 0 points.")],
            (_, false) => vec![format!("{needs}. Any of them not met: 0 points.")],
        };
        let deductions = rule.deduct.iter();
        sentences.extend(deductions.map(|one| self.en_deduction(one, of)));
        let begun: Vec<String> = sentences.iter().map(|one| capital(one)).collect();
        begun.join(" ")
    }

    fn en_needs(&self, needs: &[Condition]) -> String {
        let clause = |condition: &Condition| match condition.is {
            Test::None => format!("none of: {}", self.en_clause(condition)),
            _ => self.en_clause(condition),
        };
        let clauses: Vec<String> = needs.iter().map(clause).collect();
        listed(&clauses, "; ")
    }

    fn en_deduction(&self, deduction: &Deduction, of: Points) -> String {
        let clauses: Vec<String> = deduction.of.iter().map(|one| self.en_clause(one)).collect();
        let list = listed(&clauses, "; ");
        let points = deduction.points;
        let end = if self.can_take_more(deduction, of) {
            ", down to 0"
        } else {
            ""
        };
        let events = deduction.of.iter().all(|one| one.is == Test::None);
        match (deduction.per, clauses.len(), events) {
            (Per::Condition, 1, _) => format!("{list}; if not, {points} off{end}."),
            (Per::Condition, _, _) => {
                format!("{list}. {points} off for each that is not met{end}.")
            }
            (Per::Once, 1, true) => format!("{list}: {points} off."),
            (Per::Once, _, true) => format!("{list}. {points} off if any of it happened."),
            (Per::Once, _, false) => format!("{list}. {points} off, once, if any is not met."),
            (Per::Event, _, _) => format!("{list}. {points} off for each one{end}."),
            (Per::Member, _, _) => {
                let of = self
                    .members_of(deduction)
                    .map_or_else(String::new, en_one_of);
                format!("{list}. {points} off for each {of} that lacks any of it{end}.")
            }
        }
    }

    fn en_parts(&self, parts: &[Part]) -> String {
        let told = |part: &Part| {
            let points = part.points;
            let named = part
                .name
                .as_ref()
                .map_or_else(String::new, |name| format!("{}: ", name.en));
            match &part.rule {
                Rule::Conditions(rule) if rule.deduct.is_empty() => {
                    let clauses: Vec<String> =
                        rule.need.iter().map(|one| self.en_clause(one)).collect();
                    format!("{named}{} ({points})", clauses.join(", "))
                }
                rule => format!("{named}{} ({points})", self.en_rule(rule, points)),
            }
        };
        let clauses: Vec<String> = parts.iter().map(told).collect();
        let end = if all_plain(parts) {
            "Each gives its points when it is met, else 0."
        } else {
            "Their points add up."
        };
        format!("{}. {end}", listed(&clauses, "; "))
    }

    fn en_rank(&self, rank: &Rank) -> String {
        let name = self.fact(&rank.fact).map_or("", |fact| &fact.name.en);
        let order = match rank.order {
            Order::HighestFirst => "highest",
            Order::LowestFirst => "lowest",
        };
        format!(
            "Areas are ranked by {name}, the {order} first: {} for the first {}, {} for the last {}, {} for the others; equals share the better place.",
            pieces(rank.top.points),
            rank.top.areas,
            rank.bottom.points,
            rank.bottom.areas,
            rank.middle,
        )
    }

    fn en_clause(&self, condition: &Condition) -> String {
        let Some(fact) = self.fact(&condition.fact) else {
            return condition.fact.clone();
        };
        let name = &fact.name.en;
        let due =
            begins(condition).map_or_else(String::new, |year| format!("by the end of {year}: "));
        let exempt = condition.exempt.as_deref();
        let exempt = exempt.map_or_else(String::new, |one| self.en_exempt(one));
        let each = fact
            .each
            .as_ref()
            .map_or_else(String::new, |each| format!(", each {}", en_one_of(each)));
        let said = match &condition.is {
            Test::Yes | Test::None => format!("{name}{each}"),
            Test::AtMost(Targets::Always(Number::ZERO)) => format!("{name}{each}: 0"),
            Test::AtMost(targets) => {
                format!("{name}{each}: {}", en_target(fact, targets, "at most"))
            }
            Test::AtLeast(targets) => {
                format!("{name}{each}: {}", en_target(fact, targets, "at least"))
            }
            Test::Falls(FromNought::CountsAsFallen) => {
                format!("{name} below the year before (0 after 0 counts as below)")
            }
            Test::Falls(FromNought::HasNotFallen) => format!("{name} below the year before"),
        };
        format!("{due}{said}{exempt}")
    }

    /// An exemption; where it holds one by one, so does what it exempts from, which has said so.
    fn en_exempt(&self, exempt: &Condition) -> String {
        let name = self
            .fact(&exempt.fact)
            .map_or(exempt.fact.as_str(), |fact| &fact.name.en);
        match &exempt.is {
            Test::Yes => format!(" (except: {name})"),
            Test::AtMost(Targets::Always(Number::ZERO)) => format!(" (except: no {name})"),
            _ => format!(" (except: {})", self.en_clause(exempt)),
        }
    }
}

fn pieces(points: Points) -> String {
    if points == Points::hundredths(100) {
        "1 point".to_owned()
    } else {
        format!("{points} points")
    }
}

/// A number and what it counts, where English has a word for that.
fn counted(number: impl std::fmt::Display, measure: &str) -> String {
    if measure.is_empty() {
        number.to_string()
    } else {
        format!("{number} {measure}")
    }
}

fn en_target(fact: &FactDef, targets: &Targets, reach: &str) -> String {
    let measure = fact.measure.as_ref().map_or("", |measure| &measure.en);
    match (targets, yearly(targets)) {
        (Targets::Always(number), _) => format!("{reach} {}", counted(number, measure)),
        (_, steps) => {
            let steps = steps.map(|(steps, _)| steps).unwrap_or_default();
            let told: Vec<String> = steps
                .iter()
                .map(|(year, number)| format!("{} from {year}", counted(number, measure)))
                .collect();
            format!("{reach} {}", told.join(", "))
        }
    }
}

fn en_one_of(each: &Each) -> String {
    match each {
        Each::HalfYear => "half-year".to_owned(),
        Each::Quarter => "quarter".to_owned(),
        Each::Month => "month".to_owned(),
        Each::Members(members) => members.of.en.clone(),
    }
}
