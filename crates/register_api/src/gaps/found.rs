//! What a question found: rows with gaps, counts by slot and by set of regions, lines of a file.

use std::collections::HashMap;

use base::{Date, Language, Uuid};
use register::{CoverageDef, Covered, RegisterDef, Slot, SlotState};
use sheets::Cell;

use super::GapQuery;
use super::view::{GapGroup, GapRow, GapSlot};

/// A set of regions that gaps are counted by.
pub(super) struct Group {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) includes: Vec<String>,
    pub(super) excludes: Vec<String>,
}

impl Group {
    pub(super) fn holds(&self, row: &Covered) -> bool {
        let within = |codes: &[String]| {
            let region = row.region.as_deref().unwrap_or_default();
            codes.iter().any(|code| region.starts_with(code.as_str()))
        };
        within(&self.includes) && !within(&self.excludes)
    }
}

/// What a question found.
pub(super) struct Found {
    pub(super) def: &'static CoverageDef,
    pub(super) filling: &'static RegisterDef,
    pub(super) on: Date,
    pub(super) rows: Vec<Covered>,
    /// Titles of the needing rows by what leads to them.
    pub(super) titles: HashMap<String, String>,
    pub(super) groups: Vec<Group>,
}

impl Found {
    /// The rows with gaps that the question admits.
    pub(super) fn gaps<'f>(
        &'f self,
        query: &'f GapQuery,
    ) -> impl Iterator<Item = &'f Covered> + 'f {
        let group = query
            .group
            .and_then(|id| self.groups.iter().find(|group| group.id == id));
        self.rows.iter().filter(move |row| {
            let lacks = match &query.slot {
                Some(slot) => self.missing(row).any(|known| known.key == slot),
                None => row.has_gap(),
            };
            lacks && (query.group.is_none() || group.is_some_and(|group| group.holds(row)))
        })
    }

    pub(super) fn missing<'f>(&'f self, row: &'f Covered) -> impl Iterator<Item = &'static Slot> {
        let states = self.def.slots.iter().zip(&row.slots);
        states
            .filter(|(_, state)| **state == SlotState::Missing)
            .map(|(slot, _)| slot)
    }

    pub(super) fn slots(&self, language: Language) -> Vec<GapSlot> {
        let count = |at: usize, wanted: &[SlotState]| {
            let states = self.rows.iter().filter_map(|row| row.slots.get(at));
            states.filter(|state| wanted.contains(state)).count()
        };
        let slots = self.def.slots.iter().enumerate();
        slots
            .map(|(at, slot)| GapSlot {
                key: slot.key,
                label: slot.label.text(language),
                needed: count(at, &[SlotState::Filled, SlotState::Missing]),
                missing: count(at, &[SlotState::Missing]),
                fill: slot.filled_where.iter().copied().collect(),
            })
            .collect()
    }

    pub(super) fn counts(&self, group: &Group) -> GapGroup {
        let rows: Vec<&Covered> = self.rows.iter().filter(|row| group.holds(row)).collect();
        let of_state = |state: SlotState| {
            let states = rows.iter().flat_map(|row| &row.slots);
            states.filter(|known| **known == state).count()
        };
        let missing = of_state(SlotState::Missing);
        let by_slot = (0..self.def.slots.len()).map(|at| {
            let states = rows.iter().filter_map(|row| row.slots.get(at));
            states.filter(|state| **state == SlotState::Missing).count()
        });
        GapGroup {
            id: group.id,
            title: group.title.clone(),
            needed: missing + of_state(SlotState::Filled),
            missing,
            by_slot: by_slot.collect(),
        }
    }

    pub(super) fn row(&self, row: &Covered) -> GapRow {
        GapRow {
            id: row.id,
            title: row.title.clone(),
            region: row.region.clone(),
            under: self.under(row),
            fill: HashMap::from([(self.def.link.from, row.link.clone())]),
            missing: self.missing(row).map(|slot| slot.key).collect(),
        }
    }

    /// The title of the nearest row whose region holds this one's.
    pub(super) fn under(&self, row: &Covered) -> Option<String> {
        let region = row.region.as_deref()?;
        let shorter = [9, 6, 4]
            .into_iter()
            .filter(|digits| *digits < region.len());
        let mut codes = shorter.filter_map(|digits| region.get(..digits));
        codes.find_map(|code| self.titles.get(code).cloned())
    }

    pub(super) fn lines(
        &self,
        row: &Covered,
        asked: Option<&str>,
        language: Language,
    ) -> Vec<Vec<Cell>> {
        let group = self.groups.iter().find(|group| group.holds(row));
        let line = |slot: &Slot| {
            let texts = [
                group.map_or("", |group| &group.title).to_owned(),
                row.region.clone().unwrap_or_default(),
                row.title.clone(),
                self.under(row).unwrap_or_default(),
                slot.label.text(language).to_owned(),
                self.on.to_string(),
            ];
            texts.into_iter().map(Cell::from).collect()
        };
        let missing = self.missing(row);
        let wanted = missing.filter(|slot| asked.is_none_or(|asked| asked == slot.key));
        wanted.map(line).collect()
    }
}
