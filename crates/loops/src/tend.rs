//! Reminders 提醒, overdue 逾期 and escalation 升级: the reconciler of the loops.
//!
//! It takes no input and keeps nothing: what is due stands in the index. Any number of processes may
//! run it at once; each change is made for the version that was read, and a message has a key that
//! names its effect.

use std::collections::HashSet;

use base::{Timestamp, Uuid};
use journal::{Actor, Change, ChangeSet, CommitError, Lane};
use outbox::Message;
use outbox::channels::{MailBody, SmsBody};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::record::case::{self, Column, Entity, With};
use crate::rules::RuleVersion;
use crate::{Cases, LoopDef, LoopError, clock};

/// So many cases are looked at in one read.
const PAGE: u64 = 200;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    /// Holders that were reminded.
    pub reminded: u64,
    /// Cases that became overdue.
    pub overdue: u64,
    /// Cases that were escalated.
    pub escalated: u64,
    /// Cases that could not be put in order, and why the last of them could not.
    pub stuck: u64,
    /// That reason.
    pub reason: Option<String>,
}

impl Tended {
    /// Whether nothing was to do.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        self.reminded + self.overdue + self.escalated + self.stuck == 0
    }

    fn count(&mut self, verb: &str) {
        match verb {
            "reminded" => self.reminded += 1,
            "overdue" => self.overdue += 1,
            "escalated" => self.escalated += 1,
            _ => {}
        }
    }
}

impl Cases {
    /// Does what clocks ask for. One case that cannot be put in order (a year without its holidays)
    /// holds nobody up; it is told and tried again next time.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn tend(&self) -> Result<Tended, LoopError> {
        let mut tended = Tended::default();
        let mut after: Option<(store::Time, Uuid)> = None;
        let mut met = HashSet::new();
        loop {
            let page = self.due(self.now(), after).await?;
            let Some(last) = page.last() else {
                return Ok(tended);
            };
            after = last.attend_at.map(|at| (at, last.id));
            for case in page {
                // What was put in order once is not met again further on in the same run.
                if !met.insert(case.id) {
                    continue;
                }
                let row = case.row;
                match self.tend_one(case, &mut tended).await {
                    Ok(()) => {}
                    Err(LoopError::Commit(error @ CommitError::Unavailable)) => {
                        return Err(error.into());
                    }
                    Err(error) => {
                        tracing::warn!(%row, %error, "a case's clock could not be followed");
                        tended.stuck += 1;
                        tended.reason = Some(error.to_string());
                    }
                }
            }
        }
    }

    async fn due(
        &self,
        now: Timestamp,
        after: Option<(store::Time, Uuid)>,
    ) -> Result<Vec<case::Model>, LoopError> {
        let mut select = Entity::find().filter(Column::AttendAt.lte(store::Time::from(now)));
        if let Some((at, id)) = after {
            let behind = Condition::any().add(Column::AttendAt.gt(at)).add(
                Condition::all()
                    .add(Column::AttendAt.eq(at))
                    .add(Column::Id.gt(id)),
            );
            select = select.filter(behind);
        }
        let page = select
            .order_by_asc(Column::AttendAt)
            .order_by_asc(Column::Id)
            .limit(PAGE)
            .all(self.journal().store().reader())
            .await?;
        Ok(page)
    }

    /// Everything that is due on one case, a change each: the story tells them apart.
    async fn tend_one(&self, mut case: case::Model, tended: &mut Tended) -> Result<(), LoopError> {
        let def = *self.def_of(&case)?;
        loop {
            let now = self.now();
            let rules = self.rules_of(&def, &case)?;
            let calendar = &self.house().calendar;
            let Some(verb) = clock::strike(&mut case, calendar, rules, now)? else {
                return Ok(());
            };
            let mut set = ChangeSet::new(Lane::Device, Actor::system("loops"))
                .with(Change::of(&case, verb, now)?);
            for message in self.messages(&def, &case, rules, verb, now).await? {
                set = set.beside(message.row());
            }
            match self.journal().submit(set).await {
                Ok(_) => tended.count(verb),
                // Somebody acted, or another process was quicker.
                Err(CommitError::Conflict { .. }) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
            case.version += 1;
        }
    }

    /// What the holder is told, where an address is known.
    async fn messages(
        &self,
        def: &LoopDef,
        case: &case::Model,
        rules: &RuleVersion,
        verb: &str,
        now: Timestamp,
    ) -> Result<Vec<Message>, LoopError> {
        let (With::Organisation(holder), Some(words)) = (case.with(), rules.messages.get(verb))
        else {
            return Ok(Vec::new());
        };
        let due = match case.due_at {
            Some(due) => clock::last_day(due.into())?.to_string(),
            None => String::new(),
        };
        let text = words
            .replace("{loop}", def.register.label.zh)
            .replace("{title}", &case.title)
            .replace("{due}", &due);
        let mut messages = Vec::new();
        for (at, address) in self
            .house()
            .addresses
            .of_organisation(holder)
            .await?
            .into_iter()
            .enumerate()
        {
            let key = format!(
                "case:{}:{}:{verb}:{}:{at}",
                case.row, case.step, case.escalation
            );
            let made = (self.journal().new_id(), now);
            let message = match address.channel {
                outbox::ChannelName::Mail => {
                    let body = MailBody {
                        subject: def.register.label.zh.to_owned(),
                        text: text.clone(),
                    };
                    Message::new(made, address.channel, key, address.to, &body)?
                }
                _ => {
                    let body = SmsBody {
                        text: text.clone(),
                        words: std::collections::BTreeMap::new(),
                    };
                    Message::new(made, address.channel, key, address.to, &body)?
                }
            };
            messages.push(message.about(format!("{}:{}", def.key(), case.row)));
        }
        Ok(messages)
    }
}
