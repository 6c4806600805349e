//! 移交 handing a case to somebody else, and who can be handed it.

use access::{Identity, Role, account};
use base::Uuid;
use journal::{Change, ChangeSet, CommitError, Lane};
use register::{Query, Value};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{CaseFile, Cases, Halt, Person, Receiver, allow, words};
use crate::record::case::{Model as Case, With};
use crate::{LoopDef, LoopError};

/// The register of organisations.
const ORGANISATION: &str = "organisation";
/// So many organisations are offered; a search narrows them.
const OFFERED: u64 = 20;

impl Cases {
    /// Hands a case over, with a reason.
    ///
    /// # Errors
    /// [`LoopError::NoReceiver`] when nobody of this name reads the loop's cases there; otherwise as
    /// [`Cases::act`].
    pub async fn hand_over(
        &self,
        person: &Person,
        row: Uuid,
        expected: i64,
        to: &With,
        reason: &str,
    ) -> Result<CaseFile, LoopError> {
        for _ in 0..super::ATTEMPTS {
            match self.handed(person, row, expected, to, reason).await {
                Ok((def, case)) => return self.file(person, &def, case).await,
                Err(Halt::Refused(error)) => return Err(error),
                Err(Halt::Again) => tokio::time::sleep(super::BETWEEN_ATTEMPTS).await,
            }
        }
        Err(CommitError::Overloaded.into())
    }

    async fn handed(
        &self,
        person: &Person,
        row: Uuid,
        expected: i64,
        to: &With,
        reason: &str,
    ) -> Result<(LoopDef, Case), Halt> {
        let (mut case, def) = self.seen(person, row).await?;
        if case.step != expected {
            return Err(LoopError::Stale(Box::new(self.file(person, &def, case).await?)).into());
        }
        if case.closed_at.is_some() {
            return Err(LoopError::NotNow(Box::new(self.file(person, &def, case).await?)).into());
        }
        if !allow::hands_over(person, &def, &case) {
            return Err(LoopError::NotYours.into());
        }
        let step = crate::Step::by(&[]).with_reason();
        let reason = words(Some(reason));
        let nothing = serde_json::Map::new();
        let faults = super::act::asked(def.register, step, &nothing, reason.as_deref());
        if !faults.is_empty() {
            return Err(LoopError::Faults(faults).into());
        }
        if *to == case.with() || !self.can_take(&def, &case, to).await? {
            return Err(LoopError::NoReceiver.into());
        }
        let now = self.now();
        case.hand_to(to);
        case.step += 1;
        case.reason = reason;
        let change = Change::of(&case, "handed_over", now)?;
        let set = ChangeSet::new(Lane::Dispatch, person.pass.actor()).with(change);
        self.submit(set).await?;
        case.version += 1;
        Ok((def, case))
    }

    async fn can_take(&self, def: &LoopDef, case: &Case, to: &With) -> Result<bool, LoopError> {
        Ok(match to {
            With::Nobody => false,
            With::Role(role) => reads(*role, def),
            With::Organisation(id) => {
                let organisations = self.house().catalogue.get(ORGANISATION);
                match organisations {
                    Some(register) => {
                        let found = self.ledger(register).get(*id).await?;
                        found.is_some_and(|row| row.retired_at.is_none())
                    }
                    None => false,
                }
            }
            With::Account(id) => {
                let found = account::Entity::find_by_id(*id)
                    .one(self.journal().store().reader())
                    .await?;
                found.is_some_and(|account| takes(account, def, case).is_some())
            }
        })
    }

    /// Who can be handed a case: roles, people who read it, organisations; `search` narrows by name.
    ///
    /// # Errors
    /// [`LoopError::NotFound`], or the database's refusal.
    pub async fn receivers(
        &self,
        person: &Person,
        row: Uuid,
        search: Option<&str>,
        language: base::Language,
    ) -> Result<Vec<Receiver>, LoopError> {
        let (case, def) = self.seen(person, row).await?;
        let search = words(search);
        let fits = |name: &str| search.as_deref().is_none_or(|words| name.contains(words));
        let roles = Role::ALL.into_iter().filter(|role| role.is_for_people());
        let mut all: Vec<Receiver> = roles
            .filter(|role| reads(*role, &def))
            .map(|role| Receiver {
                with: With::Role(role),
                name: role.label().text(language).to_owned(),
                role: None,
            })
            .collect();
        let accounts = account::Entity::find()
            .filter(account::Column::Disabled.eq(false))
            .order_by_asc(account::Column::DisplayName)
            .all(self.journal().store().reader())
            .await?;
        all.extend(
            accounts
                .into_iter()
                .filter_map(|account| takes(account, &def, &case)),
        );
        all.retain(|one| fits(&one.name) && one.with != case.with());
        if let Some(register) = self.house().catalogue.get(ORGANISATION) {
            let query = Query {
                search: search.clone(),
                limit: OFFERED,
                ..Query::default()
            };
            let page = self.ledger(register).list(&query).await?;
            let named = page.rows.iter().map(|row| Receiver {
                with: With::Organisation(row.id),
                name: row
                    .value(register, register.title)
                    .and_then(Value::as_text)
                    .unwrap_or_default()
                    .to_owned(),
                role: None,
            });
            all.extend(named.filter(|one| one.with != case.with()));
        }
        Ok(all)
    }
}

/// Whether a role takes part in the loop's cases.
fn reads(role: Role, def: &LoopDef) -> bool {
    access::permits(role, def.register.read_permission)
        && access::permits(role, access::permission::CASE_ACT)
}

/// The account as a receiver, if it reads this case.
fn takes(account: account::Model, def: &LoopDef, case: &Case) -> Option<Receiver> {
    if account.disabled {
        return None;
    }
    let identity = Identity::try_from(account).ok()?;
    let person = Person {
        pass: identity.pass,
        role: identity.role,
    };
    let may =
        reads(person.role, def) && allow::sees(&person, def, case.region.as_deref(), case.unit);
    may.then_some(Receiver {
        with: With::Account(identity.account),
        name: identity.display_name,
        role: Some(identity.role),
    })
}
