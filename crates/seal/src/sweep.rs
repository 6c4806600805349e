//! Keys and digests of subjects that never came to be: an import that was given up had its keys
//! written beside its hidden rows.

use base::Timestamp;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use store::{StoreError, Time, WriteBatch};

use crate::tables::{personal_key, personal_lookup};
use crate::{Seal, SealError};

impl Seal {
    /// Takes away the keys and digests of `kind` that are older than `before` and whose subjects
    /// stand in no row of the table `table`, hidden rows included. Destroyed keys stay: their marks
    /// keep a subject erased. Gives the number of keys; idempotent.
    ///
    /// # Errors
    /// The database's refusal; nothing was taken away then.
    pub async fn sweep(
        &self,
        kind: &str,
        table: &str,
        before: Timestamp,
    ) -> Result<u64, SealError> {
        use personal_key::Column;
        let store = self.journal().store();
        let rows = Query::select()
            .column(Alias::new("id"))
            .from(Alias::new(table))
            .to_owned();
        let left = Query::select()
            .column(Column::Subject)
            .from(personal_key::Entity)
            .and_where(Expr::col(Column::Kind).eq(kind))
            .and_where(Expr::col(Column::Wrapped).is_not_null())
            .and_where(Expr::col(Column::CreatedAt).lt(Time::from(before)))
            .and_where(Expr::col(Column::Subject).in_subquery(rows).not())
            .to_owned();
        let digests = Query::delete()
            .from_table(personal_lookup::Entity)
            .and_where(Expr::col(personal_lookup::Column::Kind).eq(kind))
            .and_where(Expr::col(personal_lookup::Column::Subject).in_subquery(left.clone()))
            .to_owned();
        let keys = Query::delete()
            .from_table(personal_key::Entity)
            .and_where(Expr::col(Column::Kind).eq(kind))
            .and_where(Expr::col(Column::Subject).in_subquery(left))
            .to_owned();
        let mut transaction = store.begin().await?;
        transaction.execute(store.build(&digests)).await?;
        let swept = transaction.execute(store.build(&keys)).await?;
        let committed = transaction.commit(WriteBatch::default()).await;
        committed.map_err(StoreError::from)?;
        Ok(swept)
    }
}
