//! The documents of a case, and their PDFs.

use base::Uuid;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Cases, Person};
use crate::record::document;
use crate::{LoopError, PrintJob};

impl Cases {
    /// The documents of a case, the oldest first.
    ///
    /// # Errors
    /// [`LoopError::NotFound`], or the database's refusal.
    pub async fn documents(
        &self,
        person: &Person,
        row: Uuid,
    ) -> Result<Vec<document::Model>, LoopError> {
        self.seen(person, row).await?;
        self.documents_of(row).await
    }

    pub(super) async fn documents_of(&self, row: Uuid) -> Result<Vec<document::Model>, LoopError> {
        let found = document::Entity::find()
            .filter(document::Column::Row.eq(row))
            .order_by_asc(document::Column::Id)
            .all(self.journal().store().reader())
            .await?;
        Ok(found)
    }

    /// A document with its PDF. The same document gives the same bytes, as long as the pack keeps its
    /// template's version.
    ///
    /// # Errors
    /// [`LoopError::NotFound`], [`LoopError::Press`], or the database's refusal.
    pub async fn pdf(
        &self,
        person: &Person,
        row: Uuid,
        document: Uuid,
    ) -> Result<(document::Model, Vec<u8>), LoopError> {
        let all = self.documents(person, row).await?;
        let found = all.into_iter().find(|one| one.id == document);
        let document = found.ok_or(LoopError::NotFound)?;
        let data = serde_json::from_str(&document.data).map_err(base::CanonicalError::Json)?;
        let job = PrintJob {
            template: document.template.clone(),
            template_version: u32::try_from(document.template_version).unwrap_or(0),
            number: document.number.clone(),
            title: document.title.clone(),
            author: document.author.clone(),
            issued_at: document.issued_at.into(),
            data,
        };
        let pdf = self.house().press.print(job).await?;
        Ok((document, pdf))
    }
}
