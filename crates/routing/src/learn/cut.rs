//! From the fixes of a trip to pieces that were driven without a stop and without a gap.

use base::Timestamp;

use super::tally::counted;
use super::{Fix, LearnParameters, Tally};

/// A fix is held against so many before it: so many outliers in a row are left out one by one.
const LOOKED_BACK: usize = 10;
const MICROSECONDS: i64 = 1_000_000;

/// The pieces of a trip, in time. What is left out is counted.
pub(super) fn pieces(fixes: &[Fix], terms: &LearnParameters, tally: &mut Tally) -> Vec<Vec<Fix>> {
    tally.fixes += counted(fixes.len());
    let ordered = in_time(fixes);
    tally.same_second += counted(fixes.len() - ordered.len());
    let possible = possible(&ordered, terms);
    tally.impossible += counted(ordered.len() - possible.len());
    let unbroken: Vec<&[Fix]> = possible
        .chunk_by(|one, next| seconds(one.at, next.at) <= f64::from(terms.longest_gap_s))
        .collect();
    tally.gaps += counted(unbroken.len().saturating_sub(1));
    let driven = unbroken
        .into_iter()
        .flat_map(|run| between_stops(run, terms));
    let driven = driven.map(|piece| without_ends(&piece, terms));
    let driven: Vec<Vec<Fix>> = driven.filter(|piece| piece.len() > 1).collect();
    let kept = driven.iter().map(Vec::len).sum::<usize>();
    tally.driven += counted(kept);
    tally.standing += counted(possible.len() - kept);
    driven
}

/// By time, one for each second: no more is told by two, and what is looked at together stays few.
fn in_time(fixes: &[Fix]) -> Vec<Fix> {
    let mut ordered = fixes.to_vec();
    ordered.sort_unstable_by_key(Fix::key);
    ordered.dedup_by_key(|fix| fix.at.as_micros().div_euclid(MICROSECONDS));
    ordered
}

/// The longest row of fixes in which each can be reached from the one before. A first fix that is wrong
/// loses against all that follow, as a wrong one in the middle does.
fn possible(fixes: &[Fix], terms: &LearnParameters) -> Vec<Fix> {
    // Of each fix: how long the longest row is that ends there, and which fix is before it in that row.
    let mut rows: Vec<(usize, Option<usize>)> = Vec::with_capacity(fixes.len());
    for (number, fix) in fixes.iter().enumerate() {
        let first = number.saturating_sub(LOOKED_BACK);
        let before = fixes.iter().zip(&rows).enumerate().skip(first);
        let reached = before.filter(|(_, (earlier, _))| is_possible(earlier, fix, terms));
        // Of equally long rows the one that ends last.
        let best = reached.map(|(number, (_, row))| (row.0, number)).max();
        rows.push(best.map_or((1, None), |(length, number)| (length + 1, Some(number))));
    }
    let ends = rows.iter().enumerate().map(|(number, row)| (row.0, number));
    let mut next = ends.max().map(|(_, number)| number);
    let mut kept = Vec::new();
    while let Some(number) = next {
        kept.extend(fixes.get(number).copied());
        next = rows.get(number).and_then(|row| row.1);
    }
    kept.reverse();
    kept
}

fn is_possible(one: &Fix, next: &Fix, terms: &LearnParameters) -> bool {
    let driven = f64::from(terms.fastest_kmh) / 3.6 * seconds(one.at, next.at);
    one.place.distance(next.place).0 <= driven + f64::from(terms.worst_noise_m)
}

/// Cuts where the vehicle stays near one fix for long. A stay by Q. Li and others, 2008: from a fix
/// on, all that follow within so many metres, when they last so many seconds.
fn between_stops(run: &[Fix], terms: &LearnParameters) -> Vec<Vec<Fix>> {
    let mut pieces = vec![Vec::new()];
    let mut rest = run;
    while let [first, behind @ ..] = rest {
        let stays = staying(first, rest, terms);
        let last = stays.last().unwrap_or(first);
        if seconds(first.at, last.at) >= f64::from(terms.still_s) {
            pieces.push(Vec::new());
            rest = rest.get(stays.len()..).unwrap_or_default();
        } else {
            if let Some(piece) = pieces.last_mut() {
                piece.push(*first);
            }
            rest = behind;
        }
    }
    pieces
}

/// The fixes from the first on that lie near it, until the first that does not.
fn staying<'f>(first: &Fix, run: &'f [Fix], terms: &LearnParameters) -> &'f [Fix] {
    let still = f64::from(terms.still_m);
    let stays = run
        .iter()
        .take_while(|fix| first.place.distance(fix.place).0 <= still);
    run.get(..stays.count()).unwrap_or_default()
}

/// Without what lies near its first fix but the last of that, and without what lies near its last fix but
/// the first of that: standing in the yard is no driving, however short.
fn without_ends(piece: &[Fix], terms: &LearnParameters) -> Vec<Fix> {
    let Some(first) = piece.first() else {
        return Vec::new();
    };
    let begun = staying(first, piece, terms).len().saturating_sub(1);
    let mut left = piece.get(begun..).unwrap_or_default().to_vec();
    left.reverse();
    let Some(last) = left.first().copied() else {
        return left;
    };
    let ended = staying(&last, &left, terms).len().saturating_sub(1);
    left.drain(..ended);
    left.reverse();
    left
}

/// Seconds from a time to a later one.
pub(super) fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.since(from).as_secs_f64()
}
