//! One condition held against its fact: met, missed, open; and how often, where it is counted.

use super::Sight;
use super::step::{Asked, Compared, Role, Step, Times, Verdict};
use crate::facts::{Known, Member, Reference, Single, Unknown, Value};
use crate::{Condition, FromNought, Number, Test};

/// What came out of one condition.
pub(crate) struct Judged {
    /// For all of its fact.
    pub(crate) whole: Verdict,
    /// For each of those that the fact consists of; none where it is not known which there are.
    pub(crate) members: Option<Vec<(String, Verdict)>>,
    /// How many events there were.
    pub(crate) events: Times,
    /// How.
    pub(crate) steps: Vec<Step>,
}

/// Judges a condition in the year of `sight`.
pub(crate) fn judge(sight: &Sight<'_>, condition: &Condition) -> Judged {
    judge_known(sight, condition, sight.known(&condition.fact))
}

fn judge_known(sight: &Sight<'_>, condition: &Condition, known: Known) -> Judged {
    let Some(asked) = asked(condition, sight.year) else {
        return Judged {
            whole: Verdict::NotDue,
            members: Some(Vec::new()),
            events: Times::default(),
            steps: vec![Step::NotDue {
                fact: condition.fact.clone(),
                from: condition.first_year(),
            }],
        };
    };
    let look = Look {
        condition,
        asked,
        known,
        exemption: exemption(sight, condition),
    };
    let mut judged = match &look.known.value {
        Ok(Value::Each(members)) if !members.is_empty() => look.each(members),
        Ok(Value::One(single)) => look.one(None, &Ok(single.clone()), &look.known.sources),
        Ok(Value::Each(_)) => look.nobody_knows(&Unknown::MemberMissing),
        Err(why) => look.nobody_knows(why),
    };
    if let Some(exemption) = look.exemption {
        judged
            .steps
            .extend(exemption.steps.into_iter().map(as_exemption));
    }
    judged
}

fn asked(condition: &Condition, year: i32) -> Option<Asked> {
    if !condition.is_asked_in(year) {
        return None;
    }
    Some(match &condition.is {
        Test::Yes => Asked::Yes,
        Test::AtLeast(targets) => Asked::AtLeast(targets.in_year(year)?),
        Test::AtMost(targets) => Asked::AtMost(targets.in_year(year)?),
        Test::Falls(nought) => Asked::Falls(*nought),
        Test::None => Asked::None,
    })
}

/// The exemption of a condition, where anybody claimed one; of those that it consists of, the ones that
/// somebody spoke of.
fn exemption(sight: &Sight<'_>, condition: &Condition) -> Option<Judged> {
    let exempt = condition.exempt.as_deref()?;
    let mut known = sight.known(&exempt.fact);
    let mut claimed = known.heard_of && exempt.is_asked_in(sight.year);
    if let Ok(Value::Each(members)) = &mut known.value {
        members.retain(|member| member.value != Err(Unknown::MemberMissing));
        claimed &= !members.is_empty();
    }
    claimed.then(|| judge_known(sight, exempt, known))
}

fn as_exemption(step: Step) -> Step {
    match step {
        Step::Compared(compared) => Step::Compared(Compared {
            role: Role::Exemption,
            ..compared
        }),
        other => other,
    }
}

impl Sight<'_> {
    /// A fact, the area's own or the city's.
    pub(crate) fn known(&self, fact: &str) -> Known {
        let own = self.areas.get(self.at).and_then(|(_, own)| own.get(fact));
        let known = own.or_else(|| self.city.get(fact)).cloned();
        known.unwrap_or(Known {
            value: Err(Unknown::NotEntered),
            before: None,
            sources: Vec::new(),
            heard_of: false,
        })
    }
}

struct Look<'l> {
    condition: &'l Condition,
    asked: Asked,
    known: Known,
    exemption: Option<Judged>,
}

