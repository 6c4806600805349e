//! What people do with cases: open, act, hand over, comment, link, look into the inbox.

mod act;
pub(crate) mod allow;
mod files;
mod hand_over;
mod inbox;
mod issue;
mod open;
mod story;
mod take_over;
mod talk;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use access::{Bearer, Pass, Role};
use base::{Label, Timestamp, Uuid};
use calendar::Calendar;
use journal::{ChangeSet, CommitError, Journal};
use register::{Author, Catalogue, Ledger, LedgerError, RegisterDef};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value as Json};

use crate::declare::Facts;
use crate::record::case::{self, Model as Case};
use crate::rules::{RuleBook, RuleVersion, RulesError, Words};
use crate::{Addresses, Evidence, LoopDef, LoopError, Press, clock};

pub use inbox::{Counts, Filter, Inbox};
pub use story::StoryItem;
pub use take_over::{PastCase, TakenOver};
pub use talk::Linked;

/// Who acts.
#[derive(Clone, Debug)]
pub struct Person {
    /// What they may do, and where.
    pub pass: Pass,
    /// Their role.
    pub role: Role,
}

impl Person {
    /// Their account; none for a machine.
    #[must_use]
    pub const fn account(&self) -> Option<Uuid> {
        match self.pass.bearer() {
            Bearer::Account(id) => Some(id),
            _ => None,
        }
    }
}

/// What people hand over with an action.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Fields of the register.
    pub values: Map<String, Json>,
    /// Why, in words.
    pub reason: Option<String>,
}

/// A case with what the person who asks may do with it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// The actions that its state and the person allow.
    pub offers: Vec<Offer>,
    /// Whether the person may hand it over.
    pub hands_over: bool,
    /// Working days left until it is due; none when nothing runs or the calendar ends before.
    pub days_left: Option<i32>,
}

/// An action that can be taken.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// The action.
    pub action: &'static str,
    /// What stands against it now.
    pub refusal: Option<Label>,
}

/// Somebody who can be handed a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// Who.
    pub with: case::With,
    /// What they are called.
    pub name: String,
    /// Their role, of accounts.
    pub role: Option<Role>,
}

/// What the loops stand on.
#[derive(Clone)]
pub struct House {
    /// The journal.
    pub journal: Journal,
    /// All registers.
    pub catalogue: Arc<Catalogue>,
    /// The loops.
    pub loops: Vec<LoopDef>,
    /// The holidays.
    pub calendar: Arc<Calendar>,
    /// The loops' rules.
    pub rules: Arc<RuleBook>,
    /// Who prints.
    pub press: Arc<dyn Press>,
    /// Who knows addresses.
    pub addresses: Arc<dyn Addresses>,
    /// Who knows attachments. Without it no action asks for evidence.
    pub evidence: Option<Arc<dyn Evidence>>,
}

/// The cases of all loops; cheap to clone.
#[derive(Clone)]
pub struct Cases {
    house: Arc<House>,
    loops: Arc<BTreeMap<&'static str, LoopDef>>,
}

/// How often, and how far apart, an act looks anew when something moved under it: a reminder, a
/// number that somebody took, a row that follows from it. The journal answers a conflict before the
/// winner is on disk.
const ATTEMPTS: u32 = 100;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(5);

/// How an attempt ended without being done.
enum Halt {
    /// Something moved: look again.
    Again,
    /// It is refused.
    Refused(LoopError),
}

impl<E: Into<LoopError>> From<E> for Halt {
    fn from(error: E) -> Self {
        match error.into() {
            LoopError::Ledger(LedgerError::Conflict { .. }) => Self::Again,
            error => Self::Refused(error),
        }
    }
}

impl Cases {
    /// The loops of a house.
    ///
    /// # Errors
    /// [`RulesError`] when the pack lacks what a loop names.
    pub fn new(house: House) -> Result<Self, RulesError> {
        for def in &house.loops {
            house.rules.fits(def)?;
        }
        let loops = house.loops.iter().map(|def| (def.key(), *def)).collect();
        Ok(Self {
            house: Arc::new(house),
            loops: Arc::new(loops),
        })
    }

    /// All loops.
    pub fn loops(&self) -> impl Iterator<Item = &LoopDef> {
        self.loops.values()
    }

