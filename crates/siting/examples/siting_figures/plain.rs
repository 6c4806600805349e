//! Textbook heuristics for the p-median, over a full matrix of costs.

pub struct Matrix<'m> {
    pub weights: &'m [i64],
    pub candidates: usize,
    /// The costs of one point after the other.
    pub costs: &'m [u32],
}

impl Matrix<'_> {
    fn rows(&self) -> impl Iterator<Item = (i64, &[u32])> {
        let rows = self.costs.chunks(self.candidates);
        self.weights.iter().copied().zip(rows)
    }

    pub fn cost(&self, chosen: &[usize]) -> i64 {
        self.rows()
            .map(|(weight, row)| weight * i64::from(nearest(row, chosen)))
            .sum()
    }

    /// One station after the other, each where it saves most.
    pub fn greedy(&self, p: usize) -> Vec<usize> {
        let mut chosen = Vec::new();
        let mut served = vec![u32::MAX; self.weights.len()];
        for _ in 0..p {
            let mut costs = vec![0_i64; self.candidates];
            for ((weight, row), served) in self.rows().zip(&served) {
                for (sum, cost) in costs.iter_mut().zip(row) {
                    *sum += weight * i64::from(*cost.min(served));
                }
            }
            let best = costs.iter().enumerate().min_by_key(|(_, cost)| **cost);
            chosen.extend(best.map(|(candidate, _)| candidate));
            for ((_, row), served) in self.rows().zip(&mut served) {
                *served = nearest(row, &chosen);
            }
        }
        chosen
    }

    /// Teitz and Bart's vertex substitution: each candidate in turn is tried in the place of each
    /// station, the best such move is made if it helps, until none does. What a move changes is counted
    /// point by point from the nearest and second nearest station.
    pub fn interchange(&self, mut chosen: Vec<usize>) -> Vec<usize> {
        let mut served = self.served(&chosen);
        loop {
            let mut moved = false;
            for candidate in 0..self.candidates {
                if chosen.contains(&candidate) {
                    continue;
                }
                let changes =
                    (0..chosen.len()).map(|place| (self.change(&served, place, candidate), place));
                if let Some((change, place)) = changes.min()
                    && change < 0
                {
                    chosen[place] = candidate;
                    served = self.served(&chosen);
                    moved = true;
                }
            }
            if !moved {
                return chosen;
            }
        }
    }

    fn change(&self, served: &[(u32, usize, u32)], place: usize, candidate: usize) -> i64 {
        let rows = self.rows().zip(served);
        let changes = rows.map(|((weight, row), (cost, by, second))| {
            let here = row[candidate];
            let after = here.min(if *by == place { *second } else { *cost });
            weight * (i64::from(after) - i64::from(*cost))
        });
        changes.sum()
    }

    /// For each point the cost of the nearest station, its place in the list, the cost of the second.
    fn served(&self, chosen: &[usize]) -> Vec<(u32, usize, u32)> {
        let rows = self.rows().map(|(_, row)| {
            let mut best = (u32::MAX, 0, u32::MAX);
            for (place, candidate) in chosen.iter().enumerate() {
                let cost = row[*candidate];
                if cost < best.0 {
                    best = (cost, place, best.0);
                } else if cost < best.2 {
                    best.2 = cost;
                }
            }
            best
        });
        rows.collect()
    }
}

fn nearest(row: &[u32], chosen: &[usize]) -> u32 {
    chosen
        .iter()
        .map(|candidate| row[*candidate])
        .min()
        .unwrap_or(u32::MAX)
}
