//! 待办 the inbox: what is asked of a person, of their role and of their organisation, the most urgent
//! first.
//!
//! The order is the deadline's; a case without one comes last. It is not a list of closed cases: that
//! is the register's.

use access::{Knows, Narrowing};
use base::Uuid;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use super::{Cases, Person};
use crate::LoopError;
use crate::record::case::{self, Column, Entity, With};

/// Which cases an inbox shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inbox {
    /// All that is asked of the person: by themselves, their role, their organisation, or because it
    /// was escalated to their role.
    #[default]
    Asked,
    /// With the person alone.
    Mine,
    /// With their role.
    Role,
    /// With their organisation.
    Organisation,
    /// Escalated to their role.
    Escalated,
    /// Opened by the person and not closed.
    Opened,
    /// Every open case that the person may read, whoever it is with.
    All,
}

/// What narrows an inbox.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Which cases.
    pub inbox: Inbox,
    /// Of this loop alone.
    pub key: Option<String>,
    /// Overdue ones alone.
    pub overdue: bool,
}

/// How many cases are asked of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub asked: u64,
    /// Those that are overdue.
    pub overdue: u64,
    /// All that are overdue and that the person may read, whoever they are with.
    pub all_overdue: u64,
}

impl Cases {
    /// A page of an inbox: `limit + 1` cases where there are more. `after` is the deadline key and the
    /// id of the last case of the page before.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn inbox(
        &self,
        person: &Person,
        filter: &Filter,
        limit: u64,
        after: Option<(i64, Uuid)>,
    ) -> Result<Vec<case::Model>, LoopError> {
        let Some(mut select) = self.asked_of(person, filter) else {
            return Ok(Vec::new());
        };
        if let Some((due, id)) = after {
            let behind = Condition::any().add(Column::DueKey.gt(due)).add(
                Condition::all()
                    .add(Column::DueKey.eq(due))
                    .add(Column::Id.gt(id)),
            );
            select = select.filter(behind);
        }
        let found = select
            .order_by_asc(Column::DueKey)
            .order_by_asc(Column::Id)
            .limit(limit + 1)
            .all(self.journal().store().reader())
            .await?;
        Ok(found)
    }

    /// How much is asked of a person now.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn counts(&self, person: &Person) -> Result<Counts, LoopError> {
        let count = async |inbox, overdue| {
            let key = None;
            let filter = Filter {
                inbox,
                key,
                overdue,
            };
            match self.asked_of(person, &filter) {
                Some(select) => select.count(self.journal().store().reader()).await,
                None => Ok(0),
            }
        };
        Ok(Counts {
            asked: count(Inbox::Asked, false).await?,
            overdue: count(Inbox::Asked, true).await?,
            all_overdue: count(Inbox::All, true).await?,
        })
    }

    /// The question; none when the answer is nothing.
    fn asked_of(&self, person: &Person, filter: &Filter) -> Option<Select<Entity>> {
        let readable: Vec<&str> = self
            .loops()
            .filter(|def| person.pass.permits(def.register.read_permission))
            .map(crate::LoopDef::key)
            .filter(|key| filter.key.as_deref().is_none_or(|wanted| wanted == *key))
            .collect();
        let narrowing = person.pass.scope().narrowing(Knows {
            region: true,
            unit: true,
            sector: false,
        });
        let Narrowing::Within { regions, units, .. } = narrowing else {
            return None;
        };
        if readable.is_empty() {
            return None;
        }
        let mut select = Entity::find()
            .filter(Column::ClosedAt.is_null())
            .filter(Column::LoopKey.is_in(readable))
            .filter(of(person, filter.inbox));
        if !regions.is_empty() {
            let inside = regions.iter().fold(Condition::any(), |any, region| {
                any.add(Column::Region.starts_with(region.as_str()))
            });
            select = select.filter(inside);
        }
        if !units.is_empty() {
            select = select.filter(Column::Unit.is_in(units));
        }
        if filter.overdue {
            select = select.filter(Column::DueKey.lte(self.now().as_micros()));
        }
        Some(select)
    }
}

fn with(with: &With) -> Condition {
    Condition::all()
        .add(Column::HolderKind.eq(with.kind()))
        .add(Column::Holder.eq(with.key()))
}

fn of(person: &Person, inbox: Inbox) -> Condition {
    let nothing = || Condition::all().add(Column::Step.lt(0));
    let mine = || {
        let account = person.account().map(With::Account);
        account.map_or_else(nothing, |account| with(&account))
    };
    let role = || with(&With::Role(person.role));
    let organisation = || {
        let organisation = person.pass.organisation().map(With::Organisation);
        organisation.map_or_else(nothing, |organisation| with(&organisation))
    };
    let escalated = || Condition::all().add(Column::EscalatedTo.eq(person.role.as_str()));
    match inbox {
        Inbox::All => Condition::all(),
        Inbox::Mine => mine(),
        Inbox::Role => role(),
        Inbox::Organisation => organisation(),
        Inbox::Escalated => escalated(),
        Inbox::Opened => Condition::all().add(Column::OpenedBy.eq(person.pass.actor().to_string())),
        Inbox::Asked => Condition::any()
            .add(mine())
            .add(role())
            .add(organisation())
            .add(escalated()),
    }
}
