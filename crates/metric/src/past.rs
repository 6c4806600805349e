//! Counts as of a position of the journal: equal to what was shown then.
//!
//! Today's rows are counted in one moment of the database; then each subject that changed since the
//! position gives back what it counts now and takes what it counted there, its latest entry up to
//! the position. The cost is a scan and the subjects that changed since. A count of a position never
//! changes, so it is kept.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use base::Uuid;
use journal::{Journal, Snapshot, changed_between, first_of, standing_at};
use register::{Ask, Cells, Counter, RegisterDef, Stored, rows_of, tally};

use crate::MetricsError;
use crate::board::{Named, add};

/// Counts of the past that are kept; when there are more, all go.
const MOST: usize = 2_000;
/// Subjects that are looked at together.
const SOME: usize = 2_000;

type Key = (&'static str, String, i64);

#[derive(Default)]
pub(crate) struct Past {
    kept: Mutex<HashMap<Key, Arc<Cells>>>,
    /// Where each register begins in the journal.
    begins: Mutex<HashMap<&'static str, i64>>,
}

impl Past {
    fn kept(&self, named: &Named, position: i64) -> Option<Arc<Cells>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (named.def.key, named.name.clone(), position);
        kept.get(&key).cloned()
    }

    fn keep(&self, named: &Named, position: i64, cells: Cells) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        let key = (named.def.key, named.name.clone(), position);
        kept.insert(key, Arc::new(cells));
    }

    /// The position of a register's first entry; none while it has none.
    async fn begins(
        &self,
        journal: &Journal,
        kind: &'static str,
    ) -> Result<Option<i64>, MetricsError> {
        let lock = || self.begins.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(kind).copied();
        if known.is_some() {
            return Ok(known);
        }
        let first = first_of(journal.store(), kind).await?;
        if let Some(first) = first {
            lock().insert(kind, first);
        }
        Ok(first)
    }

    /// The answers to questions of one register, each as of its position.
    pub(crate) async fn answers(
        &self,
        journal: &Journal,
        asked: &[(&Named, i64)],
    ) -> Result<Vec<Arc<Cells>>, MetricsError> {
        let known: Vec<Option<Arc<Cells>>> = asked
            .iter()
            .map(|(named, position)| self.kept(named, *position))
            .collect();
        let missing = asked
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none());
        let missing: Vec<(&Named, i64)> = missing.map(|(one, _)| *one).collect();
        let mut made = self.count(journal, &missing).await?.into_iter();
        let all = known.into_iter().map(|known| known.or_else(|| made.next()));
        Ok(all.map(Option::unwrap_or_default).collect())
    }

    async fn count(
        &self,
        journal: &Journal,
        asked: &[(&Named, i64)],
    ) -> Result<Vec<Arc<Cells>>, MetricsError> {
        let Some(def) = asked.first().map(|(named, _)| named.def) else {
            return Ok(Vec::new());
        };
        let begins = self.begins(journal, def.key).await?;
        let is_behind = |position: i64| begins.is_some_and(|begins| position >= begins);
        let behind = asked.iter().filter(|(_, position)| is_behind(*position));
        let Some(first) = behind.map(|(_, position)| *position).min() else {
            // Before its first entry there was nothing.
            return Ok(asked.iter().map(|_| Arc::default()).collect());
        };
        let snapshot = journal.snapshot(def.key).await?;
        let asks: Vec<Ask> = asked.iter().map(|(named, _)| named.ask.clone()).collect();
        let mut cells = tally(snapshot.connection(), journal.store(), def, &asks).await?;
        let changed = changed_since(journal, &snapshot, def, first).await?;
        for some in changed.chunks(SOME) {
            take_back(journal, &snapshot, def, asked, &mut cells, some).await?;
        }
        snapshot.close().await?;
        for ((named, position), cells) in asked.iter().zip(&mut cells) {
            if !is_behind(*position) {
                cells.clear();
            }
            self.keep(named, *position, cells.clone());
        }
        Ok(cells.into_iter().map(Arc::new).collect())
    }
}

async fn changed_since(
    journal: &Journal,
    snapshot: &Snapshot,
    def: &'static RegisterDef,
    position: i64,
) -> Result<Vec<Uuid>, MetricsError> {
    let (connection, store) = (snapshot.connection(), journal.store());
    let sealed = changed_between(connection, store, def.key, position, snapshot.head()).await?;
    let waiting = snapshot.unsealed().iter().map(|(_, subject)| *subject);
    let all: HashSet<Uuid> = sealed.into_iter().chain(waiting).collect();
    Ok(all.into_iter().collect())
}

/// Puts what these subjects counted at each position in the place of what they count now.
async fn take_back(
    journal: &Journal,
    snapshot: &Snapshot,
    def: &'static RegisterDef,
    asked: &[(&Named, i64)],
    cells: &mut [Cells],
    subjects: &[Uuid],
) -> Result<(), MetricsError> {
    let (connection, store) = (snapshot.connection(), journal.store());
    let now = rows_of(connection, store, def, subjects).await?;
    let mut then: HashMap<i64, Vec<Stored>> = HashMap::new();
    for (_, position) in asked.iter().filter(|(_, position)| *position > 0) {
        if !then.contains_key(position) {
            let standing = standing_at(connection, store, def.key, subjects, *position).await?;
            let rows = standing.values().map(|entry| Stored::of_entry(def, entry));
            then.insert(*position, rows.collect::<Result<_, _>>()?);
        }
    }
    for ((named, position), cells) in asked.iter().zip(cells) {
        let counter = Counter::of(def, &named.ask)?;
        let stood = then.get(position).map(Vec::as_slice).unwrap_or_default();
        for (rows, times) in [(now.as_slice(), -1), (stood, 1)] {
            for (cell, counts) in rows.iter().filter_map(|row| counter.part_of(row)) {
                add(cells, cell, counts, times);
            }
        }
    }
    Ok(())
}
