//! Counts that are kept: each question's cells, made by one scan and kept right by the journal.
//!
//! How a count stays right: it is made in one moment of the database, with the position of that
//! moment and the entries that the rows held already without a position. Then each entry that
//! follows takes what its subject counted before and adds what it counts now. A restart begins with
//! nothing; who lags too far behind forgets everything and counts anew when asked.
//!
//! Invariants: each entry changes a count exactly once, an import's rows too, which are there from
//! their flip and get positions later; no lock is held while the database is asked.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base::Uuid;
use journal::{Journal, Replaced, replaced_after};
use register::{Ask, Catalogue, Cells, Counter, RegisterDef, Stored, tally};
use tokio::sync::watch;

use crate::MetricsError;

/// Entries that are read at a time.
const PAGE: u64 = 512;
/// Who is further behind than this counts anew.
const TOO_FAR: i64 = 20_000;
/// Counts that are kept at most; the one that was not asked for the longest goes first.
const MOST: usize = 4_000;
const PAUSE: Duration = Duration::from_secs(1);

/// What the board did since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoardFigures {
    /// Scans of registers.
    pub scans: u64,
    /// Entries that moved counts.
    pub moved: u64,
    /// Times that everything was forgotten.
    pub forgotten: u64,
    /// Counts that are kept now.
    pub kept: usize,
}

/// The counts of one process.
pub(crate) struct Board {
    journal: Journal,
    catalogue: Arc<Catalogue>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    position: i64,
    uses: u64,
    kinds: HashMap<&'static str, HashMap<String, Kept>>,
    figures: BoardFigures,
}

struct Kept {
    counter: Counter,
    cells: Arc<Cells>,
    /// Entries up to here are in it.
    base: i64,
    /// Entries behind it that are in it too.
    ahead: HashSet<Uuid>,
    used: u64,
}

/// A question with its name among those that are kept.
pub(crate) struct Named {
    pub(crate) def: &'static RegisterDef,
    pub(crate) name: String,
    pub(crate) ask: Ask,
}

impl Named {
    pub(crate) fn of(def: &'static RegisterDef, ask: Ask) -> Self {
        Self {
            def,
            name: format!("{ask:?}"),
            ask,
        }
    }
}