impl Look<'_> {
    fn each(&self, members: &[Member]) -> Judged {
        let mut judged = Judged {
            whole: Verdict::Met,
            members: None,
            events: Times::default(),
            steps: Vec::new(),
        };
        let mut named = Vec::new();
        for member in members {
            let sources: Vec<Reference> =
                [self.known.sources.as_slice(), member.sources.as_slice()].concat();
            let one = self.one(Some(&member.name), &member.value, &sources);
            named.push((member.name.clone(), one.whole));
            judged.events = judged.events.plus(one.events);
            judged.steps.extend(one.steps);
        }
        judged.whole = Verdict::together(named.iter().map(|(_, verdict)| *verdict));
        judged.members = Some(named);
        judged
    }

    fn nobody_knows(&self, why: &Unknown) -> Judged {
        self.one(None, &Err(why.clone()), &self.known.sources)
    }

    /// Judges one value, of the whole or of a member.
    fn one(
        &self,
        member: Option<&String>,
        found: &Result<Single, Unknown>,
        sources: &[Reference],
    ) -> Judged {
        let before = self.before();
        let bare = found.as_ref().map_or(Verdict::Open, |single| {
            compare(self.asked, single, before.as_ref())
        });
        let verdict = self.after_exemption(member, bare);
        let compared = Compared {
            fact: self.condition.fact.clone(),
            member: member.cloned(),
            role: Role::Condition,
            found: found.clone(),
            before,
            asked: self.asked,
            verdict,
            sources: sources.to_vec(),
        };
        Judged {
            whole: verdict,
            members: None,
            events: events(found, verdict),
            steps: vec![Step::Compared(compared)],
        }
    }

    fn before(&self) -> Option<Result<Number, Unknown>> {
        let Asked::Falls(_) = self.asked else {
            return None;
        };
        let before = self.known.before.clone();
        Some(before.unwrap_or(Err(Unknown::NoYearBefore)))
    }

    fn after_exemption(&self, member: Option<&String>, bare: Verdict) -> Verdict {
        let Some(exemption) = &self.exemption else {
            return bare;
        };
        // One by one it exempts who is named in it, and nothing as a whole.
        let exempt = exemption
            .members
            .as_ref()
            .map_or(exemption.whole, |members| {
                let named = members.iter().find(|(name, _)| Some(name) == member);
                named.map_or(Verdict::Missed, |(_, verdict)| *verdict)
            });
        match (exempt, bare) {
            (Verdict::Met | Verdict::Exempt, _) => Verdict::Exempt,
            (Verdict::Open, Verdict::Missed) => Verdict::Open,
            _ => bare,
        }
    }
}

fn compare(asked: Asked, single: &Single, before: Option<&Result<Number, Unknown>>) -> Verdict {
    let met = match (asked, single) {
        (Asked::Yes, Single::Yes(yes)) => *yes,
        (Asked::AtLeast(target), Single::Number(number)) => *number >= target,
        (Asked::AtMost(target), Single::Number(number)) => *number <= target,
        (Asked::None, Single::Events(events)) => events.is_empty(),
        (Asked::Falls(nought), Single::Number(number)) => match before {
            Some(Ok(before)) => fell(*before, *number, nought),
            _ => return Verdict::Open,
        },
        // Reading a scheme lets no test stand that its fact cannot answer.
        _ => return Verdict::Open,
    };
    if met { Verdict::Met } else { Verdict::Missed }
}

fn fell(before: Number, now: Number, nought: FromNought) -> bool {
    let still_nought = before == Number::ZERO && now == Number::ZERO;
    now < before || (still_nought && nought == FromNought::CountsAsFallen)
}

/// How many events count, once it is known whether they are exempted.
fn events(found: &Result<Single, Unknown>, verdict: Verdict) -> Times {
    let happened = match found {
        Ok(Single::Events(events)) => {
            Times::exactly(u64::try_from(events.len()).unwrap_or(u64::MAX))
        }
        Ok(_) => Times::default(),
        Err(_) => Times::UNBOUNDED,
    };
    match verdict {
        Verdict::Missed => happened,
        Verdict::Open => Times {
            least: 0,
            ..happened
        },
        Verdict::Met | Verdict::Exempt | Verdict::NotDue => Times::default(),
    }
}
