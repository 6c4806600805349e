//! One value for each demand point or each candidate, and lists of the ways between them.

use std::ops::{Index, IndexMut};

/// One value for each demand point, or for each candidate. Its numbers come from the problem that it
/// was made for, which is what makes reaching into it safe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Column<T>(Vec<T>);

impl<T: Clone> Column<T> {
    pub(crate) fn of(value: T, length: usize) -> Self {
        Self(vec![value; length])
    }

    pub(crate) fn fill(&mut self, value: T) {
        self.0.fill(value);
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> Column<T> {
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn values(&self) -> &[T] {
        &self.0
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }

    pub(crate) fn push(&mut self, value: T) {
        self.0.push(value);
    }
}

impl<T> Index<usize> for Column<T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "numbers of points and candidates are checked where a problem is made; a wrong one \
                  is a mistake of this crate and must not pass for an answer"
    )]
    fn index(&self, number: usize) -> &T {
        &self.0[number]
    }
}

impl<T> IndexMut<usize> for Column<T> {
    #[expect(clippy::indexing_slicing, reason = "as for reading")]
    fn index_mut(&mut self, number: usize) -> &mut T {
        &mut self.0[number]
    }
}

/// Whom one reaches, and at what cost for each unit of weight. Ordered by cost, then number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reach {
    pub(crate) cost: u32,
    pub(crate) other: u32,
}

impl Reach {
    pub(crate) const fn other(self) -> usize {
        self.other as usize
    }
}

/// A list of [`Reach`] for each demand point, or for each candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lists {
    /// Where each list begins; one more than there are lists.
    starts: Column<usize>,
    entries: Vec<Reach>,
}

impl Lists {
    /// Lists one after the other.
    pub(crate) fn new(lists: impl Iterator<Item = Vec<Reach>>, entries: usize) -> Self {
        let mut made = Self {
            starts: vec![0].into(),
            entries: Vec::with_capacity(entries),
        };
        for list in lists {
            made.entries.extend(list);
            made.starts.push(made.entries.len());
        }
        made
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn entries(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn of(&self, number: usize) -> &[Reach] {
        let range = self.starts[number]..self.starts[number + 1];
        self.entries.get(range).unwrap_or_default()
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = &[Reach]> + Clone {
        (0..self.len()).map(|number| self.of(number))
    }

    /// The same ways from the other side: `others` lists, each ordered by number.
    pub(crate) fn turned(&self, others: usize) -> Self {
        let mut starts = Column::of(0, others + 1);
        for reach in &self.entries {
            starts[reach.other() + 1] += 1;
        }
        for number in 0..others {
            starts[number + 1] += starts[number];
        }
        let mut next = starts.clone();
        let nobody = Reach { cost: 0, other: 0 };
        let mut entries = Column::of(nobody, self.entries.len());
        for (list, other) in self.each().zip(0_u32..) {
            for reach in list {
                let place = &mut next[reach.other()];
                entries[*place] = Reach {
                    cost: reach.cost,
                    other,
                };
                *place += 1;
            }
        }
        Self {
            starts,
            entries: entries.0,
        }
    }

    /// Only what fits, in the same order.
    pub(crate) fn filtered(&self, fits: impl Fn(usize, Reach) -> bool) -> Self {
        let mut made = Self {
            starts: vec![0].into(),
            entries: Vec::new(),
        };
        for (number, list) in self.each().enumerate() {
            let kept = list.iter().filter(|reach| fits(number, **reach));
            made.entries.extend(kept);
            made.starts.push(made.entries.len());
        }
        made
    }
}
