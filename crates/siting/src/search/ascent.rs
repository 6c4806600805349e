//! 次梯度 the ascent: multipliers climb along the slope of the bound, smoothed over the steps before (P. M.
//! Camerini, L. Fratta, F. Maffioli, 1975), by strides that are measured by how far the bound is from
//! the best choice (B. T. Polyak, 1969). On the way prices decide candidates, and choices that they make
//! are improved.

use std::sync::Arc;

use super::{End, Node, Search};
use crate::column::Column;
use crate::models::Relaxed;

/// How much of a direction is new in each step.
const NEW: f64 = 0.3;
/// What is left of a stride after steps in vain.
const SHORTER: f64 = 0.66;
/// The watch is asked once in so many steps.
const ASK: u32 = 8;

/// How long an ascent goes on.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    pub(super) steps: u32,
    /// Steps without a better bound before strides get shorter.
    pub(super) patience: u32,
    /// The share of the way to the goal that a stride takes at first, and where it gets too short.
    pub(super) stride: f64,
    pub(super) shortest: f64,
    /// A choice is improved once in so many steps.
    pub(super) improve: u32,
}

/// What came of a node.
pub(super) enum Climbed {
    /// Nothing in it is better than the best.
    Closed,
    /// Its multipliers and bounds are as good as they get; how often each candidate was chosen of late.
    Open(Column<f64>),
    /// The search is over.
    Ended(End),
}

/// Where an ascent stands.
struct Climb {
    at: Column<i64>,
    prices: Column<i64>,
    slope: Column<i32>,
    direction: Column<f64>,
    often: Column<f64>,
    stride: f64,
    in_vain: u32,
    /// The best bound of this ascent, which may be below the one that the node was given.
    best: i64,
}

impl<M: Relaxed> Search<'_, M> {
    /// Climbs in one node. At the root what is decided and proven holds for all.
    pub(super) fn climb(&mut self, node: &mut Node, pace: Pace, is_root: bool) -> Climbed {
        let mut climb = Climb::new(node, pace);
        for step in 0..pace.steps {
            if step % ASK == 0 {
                if is_root && self.is_near() {
                    return Climbed::Ended(End::Near);
                }
                if self.is_stopped() {
                    return Climbed::Ended(End::Stopped);
                }
            }
            let Some(bound) = self.look(&mut climb, node) else {
                return Climbed::Closed;
            };
            if is_root {
                self.bound = node.bound;
            }
            if node.bound > self.limit() {
                return Climbed::Closed;
            }
            let limit = self.limit();
            let decided = self
                .pick
                .decide(&climb.prices, bound, limit, &mut node.bounds);
            if decided > 0 && is_root {
                self.bounds.clone_from(&node.bounds);
                self.forget();
            }
            if step % pace.improve == 0 && self.spent_improving <= self.spent_climbing {
                let from = self.pick.counts.clone();
                if self.improve(&from) && (node.bound > self.limit() || self.is_enough()) {
                    return Climbed::Closed;
                }
            }
            self.model
                .slope(&climb.at, &self.pick.counts, &mut climb.slope);
            climb.turn(step == 0, &self.pick.counts);
            if !climb.is_able(pace) || !self.step(&mut climb) {
                break;
            }
        }
        Climbed::Open(climb.often)
    }

    /// The bound of the multipliers; `None` where the node allows no choice.
    fn look(&mut self, climb: &mut Climb, node: &mut Node) -> Option<i64> {
        self.work.steps += 1;
        let paid = self.model.price(&climb.at, &mut climb.prices);
        self.spent_climbing += self.model.work();
        if !self
            .pick
            .choose(&climb.prices, &node.bounds, self.model.stations())
        {
            return None;
        }
        let bound = paid + self.pick.sum;
        climb.in_vain += 1;
        if bound > climb.best {
            climb.best = bound;
            climb.in_vain = 0;
            node.multipliers = Arc::new(climb.at.clone());
        }
        node.bound = node.bound.max(bound);
        Some(bound)
    }

    /// Moves the multipliers; `false` where no direction is left.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "any multipliers make a right bound; whole ticks are near enough"
    )]
    fn step(&self, climb: &mut Climb) -> bool {
        let along = climb.direction.iter().enumerate();
        let steep = along.map(|(point, along)| along * along * self.model.pace(point));
        let steep: f64 = steep.sum();
        if steep <= 0.0 {
            return false;
        }
        let goal = self.best.cost.saturating_sub(climb.best) as f64;
        let length = climb.stride * goal / steep;
        let moved = climb.at.iter_mut().zip(climb.direction.iter());
        for (point, (value, along)) in moved.enumerate() {
            let (low, high) = self.model.limits(point);
            let by = (length * along * self.model.pace(point)) as i64;
            *value = value.saturating_add(by).clamp(low, high);
        }
        true
    }
}

impl Climb {
    fn new(node: &Node, pace: Pace) -> Self {
        let (points, candidates) = (node.multipliers.len(), node.bounds.most.len());
        Self {
            at: Column::clone(&node.multipliers),
            prices: Column::of(0, candidates),
            slope: Column::of(0, points),
            direction: Column::of(0.0, points),
            often: Column::of(0.0, candidates),
            stride: pace.stride,
            in_vain: 0,
            best: i64::MIN,
        }
    }

    /// Turns the direction towards the slope.
    fn turn(&mut self, is_first: bool, counts: &Column<u16>) {
        let new = if is_first { 1.0 } else { NEW };
        for (along, slope) in self.direction.iter_mut().zip(self.slope.iter()) {
            *along += new * (f64::from(*slope) - *along);
        }
        for (often, count) in self.often.iter_mut().zip(counts.iter()) {
            *often += new * (f64::from(*count) - *often);
        }
    }

    /// Shortens strides that lead nowhere; `false` when they got too short.
    fn is_able(&mut self, pace: Pace) -> bool {
        if self.in_vain >= pace.patience {
            self.in_vain = 0;
            self.stride *= SHORTER;
        }
        self.stride >= pace.shortest
    }
}
