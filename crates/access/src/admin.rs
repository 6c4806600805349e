//! Making, changing and disabling accounts, and the first accounts of a new house.

use base::{Timestamp, Uuid};
use journal::{Actor, Change, ChangeSet, CommitError, Journal, Lane};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use store::{Row, RowMode};

use crate::account::{self, NewAccount};
use crate::secret::Password;
use crate::tables::{credential, session};
use crate::{Access, AccessError};

impl Access {
    /// Makes an account with its password.
    ///
    /// # Errors
    /// [`AccessError::Username`], [`AccessError::UsernameTaken`], [`AccessError::Password`], or the
    /// database's refusal.
    pub async fn create_account(
        &self,
        actor: Actor,
        account: NewAccount,
        password: Password,
    ) -> Result<account::Model, AccessError> {
        if !password.is_acceptable() {
            return Err(AccessError::Password);
        }
        let now = self.now();
        let mut model = account.into_model(self.journal().new_id(), now)?;
        let hash = self.hashing(move || password.hash()).await?;
        let proof = proof_of(model.id, hash, now);
        let set = ChangeSet::new(Lane::Dispatch, actor)
            .with(Change::of(&model, "created", now)?)
            .beside(Row::of(&proof, RowMode::Insert));
        match self.journal().submit(set).await {
            Ok(_) => {}
            Err(CommitError::Duplicate) => return Err(AccessError::UsernameTaken(model.username)),
            Err(error) => return Err(error.into()),
        }
        model.version = 1;
        Ok(model)
    }

    /// Writes an account's next state; `model.version` is the version it was read at. Sessions of
    /// the account see it with their next request: a disabled account is out at once.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] when somebody else was first, or the database's refusal.
    pub async fn save_account(
        &self,
        actor: Actor,
        mut model: account::Model,
        verb: &'static str,
    ) -> Result<account::Model, AccessError> {
        let change = Change::of(&model, verb, self.now())?;
        let set = ChangeSet::new(Lane::Dispatch, actor).with(change);
        self.journal().submit(set).await?;
        self.cache().forget_account(model.id);
        model.version += 1;
        Ok(model)
    }

    /// Disables an account; one that is disabled stays so.
    ///
    /// # Errors
    /// As [`Access::save_account`], and [`AccessError::UnknownAccount`].
    pub async fn disable_account(&self, actor: Actor, id: Uuid) -> Result<(), AccessError> {
        let reader = self.journal().store().reader();
        let found = account::Entity::find_by_id(id).one(reader).await?;
        let mut model = found.ok_or(AccessError::UnknownAccount(id))?;
        if !model.disabled {
            model.disabled = true;
            self.save_account(actor, model, "disabled").await?;
        }
        Ok(())
    }

    /// Sets a new password, opens the lock and ends every session of the account.
    ///
    /// # Errors
    /// [`AccessError::Password`], [`AccessError::UnknownAccount`], or the database's refusal.
    pub async fn set_password(&self, id: Uuid, password: Password) -> Result<(), AccessError> {
        if !password.is_acceptable() {
            return Err(AccessError::Password);
        }
        let reader = self.journal().store().reader();
        let found = account::Entity::find_by_id(id).one(reader).await?;
        found.ok_or(AccessError::UnknownAccount(id))?;
        let hash = self.hashing(move || password.hash()).await?;

        let _turn = self.turn().await;
        let now = self.now();
        let open = session::Entity::find()
            .filter(session::Column::Account.eq(id))
            .filter(session::Column::EndedAt.is_null())
            .all(reader)
            .await?;
        let ended = open.into_iter().map(|mut row| {
            row.ended_at = Some(now.into());
            Row::of(&row, RowMode::Upsert)
        });
        let proof = Row::of(&proof_of(id, hash, now), RowMode::Upsert);
        self.write(ended.chain([proof])).await?;
        self.cache().forget_account(id);
        Ok(())
    }
}

fn proof_of(account: Uuid, hash: String, now: Timestamp) -> credential::Model {
    credential::Model {
        account,
        hash,
        failed_count: 0,
        locked_until: None,
        changed_at: now.into(),
    }
}

/// An account of the first start with the password that is shown once.
#[derive(Clone, Debug)]
pub struct FirstAccount {
    /// The account.
    pub account: account::Model,
    /// Its password; show it and forget it.
    pub password: Password,
}

/// Makes the accounts of a new house, all or none, with random readable passwords. When any
/// account exists, or another process is making them now, nothing is made and the list is empty.
///
/// # Errors
/// As [`Access::create_account`].
pub async fn ensure_first_accounts(
    journal: &Journal,
    list: Vec<NewAccount>,
) -> Result<Vec<FirstAccount>, AccessError> {
    if account::Entity::find()
        .count(journal.store().reader())
        .await?
        > 0
    {
        return Ok(Vec::new());
    }
    let now = journal.clock().now();
    let mut first = Vec::with_capacity(list.len());
    for new in list {
        let account = new.into_model(journal.new_id(), now)?;
        let password = Password::readable()?;
        first.push(FirstAccount { account, password });
    }
    let hashing = first.clone();
    let hashes = tokio::task::spawn_blocking(move || {
        let hashes = hashing.iter().map(|first| first.password.hash());
        hashes.collect::<Result<Vec<_>, _>>()
    });
    let hashes = hashes
        .await
        .map_err(|error| AccessError::Crypto(error.to_string()))??;
    let mut set = ChangeSet::new(Lane::Dispatch, Actor::system("setup"));
    for (first, hash) in first.iter().zip(hashes) {
        let proof = proof_of(first.account.id, hash, now);
        set = set
            .with(Change::of(&first.account, "created", now)?)
            .beside(Row::of(&proof, RowMode::Insert));
    }
    match journal.submit(set).await {
        Ok(_) => {}
        Err(CommitError::Duplicate) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    }
    for made in &mut first {
        made.account.version = 1;
    }
    Ok(first)
}
