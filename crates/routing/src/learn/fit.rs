//! From legs to factors: the regression, the median beside it, and how sure either is.

use super::Estimator;

/// A leg as an equation.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// Observed to expected time, without what the factors that are given take: what the others make.
    pub(super) left: f64,
    /// Observed to expected time.
    pub(super) ratio: f64,
    /// Which factors are sought here, and which share of the expected time is theirs.
    pub(super) shares: Vec<(usize, f64)>,
    /// The group of trips that its trip is in.
    pub(super) group: usize,
}

/// A factor that was fitted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitted {
    pub(super) value: f64,
    /// How far the interval of 95 % reaches to each side.
    pub(super) reach: f64,
}

/// What factors are drawn to, and as if by how many legs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn<'d> {
    pub(super) to: &'d [f64],
    pub(super) by: f64,
}

/// Groups of trips, at most: more make no better interval.
pub(super) const GROUPS: usize = 20;
/// Huber's k: 95 % as good as least squares where noise is normal.
const HUBER: f64 = 1.345;
/// From the median of absolute rests to a standard deviation, where noise is normal.
const OF_MEDIAN: f64 = 1.4826;
/// No scale is less, as a share of the expected time: rests that are all 0 leave every weight whole.
const LEAST_SCALE: f64 = 0.01;
/// The scale is taken so often, and all factors in turn so often for each.
const SCALES: usize = 4;
const TURNS: usize = 60;
/// Turns end when no factor moved farther.
const AT_REST: f64 = 1e-6;
/// A leg counts for a class's median when so much of it is the class's.
const GREATER_PART: f64 = 0.5;

/// The factors with their intervals, one for each that is drawn to.
pub(super) fn fitted(
    estimator: Estimator,
    samples: &[Sample],
    drawn: Drawn<'_>,
    groups: usize,
) -> Vec<Fitted> {
    let estimate = |samples: &[&Sample]| match estimator {
        Estimator::Regression => regression(samples, drawn),
        Estimator::Median => medians(samples, drawn),
    };
    let all: Vec<&Sample> = samples.iter().collect();
    let without = (0..groups).map(|group| {
        let others = samples.iter().filter(|sample| sample.group != group);
        estimate(&others.collect::<Vec<_>>())
    });
    let without: Vec<Vec<f64>> = without.collect();
    let values = estimate(&all).into_iter().enumerate();
    let with_reach = values.map(|(number, value)| {
        let theirs = without.iter().filter_map(|values| values.get(number));
        Fitted {
            value,
            reach: reach(&theirs.copied().collect::<Vec<_>>()),
        }
    });
    with_reach.collect()
}

/// The reach of the interval by what the factor is without each group: the jackknife (J. W. Tukey, 1958), with
/// Student's quantile by its first term (Abramowitz and Stegun 26.7.5).
fn reach(without: &[f64]) -> f64 {
    if without.len() < 2 {
        return f64::INFINITY;
    }
    let groups = without.len() as f64;
    let mean = without.iter().sum::<f64>() / groups;
    let squares = without.iter().map(|one| (one - mean).powi(2));
    let variance = squares.sum::<f64>() * (groups - 1.0) / groups;
    let normal = 1.959_964_f64;
    let quantile = normal + (normal.powi(3) + normal) / (4.0 * (groups - 1.0));
    quantile * variance.sqrt()
}

/// Huber's regression with factors that are drawn, one factor after another with all weights anew.
fn regression(samples: &[&Sample], drawn: Drawn<'_>) -> Vec<f64> {
    let mut values = drawn.to.to_vec();
    let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); values.len()];
    let mut rests = Vec::with_capacity(samples.len());
    for (row, sample) in samples.iter().enumerate() {
        let mut made = 0.0;
        for (number, share) in &sample.shares {
            made += share * values.get(*number).copied().unwrap_or_default();
            if let Some(column) = columns.get_mut(*number) {
                column.push((row, *share));
            }
        }
        rests.push(sample.left - made);
    }
    for _ in 0..SCALES {
        let absolute = rests.iter().map(|rest| (rest.abs(), 1.0));
        let scale = weighted_median(absolute.collect()).unwrap_or_default() * OF_MEDIAN;
        let bound = HUBER * scale.max(LEAST_SCALE);
        for _ in 0..TURNS {
            let mut farthest = 0.0_f64;
            for (column, (value, drawn_to)) in columns.iter().zip(values.iter_mut().zip(drawn.to)) {
                let step = step(column, &rests, bound, drawn.by, drawn_to - *value);
                *value += step;
                for (row, share) in column {
                    if let Some(rest) = rests.get_mut(*row) {
                        *rest -= share * step;
                    }
                }
                farthest = farthest.max(step.abs());
            }
            if farthest < AT_REST {
                break;
            }
        }
    }
    values
}

/// How far one factor moves while the others stand.
fn step(column: &[(usize, f64)], rests: &[f64], bound: f64, by: f64, back: f64) -> f64 {
    let (mut pull, mut weight) = (by * back, by);
    for (row, share) in column {
        let rest = rests.get(*row).copied().unwrap_or_default();
        let counts = if rest.abs() > bound {
            bound / rest.abs()
        } else {
            1.0
        };
        pull += counts * share * rest;
        weight += counts * share * share;
    }
    if weight > 0.0 { pull / weight } else { 0.0 }
}

fn medians(samples: &[&Sample], drawn: Drawn<'_>) -> Vec<f64> {
    let median = |(number, drawn_to): (usize, &f64)| {
        let mut ratios = vec![(*drawn_to, drawn.by)];
        for sample in samples {
            let mut shares = sample.shares.iter();
            let share = shares.find(|(one, share)| *one == number && *share >= GREATER_PART);
            ratios.extend(share.map(|(_, share)| (sample.ratio, *share)));
        }
        weighted_median(ratios).unwrap_or(*drawn_to)
    };
    drawn.to.iter().enumerate().map(median).collect()
}

/// The least value at which half of all weight is reached; none without weight.
pub(super) fn weighted_median(mut values: Vec<(f64, f64)>) -> Option<f64> {
    values.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut reached = 0.0;
    let mut values = values.into_iter().filter(|(_, weight)| *weight > 0.0);
    values
        .find(|(_, weight)| {
            reached += weight;
            reached >= half
        })
        .map(|(value, _)| value)
}
