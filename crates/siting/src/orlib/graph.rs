//! p-median on a graph: `vertices edges p`, then an edge a line: `from to cost`. An edge goes both ways,
//! a later one between the same vertices replaces the earlier; what counts is the shortest path. Each
//! vertex asks for one, and may take a station.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::ReadError;
use super::words::Words;
use crate::column::Column;
use crate::problem::{Candidate, Problem, ProblemError, UNREACHABLE};

/// A p-median instance: shortest paths between all vertices of a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedianInstance {
    /// How many vertices there are.
    pub vertices: usize,
    /// The costs from one vertex after the other to all.
    pub costs: Vec<u32>,
    /// How many stations are asked for.
    pub p: u32,
}

impl MedianInstance {
    /// Every vertex asks for service, and may give it.
    ///
    /// # Errors
    ///
    /// None of those in [`ProblemError`] is possible for what [`read_median`] gives.
    pub fn problem(&self) -> Result<Problem, ProblemError> {
        let weights = vec![1; self.vertices];
        let candidates = vec![Candidate::Free; self.vertices];
        Problem::dense(weights, candidates, &self.costs)
    }
}

/// Reads a graph and measures all its shortest paths.
///
/// # Errors
///
/// [`ReadError`], for the first thing that is wrong.
pub fn read_median(text: &str) -> Result<MedianInstance, ReadError> {
    let mut words = Words::of(text);
    let vertices = words.points("the number of vertices")?;
    let edges: u64 = words.next("the number of edges")?;
    let p = words.next("the number of stations")?;
    let mut costs = BTreeMap::new();
    for _ in 0..edges {
        let from = vertex(&mut words, vertices)?;
        let to = vertex(&mut words, vertices)?;
        let cost: u32 = words.next("the cost of an edge, a whole number that is not negative")?;
        costs.insert((from.min(to), from.max(to)), cost);
    }
    words.end()?;
    let mut near = Column::of(Vec::new(), vertices);
    for ((from, to), cost) in costs {
        near[from].push((to, cost));
        near[to].push((from, cost));
    }
    let mut all = Vec::with_capacity(vertices * vertices);
    for from in 0..vertices {
        shortest(from, &near, &mut all)?;
    }
    Ok(MedianInstance {
        vertices,
        costs: all,
        p,
    })
}

fn vertex(words: &mut Words<'_>, vertices: usize) -> Result<usize, ReadError> {
    let vertex: u64 = words.next("the number of a vertex")?;
    let index = vertex
        .checked_sub(1)
        .and_then(|index| usize::try_from(index).ok());
    index
        .filter(|index| *index < vertices)
        .ok_or(ReadError::NoSuchVertex {
            line: words.line,
            vertex,
            vertices,
        })
}

/// Adds the costs from one vertex to all, by Dijkstra's algorithm.
fn shortest(
    from: usize,
    near: &Column<Vec<(usize, u32)>>,
    all: &mut Vec<u32>,
) -> Result<(), ReadError> {
    let mut costs = Column::of(u64::MAX, near.len());
    costs[from] = 0;
    let mut heap = BinaryHeap::from([(Reverse(0), from)]);
    while let Some((Reverse(cost), vertex)) = heap.pop() {
        if cost > costs[vertex] {
            continue;
        }
        for (to, step) in &near[vertex] {
            let cost = cost + u64::from(*step);
            if cost < costs[*to] {
                costs[*to] = cost;
                heap.push((Reverse(cost), *to));
            }
        }
    }
    for (to, cost) in costs.iter().enumerate() {
        let counted = match u32::try_from(*cost) {
            Ok(cost) if cost < UNREACHABLE => cost,
            _ if *cost == u64::MAX => UNREACHABLE,
            _ => {
                return Err(ReadError::TooFar {
                    from: from + 1,
                    to: to + 1,
                });
            }
        };
        all.push(counted);
    }
    Ok(())
}
