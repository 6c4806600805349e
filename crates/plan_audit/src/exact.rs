//! Exact numbers: fractions of whole numbers, because a third of a hectare is no decimal and equality
//! must not depend on rounding. Nothing here is a floating point number.

use std::cmp::Ordering;

/// A fraction in lowest terms; whatever would not fit is `None` and never wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exact {
    over: i128,
    under: i128,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self { over: 0, under: 1 };
    /// One.
    pub const ONE: Self = Self { over: 1, under: 1 };

    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self {
            over: value as i128,
            under: 1,
        }
    }

    /// `over` / `under` in lowest terms; `None` for a division by nothing.
    pub fn fraction(over: i128, under: i128) -> Option<Self> {
        if under == 0 || over == i128::MIN || under == i128::MIN {
            return None;
        }
        if under == 1 {
            return Some(Self { over, under });
        }
        let shared = common(over.abs(), under.abs()).max(1) * under.signum();
        Some(Self {
            over: over / shared,
            under: under / shared,
        })
    }

    /// Ten to the power of minus `places`: the last printed digit.
    pub fn digit(places: u32) -> Option<Self> {
        Self::fraction(1, 10_i128.checked_pow(places)?)
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        if self.under == 1 && other.under == 1 {
            return Self::fraction(self.over.checked_add(other.over)?, 1);
        }
        let left = self.over.checked_mul(other.under)?;
        let right = other.over.checked_mul(self.under)?;
        Self::fraction(
            left.checked_add(right)?,
            self.under.checked_mul(other.under)?,
        )
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negative())
    }

    /// Product.
    pub fn times(self, other: Self) -> Option<Self> {
        // Crosswise first: factors that fall away do not overflow on their way.
        let first = Self::fraction(self.over, other.under)?;
        let second = Self::fraction(other.over, self.under)?;
        Self::fraction(
            first.over.checked_mul(second.over)?,
            first.under.checked_mul(second.under)?,
        )
    }

    /// Quotient; `None` for a division by nothing.
    pub fn by(self, other: Self) -> Option<Self> {
        self.times(Self::fraction(other.under, other.over)?)
    }

    /// With the other sign.
    pub const fn negative(self) -> Self {
        Self {
            over: -self.over,
            under: self.under,
        }
    }

    /// Without its sign.
    pub const fn size(self) -> Self {
        Self {
            over: self.over.abs(),
            under: self.under,
        }
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.over == 0
    }

    /// The whole number that it is, if it is one of a usual size.
    pub fn as_whole(self) -> Option<i64> {
        (self.under == 1).then(|| i64::try_from(self.over).ok())?
    }

    /// With `places` digits behind the point, halves away from zero: what a reader would print.
    pub fn rounded(self, places: u32) -> Option<Self> {
        let unit = 10_i128.checked_pow(places)?;
        let scaled = self.over.abs().checked_mul(unit)?;
        let doubled = scaled.checked_mul(2)?.checked_add(self.under)?;
        let digits = doubled / self.under.checked_mul(2)?;
        Self::fraction(digits * self.over.signum(), unit)
    }

    /// With `places` digits behind the point, the rest cut off.
    pub fn cut(self, places: u32) -> Option<Self> {
        let unit = 10_i128.checked_pow(places)?;
        Self::fraction(self.over.checked_mul(unit)? / self.under, unit)
    }

    /// As a text of at most `places` digits behind the point, without idle zeros.
    pub fn text(self, places: u32) -> String {
        let Some(rounded) = self.rounded(places) else {
            return format!("{}/{}", self.over, self.under);
        };
        let sign = if rounded.over < 0 { "-" } else { "" };
        let size = rounded.over.abs();
        let mut text = format!("{sign}{}", size / rounded.under);
        let mut rest = size % rounded.under;
        if rest != 0 {
            text.push('.');
        }
        while rest != 0 {
            rest *= 10;
            text.push_str(&(rest / rounded.under).to_string());
            rest %= rounded.under;
        }
        text
    }
}

