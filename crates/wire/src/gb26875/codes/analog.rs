//! Analog types 模拟量类型 (table 6) and exact decimal scaling.
//!
//! Invariant: a reading is an integer and a power of ten; no floating point anywhere, so that two
//! equal readings are equal.

use std::fmt;

super::code_table! {
    /// What an analog value measures (table 6).
    AnalogType {
        1 EVENT_COUNT "event count" "事件计数",
        2 HEIGHT "height" "高度",
        3 TEMPERATURE "temperature" "温度",
        4 PRESSURE_MPA "pressure, MPa" "压力(MPa)",
        5 PRESSURE_KPA "pressure, kPa" "压力(kPa)",
        6 GAS_CONCENTRATION "gas concentration" "气体浓度",
        7 DURATION "time" "时间",
        8 VOLTAGE "voltage" "电压",
        9 CURRENT "current" "电流",
        10 FLOW "flow" "流量",
        11 AIR_VOLUME "air volume" "风量",
        12 AIR_SPEED "air speed" "风速",
    }
}

/// How a raw value becomes a quantity: raw × 10^power, in a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale<'a> {
    /// The power of ten of one step.
    pub power: i8,
    /// The unit of measure, such as `MPa`.
    pub measure: &'a str,
}

impl AnalogType {
    /// Step and unit of measure of the standard; `None` where it gives none.
    pub const fn scale(self) -> Option<Scale<'static>> {
        let (power, measure) = match self.0 {
            1 => (0, "件"),
            2 => (-2, "m"),
            3 => (-1, "degC"),
            4 => (-1, "MPa"),
            5 => (-1, "kPa"),
            6 => (-1, "%LEL"),
            7 => (0, "s"),
            8 => (-1, "V"),
            9 => (-1, "A"),
            10 => (-1, "L/s"),
            11 => (-1, "m3/min"),
            12 => (0, "m/s"),
            _ => return None,
        };
        Some(Scale { power, measure })
    }
}

/// A scaled value; displays as exact decimal text: 350 at power −2 is `3.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scaled {
    /// The integer on the wire.
    pub raw: i16,
    /// The power of ten of one step.
    pub power: i8,
}

impl fmt::Display for Scaled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.raw.unsigned_abs();
        let sign = if self.raw < 0 { "-" } else { "" };
        let places = usize::from(self.power.unsigned_abs());
        if self.power >= 0 {
            let zeros = if digits == 0 { 0 } else { places };
            return write!(f, "{sign}{digits}{:0<zeros$}", "");
        }
        let text = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = text.split_at(text.len() - places);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let text = |raw, power| Scaled { raw, power }.to_string();
        assert_eq!(text(350, -2), "3.50");
        assert_eq!(text(-5, -1), "-0.5");
        assert_eq!(text(-2730, -1), "-273.0");
        assert_eq!(text(7, -3), "0.007");
        assert_eq!(text(0, -1), "0.0");
        assert_eq!(text(7, 0), "7");
        assert_eq!(text(7, 3), "7000");
        assert_eq!(text(0, 3), "0");
        assert_eq!(text(i16::MIN, -1), "-3276.8");
        assert_eq!(text(1, i8::MIN).len(), 130);
    }
}
