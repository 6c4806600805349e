//! Rows that stand: those of older programs are sealed, and what is to go is erased.

use base::Uuid;
use journal::{Actor, Lane};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, LikeExpr};
use seal::Subject;

use super::fields;
use crate::{Author, Ledger, LedgerError, RegisterDef, Stored, Value, check};

/// Rows that are sealed at a time.
const SLICE: u64 = 200;

impl Ledger {
    /// 删除个人信息 erases the personal values of a row for good: what its table still holds in the
    /// clear is sealed first, then the key is destroyed with a journalled act. Again changes nothing.
    ///
    /// # Errors
    /// [`SealError::Reason`], or the database's refusal.
    pub async fn erase(&self, actor: Actor, id: Uuid, reason: &str) -> Result<(), LedgerError> {
        let row = self.standing(id).await?;
        if is_plain(self.def(), &row) {
            self.write_sealed(row.clone()).await?;
        }
        let subject = Subject::new(self.def().key, id);
        let region = row.region(self.def());
        Ok(self.seal()?.erase(actor, subject, reason, region).await?)
    }

    /// Seals what stands in the clear in this register's table, and forgets keys of rows that never
    /// came to be. Idempotent; gives the number of rows that were sealed. Entries that the journal
    /// holds already keep what they say.
    ///
    /// # Errors
    /// The database's and the journal's refusals; what was sealed stays sealed.
    pub async fn seal_standing(&self) -> Result<u64, LedgerError> {
        let def = self.def();
        if fields(def).next().is_none() {
            return Ok(0);
        }
        let day = std::time::Duration::from_secs(24 * 3600);
        let yesterday = self.clock().now().minus(day);
        self.seal()?.sweep(def.key, def.key, yesterday).await?;
        let (mut sealed, mut after) = (0, Uuid::nil());
        loop {
            let rows = self.plain_rows(after).await?;
            let Some(last) = rows.last() else {
                return Ok(sealed);
            };
            after = last.id;
            for row in rows {
                match self.write_sealed(row).await {
                    Ok(()) => sealed += 1,
                    // Somebody wrote it meanwhile, and sealed it; an erased one stays as it is.
                    Err(LedgerError::Conflict { .. } | LedgerError::Faults(_)) => {}
                    Err(other) => return Err(other),
                }
            }
        }
    }

    async fn plain_rows(&self, after: Uuid) -> Result<Vec<Stored>, LedgerError> {
        let def = self.def();
        let mut plain = Condition::any();
        for (_, field) in fields(def) {
            let column = || Expr::col(Alias::new(field.name));
            let filled = column().is_not_null();
            plain = plain.add(filled.and(column().like(LikeExpr::new("s1.%")).not()));
        }
        let mut select = check::from(def);
        select
            .columns(Stored::columns(def).map(Alias::new))
            .and_where(Expr::col(Alias::new("id")).gt(after))
            .cond_where(plain)
            .order_by(Alias::new("id"), sea_orm::Order::Asc)
            .limit(SLICE);
        let store = self.journal().store();
        let rows = store.reader().query_all_raw(store.build(&select)).await?;
        let rows = rows.iter().map(|row| Stored::read(def, row));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    async fn write_sealed(&self, row: Stored) -> Result<(), LedgerError> {
        let author = Author {
            actor: Actor::system("seal"),
            lane: Lane::Import,
            synthetic: row.synthetic,
        };
        let version = row.version + 1;
        self.write(&author, Stored { version, ..row }, None, "sealed")
            .await?;
        Ok(())
    }
}

fn is_plain(def: &RegisterDef, row: &Stored) -> bool {
    fields(def).any(|(at, _)| matches!(row.values.get(at), Some(Value::Text(_))))
}
