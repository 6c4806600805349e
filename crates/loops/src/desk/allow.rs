//! Who may see a case, and who may act on it: the one place that decides.

use access::Subject;
use base::Uuid;

use super::Person;
use crate::LoopDef;
use crate::declare::Who;
use crate::record::case::{Model as Case, With};

/// Whether a person reads the loop's register and answers for this place.
pub(super) fn sees(
    person: &Person,
    def: &LoopDef,
    region: Option<&str>,
    unit: Option<Uuid>,
) -> bool {
    let subject = Subject {
        region,
        unit,
        sector: None,
    };
    person.pass.may(def.register.read_permission, &subject)
}

/// Whether one of these is the person; of a case that is not open yet nobody is holder or opener.
pub(crate) fn any(person: &Person, by: &[Who], case: Option<&Case>) -> bool {
    by.iter().any(|who| match (who, case) {
        (Who::May(permission), _) => person.pass.permits(permission),
        // What knows no region is closed to everybody who is bound to some.
        (Who::MayEverywhere(permission), _) => {
            person.pass.may(permission, &Subject::in_region(None))
        }
        (Who::Holder, Some(case)) => holds(person, case),
        (Who::Opener, Some(case)) => case.opened_by == person.pass.actor().to_string(),
        (Who::Holder | Who::Opener, None) => false,
    })
}

/// Whether the case is with the person.
pub(super) fn holds(person: &Person, case: &Case) -> bool {
    match case.with() {
        With::Nobody => false,
        With::Account(id) => person.pass.is_of(id),
        With::Role(role) => person.role == role,
        With::Organisation(id) => person.pass.organisation() == Some(id),
    }
}

/// Whether the person may hand the case over: who the loop says, and the role that it was escalated
/// to.
pub(super) fn hands_over(person: &Person, def: &LoopDef, case: &Case) -> bool {
    let escalated = case.escalated_to.as_deref() == Some(person.role.as_str());
    escalated || any(person, def.hands_over, Some(case))
}
