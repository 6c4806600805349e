//! What people entered and corrected, as the rules take it.

use std::collections::BTreeMap;

use base::Uuid;
use register::Reference;
use rules::{
    Correction, Entry, Event, FactDef, Kind, Member, Number, Points, Reference as Source, Scheme,
    Scope, Single, Unknown, Value,
};

use crate::standing::rows_of;
use crate::{CorrectionState, EntryState, EvaluateError, EvaluationCorrection, EvaluationEntry};

/// A case of one of this room's loops, as a score's source.
pub(crate) const CASE: &str = "case";
/// An attachment, likewise.
pub(crate) const ATTACHMENT: &str = "attachment";
/// In how many parts a unit of a number is kept.
const PARTS: i128 = 10_000;

/// Everything that was entered and corrected for a year, and entered for the year before.
pub(crate) struct ByHand {
    year: i32,
    entries: BTreeMap<Uuid, EvaluationEntry>,
    corrections: BTreeMap<Uuid, EvaluationCorrection>,
    evidence: BTreeMap<Uuid, Vec<Uuid>>,
}

type Row<'b> = (&'b Uuid, &'b EvaluationEntry);

impl ByHand {
    /// As it stands now, or stood at a position of the journal.
    pub(crate) async fn read(
        store: &store::Store,
        year: i32,
        position: Option<i64>,
    ) -> Result<Self, EvaluateError> {
        use register::Register as _;
        let years = [year - 1, year];
        let key = EvaluationEntry::DEF.key;
        Ok(Self {
            year,
            entries: rows_of(store, years, position).await?,
            corrections: rows_of(store, years, position).await?,
            evidence: files::hanging_on(store, key, position).await?,
        })
    }

    /// The entries of an area, or of the whole city.
    pub(crate) fn entries(&self, scheme: &Scheme, area: Option<Uuid>) -> Vec<Entry> {
        let mut by_fact: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
        for row in self.of(self.year, area) {
            by_fact.entry(&row.1.fact).or_default().push(row);
        }
        let scope = if area.is_some() {
            Scope::Area
        } else {
            Scope::City
        };
        let mut entries = Vec::new();
        for (fact, rows) in by_fact {
            match scheme.fact(fact).filter(|def| def.of == scope) {
                Some(def) if def.each.is_some() => entries.extend(self.together(def, &rows)),
                def => entries.extend(rows.iter().filter_map(|row| self.single(def, *row))),
            }
        }
        entries
    }

    /// The corrections of an area that are in force.
    pub(crate) fn corrections(&self, area: Uuid) -> Vec<Correction> {
        let of_area = self.corrections.iter().filter(|(_, one)| {
            one.area == Reference(area)
                && one.year == i64::from(self.year)
                && one.state == CorrectionState::InForce
        });
        let given = of_area.map(|(id, one)| Correction {
            item: one.item.clone(),
            year: self.year,
            points: Points::hundredths(one.points),
            by: one.decided_by.clone(),
            on: one
                .decided_on
                .unwrap_or_else(|| jiff::civil::Date::default().into()),
            why: one.why.clone(),
            source: case(id),
        });
        given.collect()
    }

