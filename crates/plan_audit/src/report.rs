//! What the checks have found so far: contradictions, and which cells are confirmed by others.

use std::collections::BTreeSet;

use crate::finding::Finding;

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Cell {
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
}

/// Gathers findings. A later check leaves alone what an earlier one saw confirmed.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
    firm: BTreeSet<Cell>,
    likely: BTreeSet<Cell>,
}

impl Report {
    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// These cells are in a relation that holds to the last digit: a change of one would break it.
    pub(crate) fn confirm(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.firm.extend(cells);
    }

    /// These cells are in a relation that holds within its rounding.
    pub(crate) fn support(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.likely.extend(cells);
    }

    pub(crate) fn is_firm(&self, cell: Cell) -> bool {
        self.firm.contains(&cell)
    }

    pub(crate) fn is_likely(&self, cell: Cell) -> bool {
        self.likely.contains(&cell)
    }

    /// In the order of lines. What two checks say of one printed figure in the same way is said once, by
    /// whoever is surest.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by(|left, right| {
            (left.line, right.confidence, left.kind).cmp(&(right.line, left.confidence, right.kind))
        });
        let mut kept: Vec<Finding> = Vec::new();
        for finding in self.findings {
            let same = |other: &Finding| {
                other.line == finding.line
                    && other.printed == finding.printed
                    && other.computed == finding.computed
                    && (other.kind != finding.kind || other.subject == finding.subject)
            };
            if !kept.iter().any(same) {
                kept.push(finding);
            }
        }
        kept
    }
}
