//! The relaxed choice: of candidates with prices, the cheapest that the bounds allow.

use crate::column::Column;

/// How many stations each candidate takes at least and at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) least: Column<u16>,
    pub(crate) most: Column<u16>,
}

/// How many stations there are to be in all, those that stand included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stations {
    Exactly(u64),
    AsFewAsServe,
}

/// What the prices choose.
#[derive(Clone, Debug)]
pub(crate) struct Pick {
    pub(crate) counts: Column<u16>,
    /// The sum of their prices.
    pub(crate) sum: i64,
    /// The price of what one more station would push out; `None` where none more is possible.
    pushed: Option<i64>,
    /// The price of what would come in for one station less; `None` where none less is possible.
    coming: Option<i64>,
    /// Candidates that are not decided; kept to save its memory.
    open: Vec<usize>,
}

impl Bounds {
    pub(crate) fn is_decided(&self, candidate: usize) -> bool {
        self.least[candidate] == self.most[candidate]
    }

    /// Only what other bounds allow too; `false` where nothing is left.
    pub(crate) fn narrow(&mut self, other: &Self) -> bool {
        let mut left = true;
        let own = self.least.iter_mut().zip(self.most.iter_mut());
        let others = other.least.iter().zip(other.most.iter());
        for ((least, most), (low, high)) in own.zip(others) {
            *least = (*least).max(*low);
            *most = (*most).min(*high);
            left &= least <= most;
        }
        left
    }
}

impl Pick {
    pub(crate) fn new(candidates: usize) -> Self {
        Self {
            counts: Column::of(0, candidates),
            sum: 0,
            pushed: None,
            coming: None,
            open: Vec::new(),
        }
    }

    /// Chooses anew; `false` where the bounds allow no choice.
    pub(crate) fn choose(
        &mut self,
        prices: &Column<i64>,
        bounds: &Bounds,
        stations: Stations,
    ) -> bool {
        self.counts.clone_from(&bounds.least);
        self.open.clear();
        self.sum = 0;
        let (mut least, mut room, mut single) = (0_u64, 0_u64, true);
        let limits = bounds.least.iter().zip(bounds.most.iter());
        for (candidate, ((low, high), price)) in limits.zip(prices.iter()).enumerate() {
            least += u64::from(*low);
            self.sum += price * i64::from(*low);
            if high > low {
                room += u64::from(high - low);
                single &= high - low == 1;
                self.open.push(candidate);
            }
        }
        match stations {
            Stations::AsFewAsServe => self.take_all_below_nothing(prices, bounds),
            Stations::Exactly(all) => {
                let Some(rest) = all.checked_sub(least).filter(|rest| *rest <= room) else {
                    return false;
                };
                let rest = usize::try_from(rest).unwrap_or(usize::MAX);
                self.take_cheapest(rest, prices, bounds, single);
            }
        }
        true
    }

    fn take_all_below_nothing(&mut self, prices: &Column<i64>, bounds: &Bounds) {
        (self.pushed, self.coming) = (Some(0), Some(0));
        for candidate in &self.open {
            let price = prices[*candidate];
            if price < 0 {
                let more = bounds.most[*candidate] - bounds.least[*candidate];
                self.counts[*candidate] += more;
                self.sum += price * i64::from(more);
            }
        }
    }

    fn take_cheapest(&mut self, rest: usize, prices: &Column<i64>, bounds: &Bounds, single: bool) {
        (self.pushed, self.coming) = (None, None);
        let order = |candidate: &usize| (prices[*candidate], *candidate);
        if !single {
            self.open.sort_unstable_by_key(order);
        } else if rest > 0 && rest < self.open.len() {
            self.open.select_nth_unstable_by_key(rest, order);
        }
        let mut left = rest;
        for candidate in &self.open {
            let price = prices[*candidate];
            let room = bounds.most[*candidate] - bounds.least[*candidate];
            let more = room.min(u16::try_from(left).unwrap_or(u16::MAX));
            if more > 0 {
                self.counts[*candidate] += more;
                self.sum += price * i64::from(more);
                self.pushed = Some(self.pushed.map_or(price, |most| most.max(price)));
                left -= usize::from(more);
            }
            if more < room {
                self.coming = Some(self.coming.map_or(price, |least| least.min(price)));
            }
        }
    }

    /// Decides what no answer better than `limit` can have otherwise, given that this choice makes
    /// a bound of `bound`. The number of decisions.
    pub(crate) fn decide(
        &self,
        prices: &Column<i64>,
        bound: i64,
        limit: i64,
        bounds: &mut Bounds,
    ) -> usize {
        let mut decided = 0;
        for candidate in &self.open {
            let (count, price) = (self.counts[*candidate], prices[*candidate]);
            let more = self.pushed.map(|pushed| bound + (price - pushed).max(0));
            if count < bounds.most[*candidate] && more.is_none_or(|bound| bound > limit) {
                bounds.most[*candidate] = count;
                decided += 1;
            }
            let less = self.coming.map(|coming| bound + (coming - price).max(0));
            if count > bounds.least[*candidate] && less.is_none_or(|bound| bound > limit) {
                bounds.least[*candidate] = count;
                decided += 1;
            }
        }
        decided
    }
}
