//! Taking an action.

use base::{Label, Uuid};
use journal::{Change, ChangeSet, CommitError, Lane};
use register::{Fault, FaultCode, Faults, LedgerError, RegisterDef, Stored};
use serde_json::{Map, Value as Json};

use super::open::{title_of, with_of};
use super::{CaseFile, Cases, Halt, Input, Person, allow, words};
use crate::declare::{Clock, Demand, Facts, Step};
use crate::def::STATE;
use crate::record::case::Model as Case;
use crate::{LoopDef, LoopError, clock};

/// The field under which a missing reason is told.
const REASON: &str = "reason";
const LONGEST_REASON: usize = 500;

impl Cases {
    /// Takes an action on a case. `expected` is the step that the person saw.
    ///
    /// # Errors
    /// [`LoopError`].
    pub async fn act(
        &self,
        person: &Person,
        row: Uuid,
        expected: i64,
        action: &str,
        input: &Input,
    ) -> Result<CaseFile, LoopError> {
        for _ in 0..super::ATTEMPTS {
            match self.acted(person, row, expected, action, input).await {
                Ok((def, case)) => return self.file(person, &def, case).await,
                Err(Halt::Refused(error)) => return Err(error),
                Err(Halt::Again) => tokio::time::sleep(super::BETWEEN_ATTEMPTS).await,
            }
        }
        Err(CommitError::Overloaded.into())
    }

    /// Takes one action on many cases, each by itself; the answers stand in the order of the cases.
    pub async fn act_on_all(
        &self,
        person: &Person,
        cases: &[(Uuid, i64)],
        action: &str,
        input: &Input,
    ) -> Vec<Result<CaseFile, LoopError>> {
        let mut answers = Vec::with_capacity(cases.len());
        for (row, expected) in cases {
            answers.push(self.act(person, *row, *expected, action, input).await);
        }
        answers
    }

    async fn acted(
        &self,
        person: &Person,
        row: Uuid,
        expected: i64,
        action: &str,
        input: &Input,
    ) -> Result<(LoopDef, Case), Halt> {
        let (mut case, def) = self.seen(person, row).await?;
        if case.step != expected {
            return Err(LoopError::Stale(Box::new(self.file(person, &def, case).await?)).into());
        }
        let known = def.action(action).zip(def.step(action));
        let (known, step) = known.ok_or(LoopError::NotFound)?;
        let Some(state) = def.next(&case.state, known.key) else {
            return Err(LoopError::NotNow(Box::new(self.file(person, &def, case).await?)).into());
        };
        if !allow::any(person, step.by, Some(&case)) {
            return Err(LoopError::NotYours.into());
        }
        let action = known.key;
        let facts = self.facts(Some(&case))?;
        let reason = words(input.reason.as_deref());
        let (current, next) = self
            .next_row(
                &def,
                (row, action, state),
                step,
                (&input.values, reason.as_deref()),
                &facts,
            )
            .await?;
        self.check_evidence(&def, step, row).await?;
        case.title = title_of(def.register, &next);
        case.step += 1;
        case.reason = reason;
        if case.state != state {
            case.state = state.to_owned();
            let holder = def.holder(&next.values, state)?;
            case.hand_to(&with_of(holder, &case));
        }
        match step.clock {
            Clock::Keeps => {}
            Clock::Starts(term) => self.start_term(&def, &mut case, term, facts.now)?,
            Clock::Ends => clock::end(&mut case),
        }
        if def.is_end(state) {
            clock::end(&mut case);
            case.closed_at = Some(facts.now.into());
        }
        let ledger = self.ledger(def.register);
        let set = ChangeSet::new(Lane::Dispatch, person.pass.actor());
        let mut set = ledger
            .put(set, (&next, Some(&current)), action, facts.now)
            .await?
            .with(Change::of(&case, "acted", facts.now)?);
        set = effects_of(self, &def, (&next, action, &facts), set).await?;
        set = self
            .issued(person, &def, (&case, &next), step, &facts, set)
            .await?;
        match self.submit(set).await {
            Err(Halt::Refused(LoopError::Commit(CommitError::Duplicate))) => {
                Err(self.taken(&ledger, &next).await)
            }
            Err(halt) => Err(halt),
            Ok(()) => {
                case.version += 1;
                Ok((def, case))
            }
        }
    }