    fn of(&self, year: i32, area: Option<Uuid>) -> impl Iterator<Item = Row<'_>> {
        let area = area.map(Reference);
        let rows = self.entries.iter();
        rows.filter(move |(_, one)| one.area == area && one.year == i64::from(year))
    }

    /// One row as an entry. What was taken back and fits no fact is left out: it says nothing any more.
    /// Whatever else does not fit is handed over as it is, and the rules refuse it by name.
    fn single(&self, def: Option<&FactDef>, (id, row): Row<'_>) -> Option<Entry> {
        if row.state == EntryState::Withdrawn && def.is_none() {
            return None;
        }
        let said = def.and_then(|def| said(def.kind, (id, row)));
        let value = said.or_else(|| anything_said((id, row)))?;
        Some(Entry {
            fact: row.fact.clone(),
            year: self.year,
            value: Value::One(value),
            before: self.before(row),
            state: state_of(row.state),
            evidence: self.evidence(id),
            by: row.name.clone(),
            on: row
                .entered_on
                .unwrap_or_else(|| jiff::civil::Date::default().into()),
            source: case(id),
        })
    }

    /// The rows of a fact that consists of several as one entry: each part for itself, known when somebody's
    /// rows for it count.
    fn together(&self, def: &FactDef, rows: &[Row<'_>]) -> Option<Entry> {
        let mut by_member: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
        for row in rows {
            let name = row.1.member.as_deref().unwrap_or_default();
            by_member.entry(name).or_default().push(*row);
        }
        let members = by_member.into_iter().map(|(name, rows)| Member {
            name: name.to_owned(),
            value: self.member(def, &rows),
            sources: rows.iter().flat_map(|(id, _)| self.sources(id)).collect(),
        });
        let counting = rows.iter().find(|row| self.counts(**row));
        let furthest = rows.iter().max_by_key(|(_, row)| rank(row.state));
        let (id, row) = counting.or(furthest)?;
        Some(Entry {
            fact: def.key.clone(),
            year: self.year,
            value: Value::Each(members.collect()),
            before: None,
            state: state_of(row.state),
            evidence: self.evidence(id),
            by: row.name.clone(),
            on: row
                .entered_on
                .unwrap_or_else(|| jiff::civil::Date::default().into()),
            source: case(id),
        })
    }

    fn member(&self, def: &FactDef, rows: &[Row<'_>]) -> Result<Single, Unknown> {
        let counting = rows.iter().filter(|row| self.counts(**row));
        let mut values = counting.filter_map(|row| said(def.kind, *row));
        if let Some(first) = values.next() {
            return if values.all(|other| other == first) {
                Ok(first)
            } else {
                Err(Unknown::EntriesDisagree)
            };
        }
        let furthest = rows
            .iter()
            .map(|(_, row)| row.state)
            .max_by_key(|one| rank(*one));
        Err(match furthest {
            Some(EntryState::Verified) => Unknown::NoEvidence,
            Some(EntryState::Withdrawn) => Unknown::Withdrawn,
            Some(state) => Unknown::Unconfirmed {
                state: state_of(state),
            },
            None => Unknown::NotEntered,
        })
    }

    /// The number of the year before: what stands in the entry, else what that year's own entries make
    /// known when they agree.
    fn before(&self, row: &EvaluationEntry) -> Option<Number> {
        let own = row.before.and_then(number);
        own.or_else(|| {
            let area = row.area.map(|Reference(id)| id);
            let earlier = self.of(self.year - 1, area);
            let same = earlier.filter(|one| one.1.fact == row.fact && self.counts(*one));
            let mut numbers = same.filter_map(|(_, one)| one.number.and_then(number));
            let first = numbers.next()?;
            numbers.all(|other| other == first).then_some(first)
        })
    }

    fn counts(&self, (id, row): Row<'_>) -> bool {
        row.state == EntryState::Verified && self.evidence.contains_key(id)
    }

    fn evidence(&self, id: &Uuid) -> Vec<Source> {
        let hanging = self.evidence.get(id).into_iter().flatten();
        hanging
            .map(|one| Source::new(ATTACHMENT, one.to_string()))
            .collect()
    }

    fn sources(&self, id: &Uuid) -> Vec<Source> {
        let mut all = self.evidence(id);
        all.push(case(id));
        all
    }
}

fn case(id: &Uuid) -> Source {
    Source::new(CASE, id.to_string())
}

const fn state_of(state: EntryState) -> rules::EntryState {
    match state {
        EntryState::Entered | EntryState::Returned => rules::EntryState::Entered,
        EntryState::Attested => rules::EntryState::ConfirmedByArea,
        EntryState::Verified => rules::EntryState::ConfirmedByCity,
        EntryState::Withdrawn => rules::EntryState::Withdrawn,
    }
}

const fn rank(state: EntryState) -> u8 {
    match state {
        EntryState::Withdrawn => 0,
        EntryState::Returned => 1,
        EntryState::Entered => 2,
        EntryState::Attested => 3,
        EntryState::Verified => 4,
    }
}

/// What a row says of a fact of this kind.
fn said(kind: Kind, (id, row): Row<'_>) -> Option<Single> {
    match kind {
        Kind::Yes => row.done.map(Single::Yes),
        Kind::Number => row.number.and_then(number).map(Single::Number),
        Kind::Events => row.done.map(|happened| {
            let told = row.events.as_deref().filter(|_| happened);
            let lines = told.into_iter().flat_map(str::lines).map(str::trim);
            let events = lines.filter(|line| !line.is_empty()).map(|line| Event {
                what: line.to_owned(),
                source: case(id),
            });
            Single::Events(events.collect())
        }),
    }
}

/// What a row says where that does not fit its fact.
fn anything_said(row: Row<'_>) -> Option<Single> {
    said(Kind::Number, row).or_else(|| said(Kind::Yes, row))
}

fn number(parts: i64) -> Option<Number> {
    Number::ratio(i128::from(parts), PARTS)
}
