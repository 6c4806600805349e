//! API tokens: made and shown once, looked up with each request, revoked.
//!
//! A token is no account: it has permissions of its own inside role integration, sets of its own,
//! and an end. Its use is noted at most once a minute.

use std::time::Duration;

use base::{Timestamp, Uuid};
use journal::{Change, ChangeSet, Lane};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Row, RowMode};

use crate::account::{Identity, list};
use crate::secret::{Token, api_token_digest};
use crate::tables::api_token_secret;
use crate::{Access, AccessError, Pass, Role, Session, Sets, account, api_token, permits};

/// The longest life of a token.
const LONGEST: Duration = Duration::from_secs(731 * 24 * 3600);

/// What a new token is made of.
#[derive(Clone, Debug)]
pub struct NewApiToken {
    /// What it is for, in words: 1 to 40 characters.
    pub name: String,
    /// What it may do: permissions of role integration.
    pub permissions: Vec<String>,
    /// Where.
    pub sets: Sets,
    /// Until when; at most two years from now.
    pub expires_at: Timestamp,
}

/// A token as its administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownToken {
    /// Its record.
    pub record: api_token::Model,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl Access {
    /// Makes a token. Its text is in the answer and nowhere else, ever.
    ///
    /// # Errors
    /// [`AccessError::DisplayName`], [`AccessError::TokenPermissions`],
    /// [`AccessError::TokenPermission`], [`AccessError::TokenExpiry`], [`AccessError::Sets`],
    /// [`AccessError::TooWide`], or the database's refusal.
    pub async fn create_api_token(
        &self,
        by: &Pass,
        new: NewApiToken,
    ) -> Result<(Token, KnownToken), AccessError> {
        let now = self.now();
        if new.permissions.is_empty() {
            return Err(AccessError::TokenPermissions);
        }
        let unfit = |one: &&String| !permits(Role::Integration, one);
        if let Some(unfit) = new.permissions.iter().find(unfit) {
            return Err(AccessError::TokenPermission(unfit.clone()));
        }
        if new.expires_at <= now || new.expires_at > now.plus(LONGEST) {
            return Err(AccessError::TokenExpiry);
        }
        new.sets.fit(Role::Integration)?;
        if !by.scope().holds(&new.sets) {
            return Err(AccessError::TooWide);
        }
        let mut record = api_token::Model {
            id: self.journal().new_id(),
            version: 0,
            name: account::display_name(&new.name)?,
            permissions: list(&new.permissions)?,
            areas: list(&new.sets.areas)?,
            sectors: list(&new.sets.sectors)?,
            unit: new.sets.unit,
            clients: list(&new.sets.clients)?,
            created_at: now.into(),
            expires_at: new.expires_at.into(),
            revoked_at: None,
        };
        let token = Token::for_machine()?;
        let secret = api_token_secret::Model {
            digest: api_token_digest(token.reveal()),
            token: record.id,
            last_used_at: None,
        };
        let set = ChangeSet::new(Lane::Dispatch, by.actor())
            .with(Change::of(&record, "created", now)?)
            .beside(Row::of(&secret, RowMode::Insert));
        self.journal().submit(set).await?;
        record.version = 1;
        let known = KnownToken {
            record,
            last_used_at: None,
        };
        Ok((token, known))
    }

    /// Tokens inside the asker's sets, the newest first, revoked and expired ones too; they are few.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn api_tokens(&self, by: &Pass) -> Result<Vec<KnownToken>, AccessError> {
        let reader = self.journal().store().reader();
        let records = api_token::Entity::find()
            .order_by_desc(api_token::Column::Id)
            .limit(1000)
            .all(reader)
            .await?;
        let secrets = api_token_secret::Entity::find().all(reader).await?;
        let known = records.into_iter().filter(|one| reaches(by, one));
        let known = known.map(|record| {
            let secret = secrets.iter().find(|secret| secret.token == record.id);
            KnownToken {
                last_used_at: secret.and_then(|one| one.last_used_at).map(Into::into),
                record,
            }
        });
        Ok(known.collect())
    }

    /// Revokes a token: it opens nothing from now on. One that is revoked stays so.
    ///
    /// # Errors
    /// [`AccessError::UnknownToken`], or the database's refusal.
    pub async fn revoke_api_token(&self, by: &Pass, id: Uuid) -> Result<(), AccessError> {
        let reader = self.journal().store().reader();
        let found = api_token::Entity::find_by_id(id).one(reader).await?;
        let found = found.filter(|one| reaches(by, one));
        let mut record = found.ok_or(AccessError::UnknownToken(id))?;
        if record.revoked_at.is_none() {
            let now = self.now();
            record.revoked_at = Some(now.into());
            let change = Change::of(&record, "revoked", now)?;
            let set = ChangeSet::new(Lane::Dispatch, by.actor()).with(change);
            self.journal().submit(set).await?;
        }
        self.cache().forget_account(id);
        Ok(())
    }

    /// What a token opens, when it stands.
    pub(crate) async fn opened_by_token(
        &self,
        token: &str,
    ) -> Result<Option<Session>, AccessError> {
        let digest = api_token_digest(token);
        let now = self.now();
        let opened = match self.cache().get(&digest, now, self.config().believe) {
            Some(opened) => Some(opened),
            None => self.look_token_up(&digest, now).await?,
        };
        let opened = opened.filter(|opened| now < opened.ends_at);
        if let Some(opened) = &opened
            && now.since(opened.last_seen_at) >= self.config().touch
        {
            let (access, digest) = (self.clone(), opened.id.clone());
            tokio::spawn(async move {
                if let Err(error) = access.note_token(&digest).await {
                    tracing::warn!(%error, "a token's use was not noted");
                }
            });
        }
        Ok(opened)
    }

    async fn look_token_up(
        &self,
        digest: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, AccessError> {
        let mark = self.cache().mark();
        let reader = self.journal().store().reader();
        let secret = api_token_secret::Entity::find_by_id(digest)
            .one(reader)
            .await?;
        let Some(secret) = secret else {
            return Ok(None);
        };
        let record = api_token::Entity::find_by_id(secret.token)
            .one(reader)
            .await?;
        let Some(record) = record.filter(|record| record.revoked_at.is_none()) else {
            return Ok(None);
        };
        let opened = Session {
            id: secret.digest,
            created_at: record.created_at.into(),
            // Never used is used long ago: the first use is noted at once.
            last_seen_at: secret.last_used_at.map_or(Timestamp::default(), Into::into),
            ends_at: record.expires_at.into(),
            who: Identity::try_from(record)?,
        };
        self.cache().put(mark, &opened, now);
        Ok(Some(opened))
    }

    async fn note_token(&self, digest: &str) -> Result<(), AccessError> {
        let _turn = self.turn().await;
        let now = self.now();
        let reader = self.journal().store().reader();
        let row = api_token_secret::Entity::find()
            .filter(api_token_secret::Column::Digest.eq(digest))
            .one(reader)
            .await?;
        let touch = self.config().touch;
        let due = row.filter(|row| {
            row.last_used_at
                .is_none_or(|used| now.since(used.into()) >= touch)
        });
        let Some(mut row) = due else { return Ok(()) };
        row.last_used_at = Some(now.into());
        self.write([Row::of(&row, RowMode::Upsert)]).await?;
        self.cache().forget_session(digest);
        Ok(())
    }
}

fn reaches(by: &Pass, record: &api_token::Model) -> bool {
    by.scope().holds(&record.sets().unwrap_or_default())
}