    /// The row as it stands, and as the action leaves it, checked.
    async fn next_row(
        &self,
        def: &LoopDef,
        (row, action, state): (Uuid, &'static str, &'static str),
        step: Step,
        (given, reason): (&Map<String, Json>, Option<&str>),
        facts: &Facts,
    ) -> Result<(Stored, Stored), LoopError> {
        let ledger = self.ledger(def.register);
        let current = ledger.get(row).await?.ok_or(LoopError::NotFound)?;
        if let Some(refusal) = def.refuses(&current.values, action, facts)? {
            return Err(LoopError::Refused(refusal));
        }
        let faults = asked(def.register, step, given, reason);
        let stands = &current.values;
        let mut values = ledger.input_of(stands, stands);
        values.extend(given.clone());
        // A mask that comes back is no value.
        values = ledger.keeping_covered(&current, values).await?;
        values.insert(STATE.to_owned(), Json::from(state));
        if let (true, Ok(read)) = (faults.is_empty(), ledger.read(stands, &values)) {
            values = ledger.input_of(stands, &def.apply(&read, action, facts)?);
        }
        let next = ledger.prepare_next(row, current.version, &values).await;
        let next = with_faults(next, faults, step)?;
        Ok((current, next))
    }

    async fn check_evidence(&self, def: &LoopDef, step: Step, row: Uuid) -> Result<(), LoopError> {
        let demanded = step.evidence == Demand::Needed;
        if let Some(evidence) = self.house().evidence.as_ref().filter(|_| demanded)
            && evidence.count(def.key(), row).await? == 0
        {
            return Err(LoopError::EvidenceMissing);
        }
        Ok(())
    }
}

/// What is missing or not asked for.
pub(super) fn asked(
    def: &RegisterDef,
    step: Step,
    given: &Map<String, Json>,
    reason: Option<&str>,
) -> Faults {
    let mut faults = Faults::new();
    for name in given.keys() {
        let known = step
            .asks
            .iter()
            .chain(step.takes)
            .any(|field| field == name);
        if !known {
            let message = Label::new("此操作不填写这一项", "this action does not ask for it");
            faults.add(Fault::new(name, FaultCode::UnknownField, message));
        }
    }
    let required = Label::new("此项必填", "this field is required");
    for name in step.asks.iter().filter(|name| def.field(name).is_some()) {
        let empty = |value: &Json| {
            value.is_null()
                || value.as_str().is_some_and(|text| text.trim().is_empty())
                || value.as_array().is_some_and(Vec::is_empty)
        };
        if given.get(*name).is_none_or(empty) {
            faults.add(Fault::new(*name, FaultCode::Required, required));
        }
    }
    match reason {
        None if step.reason == Demand::Needed => {
            faults.add(Fault::new(REASON, FaultCode::Required, required));
        }
        Some(text) if text.chars().count() > LONGEST_REASON => {
            let message = Label::new("不超过500个字", "write at most 500 characters");
            faults.add(Fault::new(REASON, FaultCode::TooLong, message));
        }
        _ => {}
    }
    faults
}

/// The prepared row, or what is wrong with it together with what was found before.
pub(super) fn with_faults(
    prepared: Result<Stored, LedgerError>,
    mut faults: Faults,
    step: Step,
) -> Result<Stored, LoopError> {
    match prepared {
        Ok(row) if faults.is_empty() => Ok(row),
        Ok(_) => Err(LoopError::Faults(faults)),
        Err(LedgerError::Faults(more)) => {
            // What people do not fill in is not complained of while what they fill in is wrong.
            let asked = |field: &str| step.asks.iter().chain(step.takes).any(|one| *one == field);
            let alone = faults.is_empty();
            for fault in more.iter() {
                if !faults.is_at(&fault.field) && (alone || asked(&fault.field)) {
                    faults.add(fault.clone());
                }
            }
            Err(LoopError::Faults(faults))
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds what an action changes in rows of other registers.
pub(super) async fn effects_of(
    cases: &Cases,
    def: &LoopDef,
    (row, action, facts): (&Stored, &'static str, &Facts),
    mut set: ChangeSet,
) -> Result<ChangeSet, Halt> {
    for effect in def.effects(&row.values, action, facts)?.0 {
        let register = effect.register;
        let ledger = cases.ledger(register);
        let Some(current) = ledger.get(effect.row).await? else {
            continue;
        };
        let values = (effect.amend)(&current.values)?;
        if values == current.values {
            continue;
        }
        let values = ledger.input_of(&current.values, &values);
        let next = match ledger
            .prepare_next(effect.row, current.version, &values)
            .await
        {
            Ok(next) => next,
            Err(LedgerError::Conflict { .. }) => return Err(Halt::Again),
            Err(LedgerError::Faults(faults)) => {
                return Err(Halt::Refused(LoopError::Effect {
                    register: register.key,
                    label: register.label,
                    faults,
                }));
            }
            Err(error) => return Err(error.into()),
        };
        set = ledger
            .put(set, (&next, Some(&current)), effect.verb, facts.now)
            .await?;
    }
    Ok(set)
}
