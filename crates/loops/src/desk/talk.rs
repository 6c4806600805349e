//! Comments on a case, and links between cases. Neither raises the case's step: to say something never
//! stands in the way of who acts.

use base::{Label, Uuid};
use journal::{Change, ChangeSet, Lane};
use register::{Fault, FaultCode, Faults};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::{Cases, Person, words};
use crate::LoopError;
use crate::record::{case, comment, link};

const LONGEST: usize = 2_000;

/// A link as the person who asks sees it.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The link.
    pub link: link::Model,
    /// The case at its other end.
    pub other: case::Model,
}

impl Cases {
    /// Says something about a case.
    ///
    /// # Errors
    /// [`LoopError::Faults`] for an empty or overlong text, [`LoopError::NotFound`], the journal's
    /// refusal.
    pub async fn comment(
        &self,
        person: &Person,
        row: Uuid,
        text: &str,
    ) -> Result<comment::Model, LoopError> {
        let (case, _) = self.seen(person, row).await?;
        let text = told("text", words(Some(text)))?;
        let now = self.now();
        let mut comment = comment::Model {
            id: self.journal().new_id(),
            version: 0,
            row,
            region: case.region,
            said_by: person.pass.actor().to_string(),
            said_at: now.into(),
            text,
        };
        let change = Change::of(&comment, "commented", now)?;
        self.write(person, change).await?;
        comment.version = 1;
        Ok(comment)
    }

    /// What was said about a case, the oldest first.
    ///
    /// # Errors
    /// [`LoopError::NotFound`], or the database's refusal.
    pub async fn comments(
        &self,
        person: &Person,
        row: Uuid,
    ) -> Result<Vec<comment::Model>, LoopError> {
        self.seen(person, row).await?;
        self.comments_of(row).await
    }

    pub(super) async fn comments_of(&self, row: Uuid) -> Result<Vec<comment::Model>, LoopError> {
        let found = comment::Entity::find()
            .filter(comment::Column::Row.eq(row))
            .order_by_asc(comment::Column::Id)
            .all(self.journal().store().reader())
            .await?;
        Ok(found)
    }

    /// Links two cases that the person both sees; a pair that is linked already stays so.
    ///
    /// # Errors
    /// [`LoopError::Faults`] when the other one is the case itself or not to be seen; otherwise as
    /// [`Cases::comment`].
    pub async fn link(
        &self,
        person: &Person,
        row: Uuid,
        other: Uuid,
        note: Option<&str>,
    ) -> Result<(), LoopError> {
        let (case, _) = self.seen(person, row).await?;
        let there = self.seen(person, other).await;
        if row == other || matches!(there, Err(LoopError::NotFound)) {
            let message = Label::new(
                "没有这个事项，或不能关联自身",
                "name another case that you see",
            );
            return Err(fault("other", FaultCode::UnknownReference, message));
        }
        there?;
        if self
            .links_of(row)
            .await?
            .iter()
            .any(|link| ends(link).contains(&other))
        {
            return Ok(());
        }
        let note = words(note);
        let note = match note {
            Some(note) => Some(told("note", Some(note))?),
            None => None,
        };
        let now = self.now();
        let link = link::Model {
            id: self.journal().new_id(),
            version: 0,
            row,
            other,
            region: case.region,
            note,
            made_by: person.pass.actor().to_string(),
            made_at: now.into(),
            removed_at: None,
        };
        let change = Change::of(&link, "linked", now)?;
        self.write(person, change).await
    }

    /// Takes a link of a case away.
    ///
    /// # Errors
    /// [`LoopError::NotFound`], or the journal's refusal.
    pub async fn unlink(&self, person: &Person, row: Uuid, link: Uuid) -> Result<(), LoopError> {
        self.seen(person, row).await?;
        let links = self.links_of(row).await?;
        let found = links.into_iter().find(|one| one.id == link);
        let mut link = found.ok_or(LoopError::NotFound)?;
        let now = self.now();
        link.removed_at = Some(now.into());
        let change = Change::of(&link, "unlinked", now)?;
        self.write(person, change).await
    }

    /// The links of a case whose other end the person sees too.
    ///
    /// # Errors
    /// [`LoopError::NotFound`], or the database's refusal.
    pub async fn links(&self, person: &Person, row: Uuid) -> Result<Vec<Linked>, LoopError> {
        self.seen(person, row).await?;
        let mut seen = Vec::new();
        for link in self.links_of(row).await? {
            let [one, two] = ends(&link);
            let other = if one == row { two } else { one };
            match self.seen(person, other).await {
                Ok((other, _)) => seen.push(Linked { link, other }),
                Err(LoopError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    pub(super) async fn links_of(&self, row: Uuid) -> Result<Vec<link::Model>, LoopError> {
        let either = Condition::any()
            .add(link::Column::Row.eq(row))
            .add(link::Column::Other.eq(row));
        let found = link::Entity::find()
            .filter(either)
            .filter(link::Column::RemovedAt.is_null())
            .order_by_asc(link::Column::Id)
            .all(self.journal().store().reader())
            .await?;
        Ok(found)
    }

    async fn write(&self, person: &Person, change: Change) -> Result<(), LoopError> {
        let set = ChangeSet::new(Lane::Dispatch, person.pass.actor()).with(change);
        self.journal().submit(set).await?;
        Ok(())
    }
}

const fn ends(link: &link::Model) -> [Uuid; 2] {
    [link.row, link.other]
}

fn told(field: &str, text: Option<String>) -> Result<String, LoopError> {
    let Some(text) = text else {
        let message = Label::new("此项必填", "this field is required");
        return Err(fault(field, FaultCode::Required, message));
    };
    if text.chars().count() > LONGEST {
        let message = Label::new("不超过2000个字", "write at most 2000 characters");
        return Err(fault(field, FaultCode::TooLong, message));
    }
    Ok(text)
}

fn fault(field: &str, code: FaultCode, message: Label) -> LoopError {
    let mut faults = Faults::new();
    faults.add(Fault::new(field, code, message));
    LoopError::Faults(faults)
}
