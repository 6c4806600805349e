//! Keeping accounts: making, changing, disabling them, and passwords.
//!
//! Invariants: nobody changes the rights of the account they act with; nobody gives or touches what
//! reaches beyond their own sets, and an account beyond them does not exist for them; one enabled
//! administrator of the whole city always remains. The last two are judged under this process's
//! turn, on what stands; two processes that disable each other's administrator in the same
//! moment are not kept apart.

use base::{Language, Timestamp, Uuid};
use journal::{Change, ChangeSet, CommitError, Lane};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Row, RowMode};

use crate::account::{self, NewAccount, display_name, locale_word};
use crate::secret::{Password, session_id};
use crate::sign_in::Ending;
use crate::tables::credential;
use crate::{Access, AccessError, Pass, Role, Sets, SignInError};

/// So many accounts are read at once while looking for those inside the asker's sets.
const SLICE: u64 = 200;

/// What is to be changed of an account; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct AccountChange {
    /// The name for people.
    pub display_name: Option<String>,
    /// The role.
    pub role: Option<Role>,
    /// The language of its screens.
    pub locale: Option<Language>,
    /// All its sets.
    pub sets: Option<Sets>,
}

/// Which accounts a list shows; what is `None` narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Part of the name at sign-in or of the name for people, small and capital letters alike.
    pub words: Option<String>,
    /// The role.
    pub role: Option<Role>,
    /// Whether it is disabled.
    pub disabled: Option<bool>,
}

impl AccountFilter {
    fn has_words(&self, model: &account::Model) -> bool {
        let Some(words) = &self.words else {
            return true;
        };
        let words = words.trim().to_lowercase();
        model.username.contains(&words) || model.display_name.to_lowercase().contains(&words)
    }
}