impl Board {
    pub(crate) fn new(journal: Journal, catalogue: Arc<Catalogue>) -> Self {
        let state = State {
            position: *journal.head().borrow(),
            ..State::default()
        };
        Self {
            journal,
            catalogue,
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn figures(&self) -> BoardFigures {
        let state = self.state();
        let kept = state.kinds.values().map(HashMap::len).sum();
        BoardFigures {
            kept,
            ..state.figures
        }
    }

    /// The answers to the questions, in their order, all of one position, and that position.
    pub(crate) async fn answers(
        &self,
        asked: &[Named],
    ) -> Result<(Vec<Arc<Cells>>, i64), MetricsError> {
        loop {
            let missing = {
                let mut state = self.state();
                match state.look_up(asked) {
                    Ok(found) => return Ok((found, state.position)),
                    Err(missing) => missing,
                }
            };
            let mut by_kind: HashMap<&str, Vec<&Named>> = HashMap::new();
            for at in missing {
                if let Some(named) = asked.get(at) {
                    by_kind.entry(named.def.key).or_default().push(named);
                }
            }
            for of_kind in by_kind.into_values() {
                self.count(&of_kind).await?;
            }
        }
    }

    /// Counts questions of one register anew and keeps them.
    async fn count(&self, asked: &[&Named]) -> Result<(), MetricsError> {
        let Some(def) = asked.first().map(|named| named.def) else {
            return Ok(());
        };
        let snapshot = self.journal.snapshot(def.key).await?;
        let asks: Vec<Ask> = asked.iter().map(|named| named.ask.clone()).collect();
        let store = self.journal.store();
        let counted = tally(snapshot.connection(), store, def, &asks).await?;
        let base = snapshot.head();
        let ahead: HashSet<Uuid> = snapshot
            .unsealed()
            .iter()
            .map(|(entry, _)| *entry)
            .collect();
        snapshot.close().await?;
        let mut made = Vec::new();
        for (named, cells) in asked.iter().zip(counted) {
            let kept = Kept {
                counter: Counter::of(def, &named.ask)?,
                cells: Arc::new(cells),
                base,
                ahead: ahead.clone(),
                used: 0,
            };
            made.push((named.name.clone(), kept));
        }
        self.keep(def, made, base).await
    }

    /// Brings new counts up to where the others stand and puts them beside them.
    async fn keep(
        &self,
        def: &'static RegisterDef,
        mut made: Vec<(String, Kept)>,
        base: i64,
    ) -> Result<(), MetricsError> {
        let mut upto = base;
        loop {
            {
                let mut state = self.state();
                if state.position <= upto {
                    state.figures.scans += 1;
                    state.insert(def.key, made);
                    return Ok(());
                }
            }
            let store = self.journal.store();
            let wanted = |kind: &str| kind == def.key;
            let (changes, next) = replaced_after(store, upto, PAGE, wanted).await?;
            for change in images(&self.catalogue, changes)? {
                for (_, kept) in &mut made {
                    kept.apply(&change);
                }
            }
            // What was read ahead of the others is in already when they come there.
            made.iter_mut().for_each(|(_, kept)| kept.base = next);
            upto = next;
        }
    }

    /// Follows the journal until it is told to stop.
    pub(crate) async fn follow(&self, mut stop: watch::Receiver<bool>) {
        let mut head = self.journal.head();
        while !*stop.borrow() {
            let newest = *head.borrow_and_update();
            if let Err(error) = self.catch_up(newest).await {
                tracing::warn!(%error, "counts of metrics did not follow the journal; trying again");
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => continue,
                    _ = stop.changed() => return,
                }
            }
            tokio::select! {
                changed = head.changed() => if changed.is_err() { return },
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Takes in every entry up to `newest`.
    pub(crate) async fn catch_up(&self, newest: i64) -> Result<(), MetricsError> {
        loop {
            let (position, wanted) = {
                let mut state = self.state();
                if newest - state.position > TOO_FAR {
                    state.forget(newest);
                }
                (state.position, state.wanted())
            };
            if position >= newest {
                return Ok(());
            }
            let store = self.journal.store();
            let wants = |kind: &str| wanted.contains(kind);
            let (changes, next) = replaced_after(store, position, PAGE, wants).await?;
            let changes = images(&self.catalogue, changes)?;
            let mut state = self.state();
            // A register that is counted since then was not read; read the page again.
            if state.position == position && state.wanted().is_subset(&wanted) {
                state.move_on(&changes, next);
            }
        }
    }
}

/// A change as rows of its register.
struct Change {
    entry: Uuid,
    position: i64,
    kind: &'static str,
    before: Option<Stored>,
    after: Stored,
}

fn images(catalogue: &Catalogue, changes: Vec<Replaced>) -> Result<Vec<Change>, MetricsError> {
    let mut all = Vec::with_capacity(changes.len());
    for change in changes {
        let Some(def) = catalogue.get(&change.after.kind) else {
            continue;
        };
        let before = change.before.as_ref();
        all.push(Change {
            entry: change.after.id,
            position: change.position,
            kind: def.key,
            before: before
                .map(|entry| Stored::of_entry(def, entry))
                .transpose()?,
            after: Stored::of_entry(def, &change.after)?,
        });
    }
    Ok(all)
}

impl Kept {
    fn apply(&mut self, change: &Change) {
        if change.position <= self.base || self.ahead.remove(&change.entry) {
            return;
        }
        let before = change
            .before
            .as_ref()
            .and_then(|row| self.counter.part_of(row));
        let after = self.counter.part_of(&change.after);
        if before == after {
            return;
        }
        let cells = Arc::make_mut(&mut self.cells);
        for (part, times) in [(before, -1), (after, 1)] {
            let Some((cell, counts)) = part else { continue };
            add(cells, cell, counts, times);
        }
    }
}

/// Adds to a cell; one that counts nothing any more goes.
pub(crate) fn add(cells: &mut Cells, cell: register::Cell, counts: register::Counts, times: i64) {
    let held = cells.entry(cell.clone()).or_default();
    held.add(counts, times);
    if held.rows == 0 {
        cells.remove(&cell);
    }
}

impl State {
    /// The cells of all questions, or the places of those that are not kept.
    fn look_up(&mut self, asked: &[Named]) -> Result<Vec<Arc<Cells>>, Vec<usize>> {
        self.uses += 1;
        let (mut found, mut missing) = (Vec::with_capacity(asked.len()), Vec::new());
        for (at, named) in asked.iter().enumerate() {
            let of_kind = self.kinds.get_mut(named.def.key);
            match of_kind.and_then(|kept| kept.get_mut(&named.name)) {
                Some(kept) => {
                    kept.used = self.uses;
                    found.push(Arc::clone(&kept.cells));
                }
                None => missing.push(at),
            }
        }
        if missing.is_empty() {
            Ok(found)
        } else {
            Err(missing)
        }
    }

    fn wanted(&self) -> BTreeSet<&'static str> {
        let counted = self.kinds.iter().filter(|(_, kept)| !kept.is_empty());
        counted.map(|(kind, _)| *kind).collect()
    }

    fn insert(&mut self, kind: &'static str, made: Vec<(String, Kept)>) {
        self.uses += 1;
        let uses = self.uses;
        let of_kind = self.kinds.entry(kind).or_default();
        of_kind.extend(made.into_iter().map(|(name, mut kept)| {
            kept.used = uses;
            (name, kept)
        }));
        self.make_room();
    }

    fn make_room(&mut self) {
        let kept: usize = self.kinds.values().map(HashMap::len).sum();
        if kept <= MOST {
            return;
        }
        let mut uses: Vec<u64> = self
            .kinds
            .values()
            .flat_map(HashMap::values)
            .map(|one| one.used)
            .collect();
        uses.sort_unstable();
        let oldest = uses.get(kept / 4).copied().unwrap_or(0);
        // What is asked for just now stays.
        let limit = Ord::min(oldest, self.uses.saturating_sub(1));
        self.kinds
            .values_mut()
            .for_each(|of_kind| of_kind.retain(|_, one| one.used > limit));
    }

    fn move_on(&mut self, changes: &[Change], position: i64) {
        for change in changes {
            if let Some(of_kind) = self.kinds.get_mut(change.kind) {
                of_kind.values_mut().for_each(|kept| kept.apply(change));
            }
        }
        self.figures.moved += u64::try_from(changes.len()).unwrap_or(0);
        self.position = position;
    }

    fn forget(&mut self, position: i64) {
        self.kinds.clear();
        self.figures.forgotten += 1;
        self.position = position;
    }
}
