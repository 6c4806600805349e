//! Exact numbers: fractions of integers, rounded only where they are shown.

use std::cmp::Ordering;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exact {
    over: i128,
    under: i128,
}

impl Exact {
    /// Nothing of it.
    pub const ZERO: Self = Self { over: 0, under: 1 };

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i128) -> Self {
        Self {
            over: number,
            under: 1,
        }
    }

    /// `over / under`; `None` over nothing.
    #[must_use]
    pub fn ratio(over: i128, under: i128) -> Option<Self> {
        if under == 0 {
            return None;
        }
        let divisor = common(over.unsigned_abs(), under.unsigned_abs());
        let divisor = i128::try_from(divisor).ok().filter(|one| *one > 0)?;
        let sign = if under < 0 { -1 } else { 1 };
        Some(Self {
            over: sign * over / divisor,
            under: sign * under / divisor,
        })
    }

    /// Above the line.
    #[must_use]
    pub const fn over(self) -> i128 {
        self.over
    }

    /// Below the line.
    #[must_use]
    pub const fn under(self) -> i128 {
        self.under
    }

    /// The sum; `None` beyond 128 bits.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let over = cross(self, other)?.checked_add(cross(other, self)?)?;
        Self::ratio(over, self.under.checked_mul(other.under)?)
    }

    /// The difference; `None` beyond 128 bits.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            over: -other.over,
            under: other.under,
        })
    }

    /// The product; `None` beyond 128 bits.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let over = self.over.checked_mul(other.over)?;
        Self::ratio(over, self.under.checked_mul(other.under)?)
    }

    /// The quotient; `None` over nothing and beyond 128 bits.
    #[must_use]
    pub fn divided_by(self, other: Self) -> Option<Self> {
        self.times(Self::ratio(other.under, other.over)?)
    }

    /// As a decimal of `digits` behind the point, rounded half away from nothing.
    #[must_use]
    pub fn shown(self, digits: u8) -> String {
        let scale = 10_i128.saturating_pow(u32::from(digits));
        let doubled = self.over.saturating_mul(scale).saturating_mul(2);
        let half = if self.over < 0 {
            -self.under
        } else {
            self.under
        };
        let units = doubled.saturating_add(half) / self.under.saturating_mul(2);
        let (whole, part) = (units / scale, (units % scale).abs());
        let sign = if units < 0 && whole == 0 { "-" } else { "" };
        if digits == 0 {
            return format!("{whole}");
        }
        format!("{sign}{whole}.{part:0width$}", width = usize::from(digits))
    }
}

fn cross(a: Exact, b: Exact) -> Option<i128> {
    a.over.checked_mul(b.under)
}

const fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (cross(*self, *other), cross(*other, *self));
        match (a, b) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Beyond 128 bits the whole parts tell.
            _ => (self.over / self.under).cmp(&(other.over / other.under)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(over: i128, under: i128) -> Exact {
        Exact::ratio(over, under).unwrap()
    }

    #[test]
    fn fractions_stay_exact_until_they_are_shown() {
        let third = ratio(2, -6);
        assert_eq!((third.over(), third.under()), (-1, 3));
        assert_eq!(third.plus(ratio(1, 3)), Some(Exact::ZERO));
        assert_eq!(ratio(1, 3).shown(2), "0.33");
        assert_eq!(ratio(2, 3).shown(0), "1");
        assert_eq!(ratio(-1, 200).shown(2), "-0.01");
        assert_eq!(ratio(-5, 2).shown(0), "-3");
        assert_eq!(
            ratio(5, 2).times(Exact::whole(100)).unwrap().shown(1),
            "250.0"
        );
        assert_eq!(Exact::ratio(1, 0), None);
        assert_eq!(Exact::whole(1).divided_by(Exact::ZERO), None);
        assert!(ratio(1, 3) < ratio(34, 100));
    }
}
