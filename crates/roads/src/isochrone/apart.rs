//! What lies apart is drawn apart: a town's grid is as fine as if no other town were asked about.

use std::collections::HashMap;

use base::Wgs84;

/// The side of the squares by which it is told what lies apart, 1e-7 degrees: 2.2 km from south to north,
/// more than a kilometre from west to east below 60 degrees of latitude.
const SIDE: i32 = 200_000;
/// Grounds of two groups reach no nearer to each other than this less what both reach, metres.
pub(super) const BETWEEN: f64 = 1_000.0;

type Square = (i32, i32);

/// The lines in groups. Between two groups lies a row of squares at least that no line touches.
pub(super) fn groups(lines: Vec<Vec<Wgs84>>) -> Vec<Vec<Vec<Wgs84>>> {
    let mut squares = Squares::default();
    for line in &lines {
        squares.take(line);
    }
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let mut groups: Vec<Vec<Vec<Wgs84>>> = Vec::new();
    for line in lines {
        let Some(first) = line.first() else { continue };
        let Some(root) = squares.group_of(*first) else {
            continue;
        };
        let number = *numbers.entry(root).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    groups
}

/// Squares that a line touches, in groups of those that touch each other (union and find).
#[derive(Default)]
struct Squares {
    numbers: HashMap<Square, usize>,
    above: Vec<usize>,
}

impl Squares {
    /// The squares along a line belong together, and to what stands around them.
    fn take(&mut self, line: &[Wgs84]) {
        let mut before: Option<usize> = None;
        let nexts = line.iter().skip(1).chain(line.last());
        for (from, to) in line.iter().zip(nexts) {
            let ((west, south), (east, north)) = (square(*from), square(*to));
            for x in west.min(east)..=west.max(east) {
                for y in south.min(north)..=south.max(north) {
                    let here = self.number((x, y));
                    if let Some(before) = before {
                        self.unite(before, here);
                    }
                    before = Some(here);
                }
            }
        }
    }

    fn number(&mut self, square: Square) -> usize {
        if let Some(known) = self.numbers.get(&square) {
            return *known;
        }
        let number = self.above.len();
        self.above.push(number);
        self.numbers.insert(square, number);
        let (x, y) = square;
        for beside in (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))) {
            if let Some(other) = self.numbers.get(&beside).copied() {
                self.unite(number, other);
            }
        }
        number
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(above) = self.above.get_mut(one) {
            *above = other;
        }
    }

    /// The first of a group; ways there become shorter as they are walked.
    fn root(&mut self, mut number: usize) -> usize {
        while let Some(above) = self.above.get(number).copied()
            && above != number
        {
            let higher = self.above.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(number) {
                *slot = higher;
            }
            number = higher;
        }
        number
    }

    fn group_of(&mut self, place: Wgs84) -> Option<usize> {
        let number = self.numbers.get(&square(place)).copied()?;
        Some(self.root(number))
    }
}

fn square(place: Wgs84) -> Square {
    (
        place.longitude_e7.div_euclid(SIDE),
        place.latitude_e7.div_euclid(SIDE),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(places: &[(i32, i32)]) -> Vec<Wgs84> {
        let place = |(east, north): &(i32, i32)| Wgs84 {
            longitude_e7: 1_110_000_000 + east * 10_000,
            latitude_e7: 350_000_000 + north * 10_000,
        };
        places.iter().map(place).collect()
    }

    #[test]
    fn towns_are_apart_and_what_joins_them_makes_them_one() {
        let town = line(&[(0, 0), (10, 5)]);
        let beside = line(&[(25, 5), (30, 5)]);
        let far = line(&[(200, 0), (205, 0)]);
        let alone = groups(vec![far.clone(), town.clone(), beside.clone()]);
        let mut sizes: Vec<usize> = alone.iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 2]);
        let road = line(&[(10, 5), (100, 60), (200, 0)]);
        assert_eq!(groups(vec![far, town, beside, road]).len(), 1);
        assert!(groups(Vec::new()).is_empty());
        assert_eq!(groups(vec![line(&[(0, 0)]), Vec::new()]).len(), 1);
    }
}
