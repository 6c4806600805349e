//! Weights and lengths as tags write them. Source: wiki.openstreetmap.org, Key:maxweight, Key:maxheight.

/// Pounds in a tonne, and hundredweights: short tons are two thousand pounds.
const POUNDS_A_TONNE: f64 = 2_204.622_621_8;
const METRES_A_FOOT: f64 = 0.3048;

/// What `maxweight` says, in tonnes; `None` where it gives no figure.
pub(crate) fn tonnes(value: &str) -> Option<f64> {
    let (number, unit) = parted(value)?;
    match unit {
        "" | "t" => Some(number),
        "kg" => Some(number / 1_000.0),
        "lbs" | "lb" => Some(number / POUNDS_A_TONNE),
        "st" => Some(number * 2_000.0 / POUNDS_A_TONNE),
        _ => None,
    }
}

/// What `maxheight` or `maxwidth` says, in metres; `None` where it gives no figure.
pub(crate) fn metres(value: &str) -> Option<f64> {
    if let Some((feet, inches)) = value.split_once('\'') {
        let feet: f64 = feet.trim().parse().ok()?;
        let inches = inches.trim().trim_end_matches('"').trim();
        let inches: f64 = if inches.is_empty() {
            0.0
        } else {
            inches.parse().ok()?
        };
        return Some((feet + inches / 12.0) * METRES_A_FOOT);
    }
    let (number, unit) = parted(value)?;
    match unit {
        "" | "m" => Some(number),
        "cm" => Some(number / 100.0),
        "ft" => Some(number * METRES_A_FOOT),
        _ => None,
    }
}

fn parted(value: &str) -> Option<(f64, &str)> {
    let value = value.trim();
    let end = value.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let (number, unit) = value.split_at_checked(end.unwrap_or(value.len()))?;
    Some((number.parse().ok()?, unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_and_lengths_are_read_in_their_units() {
        assert_eq!(tonnes("7.5"), Some(7.5));
        assert_eq!(tonnes("3500 kg"), Some(3.5));
        assert!((tonnes("10 st").unwrap() - 9.07).abs() < 0.01);
        assert_eq!(metres("3.8 m"), Some(3.8));
        assert_eq!(metres("250cm"), Some(2.5));
        assert!((metres("12'6\"").unwrap() - 3.81).abs() < 0.001);
        assert!((metres("10'").unwrap() - 3.048).abs() < 0.001);
        for text in ["none", "default", "", "below_default", "x'", "3 stone"] {
            assert_eq!((tonnes(text), metres(text)), (None, None), "{text}");
        }
    }
}