impl Access {
    /// Accounts inside the asker's sets in the order of their ids: `limit + 1` where there are more.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn accounts(
        &self,
        by: &Pass,
        filter: &AccountFilter,
        limit: u64,
        after: Option<Uuid>,
    ) -> Result<Vec<account::Model>, AccessError> {
        let reader = self.journal().store().reader();
        let enough = usize::try_from(limit)
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        let (mut inside, mut after) = (Vec::new(), after);
        loop {
            let mut select = account::Entity::find().order_by_asc(account::Column::Id);
            if let Some(after) = after {
                select = select.filter(account::Column::Id.gt(after));
            }
            if let Some(role) = filter.role {
                select = select.filter(account::Column::Role.eq(role.as_str()));
            }
            if let Some(disabled) = filter.disabled {
                select = select.filter(account::Column::Disabled.eq(disabled));
            }
            let slice = select.limit(SLICE).all(reader).await?;
            let Some(last) = slice.last() else {
                return Ok(inside);
            };
            after = Some(last.id);
            let shown = |one: &account::Model| reaches(by, one) && filter.has_words(one);
            inside.extend(slice.into_iter().filter(shown));
            if inside.len() >= enough {
                inside.truncate(enough);
                return Ok(inside);
            }
        }
    }

    /// One account inside the asker's sets.
    ///
    /// # Errors
    /// [`AccessError::UnknownAccount`], or the database's refusal.
    pub async fn account(&self, by: &Pass, id: Uuid) -> Result<account::Model, AccessError> {
        let reader = self.journal().store().reader();
        let found = account::Entity::find_by_id(id).one(reader).await?;
        let found = found.filter(|one| reaches(by, one));
        found.ok_or(AccessError::UnknownAccount(id))
    }

    /// Makes an account with its password.
    ///
    /// # Errors
    /// [`AccessError::Username`], [`AccessError::UsernameTaken`], [`AccessError::Password`],
    /// [`AccessError::DisplayName`], [`AccessError::RoleOfMachines`], [`AccessError::Sets`],
    /// [`AccessError::TooWide`], or the database's refusal.
    pub async fn create_account(
        &self,
        by: &Pass,
        account: NewAccount,
        password: Password,
    ) -> Result<account::Model, AccessError> {
        if !password.is_acceptable() {
            return Err(AccessError::Password);
        }
        let now = self.now();
        let sets = account.sets.clone();
        let mut model = account.into_model(self.journal().new_id(), now)?;
        if !by.scope().holds(&sets) {
            return Err(AccessError::TooWide);
        }
        let hash = self.hashing(move || password.hash()).await?;
        let proof = proof_of(model.id, hash, now);
        let set = ChangeSet::new(Lane::Dispatch, by.actor())
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

    /// Changes an account that was read at `version`. Its sessions see it with their next request.
    ///
    /// # Errors
    /// [`AccessError::UnknownAccount`], [`AccessError::OwnAccount`] when somebody changes their own
    /// role or sets, [`AccessError::LastAdministrator`], the refusals of a new account, a
    /// [`CommitError::Conflict`] when somebody else was first, or the database's refusal.
    pub async fn change_account(
        &self,
        by: &Pass,
        id: Uuid,
        version: i64,
        change: AccountChange,
    ) -> Result<account::Model, AccessError> {
        let _turn = self.turn().await;
        let mut model = self.account(by, id).await?;
        let (role, sets) = (model.role()?, model.sets()?);
        let next_role = change.role.unwrap_or(role);
        let next_sets = change.sets.unwrap_or_else(|| sets.clone());
        if next_role != role || next_sets != sets {
            if by.is_of(id) {
                return Err(AccessError::OwnAccount);
            }
            if !next_role.is_for_people() {
                return Err(AccessError::RoleOfMachines);
            }
            next_sets.fit(next_role)?;
            if !by.scope().holds(&next_sets) {
                return Err(AccessError::TooWide);
            }
            let keeps = next_role == Role::Administrator && next_sets.areas.is_empty();
            if !keeps {
                self.refuse_last_administrator(&model).await?;
            }
        }
        if let Some(name) = change.display_name {
            model.display_name = display_name(&name)?;
        }
        if let Some(locale) = change.locale {
            locale_word(locale).clone_into(&mut model.locale);
        }
        next_role.as_str().clone_into(&mut model.role);
        model.set_sets(&next_sets)?;
        model.version = version;
        let set = ChangeSet::new(Lane::Dispatch, by.actor());
        self.save(set, model, "changed").await
    }

    /// Disables an account and ends its sessions, or enables it again. `version` is the version it
    /// was read at.
    ///
    /// # Errors
    /// [`AccessError::UnknownAccount`], [`AccessError::OwnAccount`],
    /// [`AccessError::LastAdministrator`], [`CommitError::Conflict`], or the database's refusal.
    pub async fn disable_account(
        &self,
        by: &Pass,
        id: Uuid,
        version: i64,
    ) -> Result<account::Model, AccessError> {
        let _turn = self.turn().await;
        let mut model = self.account(by, id).await?;
        if by.is_of(id) {
            return Err(AccessError::OwnAccount);
        }
        self.refuse_last_administrator(&model).await?;
        model.disabled = true;
        model.version = version;
        let set = ChangeSet::new(Lane::Dispatch, by.actor());
        let open = self.open_rows(id).await?;
        let set = self.ending(set, open, Ending::Disabled).await?;
        self.save(set, model, "disabled").await
    }

    /// Enables an account again.
    ///
    /// # Errors
    /// As [`Access::disable_account`].
    pub async fn enable_account(
        &self,
        by: &Pass,
        id: Uuid,
        version: i64,
    ) -> Result<account::Model, AccessError> {
        let _turn = self.turn().await;
        let mut model = self.account(by, id).await?;
        if by.is_of(id) {
            return Err(AccessError::OwnAccount);
        }
        model.disabled = false;
        model.version = version;
        let set = ChangeSet::new(Lane::Dispatch, by.actor());
        self.save(set, model, "enabled").await
    }

    /// Sets a new password for somebody else, opens the lock and ends every session of the account.
    /// The journal says that it was set and by whom.
    ///
    /// # Errors
    /// [`AccessError::Password`], [`AccessError::UnknownAccount`], [`AccessError::OwnAccount`], or
    /// the database's refusal.
    pub async fn set_password(
        &self,
        by: &Pass,
        id: Uuid,
        password: Password,
    ) -> Result<(), AccessError> {
        if !password.is_acceptable() {
            return Err(AccessError::Password);
        }
        self.account(by, id).await?;
        if by.is_of(id) {
            return Err(AccessError::OwnAccount);
        }
        let hash = self.hashing(move || password.hash()).await?;
        let _turn = self.turn().await;
        self.replace_proof(by, id, hash, None).await
    }

    /// Changes one's own password: the present one is asked for, and a wrong one counts as at the
    /// door. All other sessions of the account end; `token` is the one that goes on.
    ///
    /// # Errors
    /// [`AccessError::Password`] inside [`SignInError::Failed`]; otherwise as at the door.
    pub async fn change_own_password(
        &self,
        by: &Pass,
        account: Uuid,
        token: &str,
        present: &Password,
        next: Password,
    ) -> Result<(), SignInError> {
        if !next.is_acceptable() {
            return Err(AccessError::Password.into());
        }
        let hash = self.hashing(move || next.hash()).await?;
        let (_, _, _turn) = self.prove(account, present).await?;
        let kept = session_id(token);
        self.replace_proof(by, account, hash, Some(&kept)).await?;
        Ok(())
    }

    async fn replace_proof(
        &self,
        by: &Pass,
        id: Uuid,
        hash: String,
        kept: Option<&str>,
    ) -> Result<(), AccessError> {
        let reader = self.journal().store().reader();
        let found = account::Entity::find_by_id(id).one(reader).await?;
        let model = found.ok_or(AccessError::UnknownAccount(id))?;
        let mut open = self.open_rows(id).await?;
        open.retain(|row| Some(&*row.id) != kept);
        let proof = proof_of(id, hash, self.now());
        let set = ChangeSet::new(Lane::Dispatch, by.actor());
        let set = set.beside(Row::of(&proof, RowMode::Upsert));
        let set = self.ending(set, open, Ending::Password).await?;
        self.save(set, model, "password_set").await?;
        Ok(())
    }

    /// Writes an account's next state with the rest of the set.
    async fn save(
        &self,
        set: ChangeSet,
        mut model: account::Model,
        verb: &'static str,
    ) -> Result<account::Model, AccessError> {
        let set = set.with(Change::of(&model, verb, self.now())?);
        self.journal().submit(set).await?;
        self.cache().forget_account(model.id);
        model.version += 1;
        Ok(model)
    }

    /// Refuses when this account is an administrator of the whole city and no other one is enabled.
    async fn refuse_last_administrator(&self, model: &account::Model) -> Result<(), AccessError> {
        let keeps = model.role()? == Role::Administrator && model.sets()?.areas.is_empty();
        if !keeps || model.disabled {
            return Ok(());
        }
        let others = account::Entity::find()
            .filter(account::Column::Role.eq(Role::Administrator.as_str()))
            .filter(account::Column::Areas.eq("[]"))
            .filter(account::Column::Disabled.eq(false))
            .filter(account::Column::Id.ne(model.id))
            .count(self.journal().store().reader())
            .await?;
        if others == 0 {
            return Err(AccessError::LastAdministrator);
        }
        Ok(())
    }
}

/// Whether an account lies inside the asker's sets; one that cannot be read lies in the whole
/// city's alone.
fn reaches(by: &Pass, model: &account::Model) -> bool {
    by.scope().holds(&model.sets().unwrap_or_default())
}

pub(crate) fn proof_of(account: Uuid, hash: String, now: Timestamp) -> credential::Model {
    credential::Model {
        account,
        hash,
        failed_count: 0,
        locked_until: None,
        changed_at: now.into(),
    }
}
