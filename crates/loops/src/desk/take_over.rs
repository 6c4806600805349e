//! 接续 cases of the past: what an older system, or a demonstration, brings along. Each step is written as it
//! would have been taken, by who took it, many cases in one change set.
//!
//! Invariants: what a case says is checked as if it were opened today; an action follows only where its loop
//! lets it. What is over needs no reminding and no paper: no term is started, no evidence asked, nothing
//! printed, and nothing follows elsewhere.

use base::Uuid;
use journal::{Actor, Change, ChangeSet, CommitError};
use register::{Author, Ledger, Stored, Value};
use serde_json::{Map, Value as Json};

use super::open::with_of;
use super::{Cases, Halt};
use crate::declare::Facts;
use crate::def::STATE;
use crate::record::case::Model as Case;
use crate::{LoopDef, LoopError};

/// Cases of one change set: some hundred keep other writers quick.
const SOME: usize = 250;

/// A case of the past.
#[derive(Clone, Debug)]
pub struct PastCase {
    /// What it was opened with.
    pub values: Map<String, Json>,
    /// How many of the actions it took after it was opened.
    pub steps: usize,
}

/// A case that was taken over.
#[derive(Clone, Debug)]
pub struct TakenOver {
    /// Its row.
    pub row: Uuid,
    /// The row's region.
    pub region: Option<String>,
}

impl Cases {
    /// Takes over cases of a loop in their order: opened by `opener`, then moved on by these actions, each case
    /// as far as it came.
    ///
    /// # Errors
    /// [`LoopError`]; what was written before it stays.
    pub async fn take_over(
        &self,
        key: &str,
        opener: &Author,
        then: &[(Actor, &str)],
        past: &[PastCase],
    ) -> Result<Vec<TakenOver>, LoopError> {
        let def = *self.of_key(key).ok_or(LoopError::NotFound)?;
        let mut all = Vec::with_capacity(past.len());
        for some in past.chunks(SOME) {
            all.extend(self.taken_over(&def, opener, then, some).await?);
        }
        Ok(all)
    }

    async fn taken_over(
        &self,
        def: &LoopDef,
        opener: &Author,
        then: &[(Actor, &str)],
        past: &[PastCase],
    ) -> Result<Vec<TakenOver>, LoopError> {
        let (ledger, facts) = (self.ledger(def.register), self.facts(None)?);
        let mut open: Vec<(usize, Case, Stored)> = Vec::with_capacity(past.len());
        let mut set = ChangeSet::new(opener.lane, opener.actor.clone());
        for one in past {
            let (case, row) = self
                .begun(def, &ledger, opener, &one.values, &facts)
                .await?;
            set = ledger
                .put(set, (&row, None), def.opening.0, facts.now)
                .await?;
            set = set.with(Change::of(&case, "opened", facts.now)?);
            open.push((one.steps, case, row));
        }
        self.written(set).await?;
        for (_, case, _) in &mut open {
            case.version += 1;
        }
        for (at, (actor, action)) in then.iter().enumerate() {
            let mut set = ChangeSet::new(opener.lane, actor.clone());
            for (_, case, row) in open.iter_mut().filter(|(steps, ..)| *steps > at) {
                let (verb, next) = moved_on(def, case, row, action, &facts)?;
                set = ledger
                    .put(set, (&next, Some(&*row)), verb, facts.now)
                    .await?;
                set = set.with(Change::of(&*case, "acted", facts.now)?);
                case.version += 1;
                *row = next;
            }
            if !set.is_empty() {
                self.written(set).await?;
            }
        }
        let taken = open.into_iter().map(|(_, case, row)| TakenOver {
            row: row.id,
            region: case.region,
        });
        Ok(taken.collect())
    }

    async fn begun(
        &self,
        def: &LoopDef,
        ledger: &Ledger,
        opener: &Author,
        given: &Map<String, Json>,
        facts: &Facts,
    ) -> Result<(Case, Stored), LoopError> {
        let (action, state) = def.opening;
        let mut values = self.inherited(ledger, def, given).await?;
        values.insert(STATE.to_owned(), Json::from(state));
        if let Ok(read) = ledger.read(&[], &values) {
            values = ledger.input_of(&[], &def.apply(&read, action, facts)?);
        }
        let row = ledger.prepare_new(opener, &values).await?;
        let rules = self.house().rules.on(def.key(), facts.today);
        let rules = rules.ok_or(LoopError::NoRules {
            key: def.key(),
            day: facts.today,
        })?;
        let mut case = self.case_of(def, &row, &opener.actor, &rules.version, facts);
        let holder = def.holder(&row.values, state)?;
        case.hand_to(&with_of(holder, &case));
        case.settle();
        Ok((case, row))
    }

    async fn written(&self, set: ChangeSet) -> Result<(), LoopError> {
        self.submit(set).await.map_err(|halt| match halt {
            Halt::Again => CommitError::Overloaded.into(),
            Halt::Refused(error) => error,
        })
    }
}

/// The row as the action leaves it, and the action's own key; the case is moved along.
fn moved_on(
    def: &LoopDef,
    case: &mut Case,
    row: &Stored,
    action: &str,
    facts: &Facts,
) -> Result<(&'static str, Stored), LoopError> {
    let action = def.action(action).ok_or(LoopError::NotFound)?.key;
    let state = def.next(&case.state, action).ok_or(LoopError::NotFound)?;
    let mut values = row.values.clone();
    if let Some(value) = def
        .register
        .field(STATE)
        .and_then(|(at, _)| values.get_mut(at))
    {
        *value = Value::Text(state.to_owned());
    }
    let next = Stored {
        version: row.version + 1,
        values: def.apply(&values, action, facts)?,
        ..row.clone()
    };
    case.step += 1;
    state.clone_into(&mut case.state);
    let holder = def.holder(&next.values, state)?;
    case.hand_to(&with_of(holder, case));
    if def.is_end(state) {
        case.closed_at = Some(facts.now.into());
    }
    case.settle();
    Ok((action, next))
}