    /// The loop of this key.
    #[must_use]
    pub fn of_key(&self, key: &str) -> Option<&LoopDef> {
        self.loops.get(key)
    }

    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.house.journal
    }

    pub(crate) fn house(&self) -> &House {
        &self.house
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.house.journal.clock().now()
    }

    fn ledger(&self, def: &'static RegisterDef) -> Ledger {
        let catalogue = Arc::clone(&self.house.catalogue);
        Ledger::new(def, self.house.journal.clone(), catalogue)
    }

    fn author(person: &Person) -> Author {
        Author::person(person.pass.actor())
    }

    /// The loop of a case.
    pub(crate) fn def_of(&self, case: &Case) -> Result<&LoopDef, LoopError> {
        self.of_key(&case.loop_key).ok_or(LoopError::NotFound)
    }

    /// The rules that a case opened under.
    pub(crate) fn rules_of(&self, def: &LoopDef, case: &Case) -> Result<&RuleVersion, LoopError> {
        let found = self.house.rules.version(def.key(), &case.rule);
        found.ok_or_else(|| LoopError::RulesLack {
            key: def.key(),
            version: case.rule.clone(),
            name: case.rule.clone(),
        })
    }

    pub(crate) async fn find(&self, row: Uuid) -> Result<Option<Case>, LoopError> {
        let found = case::Entity::find()
            .filter(case::Column::Row.eq(row))
            .one(self.house.journal.store().reader())
            .await?;
        Ok(found)
    }

    /// The case, if the person may read its register and answers for its place.
    async fn seen(&self, person: &Person, row: Uuid) -> Result<(Case, LoopDef), LoopError> {
        let case = self.find(row).await?.ok_or(LoopError::NotFound)?;
        let def = *self.def_of(&case)?;
        if allow::sees(person, &def, case.region.as_deref(), case.unit) {
            Ok((case, def))
        } else {
            Err(LoopError::NotFound)
        }
    }

    /// A case with what the person may do.
    ///
    /// # Errors
    /// [`LoopError::NotFound`], or the database's refusal.
    pub async fn case(&self, person: &Person, row: Uuid) -> Result<CaseFile, LoopError> {
        let (case, def) = self.seen(person, row).await?;
        self.file(person, &def, case).await
    }

    async fn file(
        &self,
        person: &Person,
        def: &LoopDef,
        case: Case,
    ) -> Result<CaseFile, LoopError> {
        let stored = self.ledger(def.register).get(case.row).await?;
        let stored = stored.ok_or(LoopError::NotFound)?;
        let facts = self.facts(Some(&case))?;
        let mut offers = Vec::new();
        for action in def.actions {
            let fits = def.next(&case.state, action.key).is_some();
            let step = def.step(action.key).filter(|_| fits);
            if step.is_some_and(|step| allow::any(person, step.by, Some(&case))) {
                offers.push(Offer {
                    action: action.key,
                    refusal: def.refuses(&stored.values, action.key, &facts)?,
                });
            }
        }
        Ok(CaseFile {
            hands_over: case.closed_at.is_none() && allow::hands_over(person, def, &case),
            days_left: self.days_left(&case),
            case,
            offers,
        })
    }

    /// What the running term of a case is called.
    #[must_use]
    pub fn term_label(&self, case: &Case) -> Option<&Words> {
        let rules = self.house.rules.version(&case.loop_key, &case.rule)?;
        rules
            .terms
            .get(case.term.as_deref()?)
            .map(|term| &term.label)
    }

    /// Working days left until a case is due; none when nothing runs or the calendar ends before.
    #[must_use]
    pub fn days_left(&self, case: &Case) -> Option<i32> {
        let due = case.due_at?;
        clock::days_left(&self.house.calendar, self.now(), due.into())
    }

    fn facts(&self, case: Option<&Case>) -> Result<Facts, LoopError> {
        let now = self.now();
        let due = case.and_then(|case| case.due_at).map(Timestamp::from);
        Ok(Facts {
            now,
            today: clock::day_of(now)?,
            overdue: due.is_some_and(|due| due <= now),
        })
    }

    /// Writes a set. What moved meanwhile means another look; `Duplicate` is the caller's to explain.
    async fn submit(&self, set: ChangeSet) -> Result<(), Halt> {
        match self.house.journal.submit(set).await {
            Ok(_) => Ok(()),
            Err(CommitError::Conflict { .. }) => Err(Halt::Again),
            Err(error) => Err(error.into()),
        }
    }
}

/// A text of people, trimmed; none when nothing is left.
fn words(text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(text.to_owned())
}