/// Greatest common divisor of two numbers that are not negative. Nearly all fit in half the width,
/// where dividing costs a fraction.
fn common(left: i128, right: i128) -> i128 {
    if let (Ok(left), Ok(right)) = (u64::try_from(left), u64::try_from(right)) {
        let (mut left, mut right) = (left, right);
        while right != 0 {
            (left, right) = (right, left % right);
        }
        return i128::from(left);
    }
    if right == 0 {
        left
    } else {
        common(right, left % right)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    /// By whole parts and then by the inverse of what is left, so that no product can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        if self.under == other.under {
            return self.over.cmp(&other.over);
        }
        let (mut left, mut right) = (*self, *other);
        let mut turned = false;
        loop {
            let whole = left
                .over
                .div_euclid(left.under)
                .cmp(&right.over.div_euclid(right.under));
            let rest_left = left.over.rem_euclid(left.under);
            let rest_right = right.over.rem_euclid(right.under);
            let decided = match (whole, rest_left == 0, rest_right == 0) {
                (Ordering::Equal, true, true) => Some(Ordering::Equal),
                (Ordering::Equal, true, false) => Some(Ordering::Less),
                (Ordering::Equal, false, true) => Some(Ordering::Greater),
                (Ordering::Equal, false, false) => None,
                (unequal, ..) => Some(unequal),
            };
            if let Some(order) = decided {
                return if turned { order.reverse() } else { order };
            }
            left = Self {
                over: left.under,
                under: rest_left,
            };
            right = Self {
                over: right.under,
                under: rest_right,
            };
            turned = !turned;
        }
    }
}

/// All values from `low` to `high`, both included: what a printed number stands for, and what follows
/// from such numbers. Ends are included because halves are rounded up by some and to even by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least value.
    pub low: Exact,
    /// The greatest value.
    pub high: Exact,
}

impl Interval {
    /// One value alone.
    pub const fn only(value: Exact) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// What is printed as `value` with `places` digits: half a digit to both sides.
    pub fn printed(value: Exact, places: u32) -> Option<Self> {
        let half = Exact::digit(places)?.by(Exact::whole(2))?;
        Some(Self {
            low: value.minus(half)?,
            high: value.plus(half)?,
        })
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.plus(other.low)?,
            high: self.high.plus(other.high)?,
        })
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.minus(other.high)?,
            high: self.high.minus(other.low)?,
        })
    }

    /// Scaled by a factor that is not negative.
    pub fn times(self, factor: Exact) -> Option<Self> {
        Some(Self {
            low: self.low.times(factor)?,
            high: self.high.times(factor)?,
        })
    }

    /// Quotient of two intervals without negative values; `None` when the divisor may be nothing.
    pub fn by(self, other: Self) -> Option<Self> {
        (self.low >= Exact::ZERO && other.low > Exact::ZERO).then_some(())?;
        Some(Self {
            low: self.low.by(other.high)?,
            high: self.high.by(other.low)?,
        })
    }

    /// Whether `value` is among them.
    pub fn holds(&self, value: Exact) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether some value is in both.
    pub fn meets(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(over: i128, under: i128) -> Exact {
        Exact::fraction(over, under).unwrap()
    }

    #[test]
    fn sums_and_quotients_are_exact() {
        assert_eq!(of(1, 10).plus(of(2, 10)), Some(of(3, 10)));
        assert_eq!(of(1, 3).times(Exact::whole(3)), Some(Exact::ONE));
        assert_eq!(Exact::ONE.by(Exact::ZERO), None);
        assert_eq!(of(i128::MAX, 1).plus(Exact::ONE), None);
    }

    #[test]
    fn order_is_that_of_the_numbers() {
        assert!(of(1, 3) < of(34, 100) && of(-1, 3) > of(-34, 100));
        assert!(of(-1, 2) < Exact::ZERO && of(7, 2) > of(10, 3));
        assert!(of(i128::MAX / 2, 3) > of(i128::MAX / 2, 5));
    }

    #[test]
    fn texts_have_the_asked_digits_and_no_idle_zeros() {
        assert_eq!(of(2, 3).text(2), "0.67");
        assert_eq!(of(-5, 2).text(0), "-3");
        assert_eq!(of(1200, 10).text(2), "120");
        assert_eq!(of(2, 3).cut(2), Some(of(66, 100)));
    }

    #[test]
    fn a_printed_number_stands_for_half_a_digit_to_both_sides() {
        let printed = Interval::printed(of(123, 10), 1).unwrap();
        assert!(printed.holds(of(1225, 100)) && printed.holds(of(1235, 100)));
        assert!(!printed.holds(of(12351, 1000)));
    }
}
