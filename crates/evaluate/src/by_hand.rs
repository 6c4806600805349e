//! What people entered and corrected, as the rules take it.

use std::collections::BTreeMap;

use base::Uuid;
use register::Reference;
use rules::{
    Correction, Entry, Event, FactDef, Kind, Member, Number, Points, Reference as Source, Refused,
    Scheme, Single, Unknown, Value, correction_misfit, entry_misfit,
};

use crate::set_aside::{SetAside, Whose};
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

    /// The entries of an area, or of the whole city, that fit their facts; and those that do not.
    pub(crate) fn entries(&self, scheme: &Scheme, of: Whose<'_>) -> (Vec<Entry>, Vec<SetAside>) {
        let mut by_fact: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
        let mut aside = Vec::new();
        for row in self.of(self.year, of.id()) {
            match self.misfit(scheme, of, row) {
                None => by_fact.entry(&row.1.fact).or_default().push(row),
                // What was taken back says nothing any more.
                Some(_) if row.1.state == EntryState::Withdrawn => {}
                Some(why) => aside.push(of.set_aside(scheme, row.0, &row.1.name, &why)),
            }
        }
        let mut entries = Vec::new();
        for (fact, rows) in by_fact {
            match scheme.fact(fact) {
                Some(def) if def.each.is_some() => entries.extend(self.together(def, &rows)),
                Some(def) => entries.extend(rows.iter().filter_map(|row| self.single(def, *row))),
                None => {}
            }
        }
        (entries, aside)
    }

    /// The corrections of an area that are in force and fit; and those in force that do not.
    pub(crate) fn corrections(
        &self,
        scheme: &Scheme,
        of: Whose<'_>,
    ) -> (Vec<Correction>, Vec<SetAside>) {
        let (mut fitting, mut aside) = (Vec::new(), Vec::new());
        let Some(area) = of.id() else {
            return (fitting, aside);
        };
        let of_area = self.corrections.iter().filter(|(_, one)| {
            one.area == Reference(area)
                && one.year == i64::from(self.year)
                && one.state == CorrectionState::InForce
        });
        for (id, one) in of_area {
            let correction = self.correction(id, one);
            match correction_misfit(scheme, self.year, of.called(), &correction) {
                None => fitting.push(correction),
                Some(why) => aside.push(of.set_aside(scheme, id, &one.why, &why)),
            }
        }
        (fitting, aside)
    }

    fn correction(&self, id: &Uuid, one: &EvaluationCorrection) -> Correction {
        Correction {
            item: one.item.clone(),
            year: self.year,
            points: Points::hundredths(one.points),
            by: one.decided_by.clone(),
            on: one
                .decided_on
                .unwrap_or_else(|| jiff::civil::Date::default().into()),
            why: one.why.clone(),
            source: case(id),
        }
    }

    /// What keeps a row from being an entry of its fact.
    fn misfit(&self, scheme: &Scheme, of: Whose<'_>, row: Row<'_>) -> Option<Refused> {
        let def = scheme.fact(&row.1.fact);
        let fitting = def.and_then(|def| said(def.kind, row));
        let value = fitting.or_else(|| anything_said(row));
        let value = value.unwrap_or_else(|| nothing_for(def));
        let consists = def.is_some_and(|def| def.each.is_some());
        let value = if consists || row.1.member.is_some() {
            Value::Each(vec![Member {
                name: row.1.member.clone().unwrap_or_default(),
                value: Ok(value),
                sources: Vec::new(),
            }])
        } else {
            Value::One(value)
        };
        let entry = self.entry(row, value, None);
        entry_misfit(scheme, self.year, (of.called(), of.scope()), &entry)
    }

    fn of(&self, year: i32, area: Option<Uuid>) -> impl Iterator<Item = Row<'_>> {
        let area = area.map(Reference);
        let rows = self.entries.iter();
        rows.filter(move |(_, one)| one.area == area && one.year == i64::from(year))
    }

    /// One row as an entry.
    fn single(&self, def: &FactDef, row: Row<'_>) -> Option<Entry> {
        let value = said(def.kind, row)?;
        Some(self.entry(row, Value::One(value), self.before(row.1)))
    }

    fn entry(&self, (id, row): Row<'_>, value: Value, before: Option<Number>) -> Entry {
        Entry {
            fact: row.fact.clone(),
            year: self.year,
            value,
            before,
            state: state_of(row.state),
            evidence: self.evidence(id),
            by: row.name.clone(),
            on: row
                .entered_on
                .unwrap_or_else(|| jiff::civil::Date::default().into()),
            source: case(id),
        }
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
        let row = counting.or(furthest)?;
        Some(self.entry(*row, Value::Each(members.collect()), None))
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

/// A value of another kind than the fact's, for a row that says nothing at all.
fn nothing_for(def: Option<&FactDef>) -> Single {
    match def.map(|def| def.kind) {
        Some(Kind::Yes) => Single::Number(Number::ZERO),
        _ => Single::Yes(false),
    }
}

fn number(parts: i64) -> Option<Number> {
    Number::ratio(i128::from(parts), PARTS)
}
