//! The first accounts of a new house.

use journal::{Actor, Change, ChangeSet, CommitError, Journal, Lane};
use sea_orm::{EntityTrait, PaginatorTrait};
use store::{Row, RowMode};

use crate::AccessError;
use crate::account::{self, NewAccount};
use crate::admin::proof_of;
use crate::secret::Password;

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
