//! Terms on a case: when it is due, when its holder is reminded, when somebody further hears of it.

use std::time::Duration;

use base::{Date, Timestamp};
use calendar::{Calendar, CalendarError, date_of};

use crate::LoopError;
use crate::record::case::Model as Case;
use crate::rules::{RuleVersion, TermRule};

/// The day in China.
pub(crate) fn day_of(at: Timestamp) -> Result<Date, LoopError> {
    let day = date_of(at)?.to_string();
    day.parse()
        .map_err(|_| LoopError::Calendar(CalendarError::OutOfRange))
}

/// The moment before a deadline: it lies on the last day, where the deadline lies on the next.
fn before(due: Timestamp) -> Timestamp {
    due.minus(Duration::from_micros(1))
}

/// The last day of a term that is over at `due`.
pub(crate) fn last_day(due: Timestamp) -> Result<Date, LoopError> {
    day_of(before(due))
}

/// How many working days are left after today, up to and including the last day; negative when it is
/// over. None when a year on the way is not known.
pub(crate) fn days_left(calendar: &Calendar, now: Timestamp, due: Timestamp) -> Option<i32> {
    let (today, last) = (date_of(now).ok()?, date_of(before(due)).ok()?);
    calendar.working_days_between(today, last).ok()
}

/// Starts a term on a case.
pub(crate) fn start(
    case: &mut Case,
    calendar: &Calendar,
    (name, rule): (&str, &TermRule),
    now: Timestamp,
) -> Result<(), LoopError> {
    let due = calendar.deadline(now, rule.term, rule.rule)?;
    let remind = match rule.remind_after {
        Some(term) => Some(calendar.deadline(now, term, rule.rule)?),
        None => None,
    };
    end(case);
    case.term = Some(name.to_owned());
    case.due_at = Some(due.into());
    case.remind_at = remind.filter(|at| *at < due).map(Into::into);
    case.settle();
    Ok(())
}

/// Ends the running term.
pub(crate) fn end(case: &mut Case) {
    case.term = None;
    case.due_at = None;
    case.remind_at = None;
    case.overdue_at = None;
    case.escalate_at = None;
    case.escalation = 0;
    case.escalated_to = None;
    case.settle();
}

/// What a clock that struck changes on a case; the verb of the change. `None` when nothing is due.
///
/// An escalation that needs the holidays of an unknown year waits: the case is overdue without it, and
/// every later look tries again.
pub(crate) fn strike(
    case: &mut Case,
    calendar: &Calendar,
    rules: &RuleVersion,
    now: Timestamp,
) -> Result<Option<&'static str>, LoopError> {
    let is_over = |at: Option<store::Time>| at.is_some_and(|at| Timestamp::from(at) <= now);
    let term = case.term.as_deref().and_then(|term| rules.terms.get(term));
    let rung = term.and_then(|term| term.escalate.get(rung_of(case)));
    let verb = if is_over(case.due_at) && case.overdue_at.is_none() {
        case.remind_at = None;
        case.overdue_at = Some(now.into());
        "overdue"
    } else if is_over(case.escalate_at) {
        case.escalated_to = rung.map(|rung| rung.to.to_string());
        case.escalation += 1;
        case.escalate_at = None;
        "escalated"
    } else if case.overdue_at.is_some() && case.escalate_at.is_none() && rung.is_some() {
        case.escalate_at = escalation(case, calendar, term)?;
        case.settle();
        return Ok(Some("scheduled"));
    } else if is_over(case.remind_at) {
        case.remind_at = None;
        "reminded"
    } else {
        return Ok(None);
    };
    let waits = case.overdue_at.is_some() && {
        let next = escalation(case, calendar, term);
        case.escalate_at = next.as_ref().copied().unwrap_or_default();
        next.is_err()
    };
    case.settle();
    if waits {
        case.attend_at = Some(now.into());
    }
    Ok(Some(verb))
}

fn rung_of(case: &Case) -> usize {
    usize::try_from(case.escalation).unwrap_or(usize::MAX)
}

/// When the next rung is reached: each counts from the one before, the first from the deadline.
fn escalation(
    case: &Case,
    calendar: &Calendar,
    term: Option<&TermRule>,
) -> Result<Option<store::Time>, LoopError> {
    let next = rung_of(case);
    let (Some(term), Some(due)) = (term, case.due_at) else {
        return Ok(None);
    };
    if next >= term.escalate.len() {
        return Ok(None);
    }
    let mut at = Timestamp::from(due);
    for rung in term.escalate.iter().take(next + 1) {
        at = calendar.deadline(before(at), rung.after, term.rule)?;
    }
    Ok(Some(at.into()))
}
