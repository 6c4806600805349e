//! 覆盖 what some stations cover, and what each of them adds.

use crate::findings::Cover;
use crate::question::Point;
use crate::study::StudyModel;
use crate::table::{NEVER, Table};

/// Demand with the times to it.
#[derive(Clone, Copy)]
pub(crate) struct Demand<'a> {
    pub(crate) points: &'a [Point],
    pub(crate) table: &'a Table,
    /// Driving seconds within which a point is covered.
    pub(crate) drive: u32,
    /// Until the wheels turn.
    pub(crate) turnout: u32,
}

impl Demand<'_> {
    /// All of the weight.
    pub(crate) fn weight(&self) -> i64 {
        self.points.iter().map(|point| point.weight).sum()
    }

    /// A weight in per cent of all.
    pub(crate) fn share(&self, weight: i64) -> f64 {
        percent(weight, self.weight())
    }

    /// When a drive that takes so long arrives, counted from the order.
    pub(crate) fn arrival(&self, drive: u32) -> f64 {
        f64::from(drive) + f64::from(self.turnout)
    }

    /// Which points these sites cover.
    pub(crate) fn covered(&self, sites: &[usize]) -> Vec<bool> {
        let first = self.table.first(sites, self.points.len());
        let in_time = |one: Option<(usize, u32)>| one.is_some_and(|(_, drive)| drive <= self.drive);
        first.into_iter().map(in_time).collect()
    }

    /// What these sites cover; `stations` of them are counted.
    pub(crate) fn cover(&self, sites: &[usize], stations: usize) -> Cover {
        let first = self.table.first(sites, self.points.len());
        let mut reached: Vec<(u32, i64)> = first
            .iter()
            .zip(self.points)
            .filter_map(|(one, point)| one.map(|(_, drive)| (drive, point.weight)))
            .collect();
        reached.sort_unstable();
        let weight: i64 = reached.iter().map(|(_, weight)| weight).sum();
        let in_time = reached.iter().filter(|(drive, _)| *drive <= self.drive);
        Cover {
            stations,
            covered: self.share(in_time.map(|(_, weight)| weight).sum()),
            mean: mean(&reached).map(|drive| tenths(drive + f64::from(self.turnout))),
            ninth: ninth(&reached, weight).map(|drive| self.arrival(drive)),
            worst: reached.last().map(|(drive, _)| self.arrival(*drive)),
        }
    }

    /// The proposed sites in the order in which each adds most to those before it, from those that stay.
    pub(crate) fn in_order(
        &self,
        model: StudyModel,
        stay: &[usize],
        chosen: &[usize],
    ) -> Vec<usize> {
        let mut best: Vec<u32> = self
            .table
            .first(stay, self.points.len())
            .into_iter()
            .map(|one| one.map_or(NEVER, |(_, drive)| drive))
            .collect();
        let mut left = chosen.to_vec();
        let mut order = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let gain = |site: &usize| self.gain(model, &best, *site);
            let Some((at, site)) = left
                .iter()
                .copied()
                .enumerate()
                .max_by_key(|(at, site)| (gain(site), std::cmp::Reverse(*at)))
            else {
                break;
            };
            for (seconds, own) in best.iter_mut().zip(self.table.row(site)) {
                *seconds = (*seconds).min(*own);
            }
            left.remove(at);
            order.push(site);
        }
        order
    }

    /// What a site adds where points are reached so soon already: weight, or weight times seconds.
    fn gain(&self, model: StudyModel, best: &[u32], site: usize) -> i64 {
        let each = self.points.iter().zip(best).zip(self.table.row(site));
        let gains = each.map(|((point, best), own)| match model {
            StudyModel::Median => {
                let saved = i64::from((*best).min(FAR)) - i64::from((*own).min(FAR));
                point.weight.saturating_mul(saved.max(0))
            }
            StudyModel::MaxCover | StudyModel::SetCover => {
                let newly = *best > self.drive && *own <= self.drive;
                if newly { point.weight } else { 0 }
            }
        });
        gains.fold(0, i64::saturating_add)
    }
}

/// Who is not reached counts as reached after four hours, so that reaching somebody is worth most.
const FAR: u32 = 4 * 3_600;

/// Weighted mean of seconds.
pub(crate) fn mean(reached: &[(u32, i64)]) -> Option<f64> {
    let weight: i64 = reached.iter().map(|(_, weight)| weight).sum();
    if weight == 0 {
        return None;
    }
    let sum: i128 = reached
        .iter()
        .map(|(seconds, weight)| i128::from(*seconds) * i128::from(*weight))
        .sum();
    Some(sum as f64 / weight as f64)
}

/// The first time by which nine tenths of the weight are reached; `reached` is sorted.
fn ninth(reached: &[(u32, i64)], weight: i64) -> Option<u32> {
    let mut so_far = 0;
    reached
        .iter()
        .find(|(_, own)| {
            so_far += own;
            i128::from(so_far) * 10 >= i128::from(weight) * 9
        })
        .map(|(drive, _)| *drive)
}

/// A part in per cent of a whole, to hundredths.
pub(crate) fn percent(part: i64, whole: i64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    (part as f64 / whole as f64 * 10_000.0).round() / 100.0
}

/// To tenths.
pub(crate) fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use base::Wgs84;

    use super::*;

    fn point(weight: i64) -> Point {
        Point {
            title: String::new(),
            place: Wgs84 {
                longitude_e7: 0,
                latitude_e7: 0,
            },
            region: String::new(),
            source: 0,
            amount: weight,
            weight,
        }
    }

    #[test]
    fn the_first_there_covers_and_who_is_never_reached_counts_as_uncovered() {
        let points = [point(50), point(30), point(20)];
        let table = Table::made(vec![
            vec![100, 400, NEVER],
            vec![300, 200, NEVER],
            vec![NEVER, NEVER, NEVER],
        ]);
        let demand = Demand {
            points: &points,
            table: &table,
            drive: 240,
            turnout: 60,
        };
        let cover = demand.cover(&[0, 2], 2);
        assert_eq!(cover.covered, 50.0);
        assert_eq!((cover.mean, cover.worst), (Some(272.5), Some(460.0)));
        assert_eq!(demand.cover(&[0, 1], 2).covered, 80.0);
        assert_eq!(demand.cover(&[2], 1).mean, None);
        assert_eq!(demand.covered(&[1]), [false, true, false]);
    }

    #[test]
    fn the_one_that_adds_most_comes_first() {
        let points = [point(50), point(30), point(20)];
        let table = Table::made(vec![
            vec![10, 900, 900],
            vec![900, 10, 900],
            vec![900, 10, 10],
        ]);
        let demand = Demand {
            points: &points,
            table: &table,
            drive: 240,
            turnout: 60,
        };
        let order = |model| demand.in_order(model, &[], &[1, 2, 0]);
        assert_eq!(order(StudyModel::MaxCover), [2, 0, 1]);
        assert_eq!(order(StudyModel::Median)[..2], [2, 0]);
        assert_eq!(demand.in_order(StudyModel::MaxCover, &[0], &[1, 2]), [2, 1]);
    }
}
