//! Type flags 类型标志 (clause 7, table 3) and the layout of their objects (clauses 8.2, 8.3).

use std::fmt;

/// The first byte of an ADU: what its objects are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeFlag(pub u8);

/// How the objects of a type lie in the ADU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Objects of one size.
    Fixed {
        /// Bytes of an object.
        size: usize,
        /// Most objects in an ADU.
        limit: u8,
    },
    /// Objects that end in a length byte and so many bytes of text: walked, never divided.
    Counted {
        /// Bytes before the length byte.
        head: usize,
        /// Most objects in an ADU.
        limit: u8,
    },
    /// Reserved, user-defined or without meaning: raw bytes.
    Raw,
}

macro_rules! type_flags {
    ($($value:literal $ident:ident $key:literal $doc:literal $layout:expr,)*) => {
        impl TypeFlag {
            $(#[doc = $doc] pub const $ident: Self = Self($value);)*

            /// The layout of the standard; a dialect may set other sizes.
            pub const fn layout(self) -> Layout {
                match self.0 {
                    $($value => $layout,)*
                    _ => Layout::Raw,
                }
            }

            /// A snake_case key for types of the standard.
            pub const fn key(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($key),)*
                    _ => None,
                }
            }

            /// Every type to which the standard gives a meaning.
            pub const ALL: &'static [Self] = &[$(Self($value)),*];
        }
    };
}

const fn fixed(size: usize, limit: u8) -> Layout {
    Layout::Fixed { size, limit }
}

const fn counted(head: usize, limit: u8) -> Layout {
    Layout::Counted { head, limit }
}

type_flags! {
    1 SYSTEM_STATE "system_state" "系统状态, up." fixed(10, 102),
    2 COMPONENT_STATE "component_state" "部件运行状态, up." fixed(46, 22),
    3 ANALOG_VALUE "analog_value" "部件模拟量值, up." fixed(16, 63),
    4 OPERATION "operation" "操作信息, up." fixed(10, 102),
    5 SYSTEM_VERSION "system_version" "软件版本, up." fixed(4, 1),
    6 SYSTEM_CONFIG "system_config" "系统配置, up." counted(2, 3),
    7 COMPONENT_CONFIG "component_config" "部件配置, up." fixed(38, 26),
    8 SYSTEM_CLOCK "system_clock" "系统时间, up." fixed(8, 1),
    21 UITD_STATE "uitd_state" "传输装置运行状态, up." fixed(7, 1),
    24 UITD_OPERATION "uitd_operation" "传输装置操作信息, up." fixed(8, 127),
    25 UITD_VERSION "uitd_version" "传输装置软件版本, up." fixed(2, 1),
    26 UITD_CONFIG "uitd_config" "传输装置配置情况, up." counted(0, 1),
    28 UITD_CLOCK "uitd_clock" "传输装置系统时间, up." fixed(6, 1),
    61 READ_SYSTEM_STATE "read_system_state" "读系统状态, down." fixed(2, 102),
    62 READ_COMPONENT_STATE "read_component_state" "读部件运行状态, down." fixed(6, 22),
    63 READ_ANALOG_VALUE "read_analog_value" "读部件模拟量值, down." fixed(6, 63),
    64 READ_OPERATIONS "read_operations" "读操作信息, down." fixed(9, 1),
    65 READ_SYSTEM_VERSION "read_system_version" "读软件版本, down." fixed(2, 1),
    66 READ_SYSTEM_CONFIG "read_system_config" "读系统配置, down." fixed(2, 3),
    67 READ_COMPONENT_CONFIG "read_component_config" "读部件配置, down." fixed(6, 26),
    68 READ_SYSTEM_CLOCK "read_system_clock" "读系统时间, down." fixed(2, 1),
    81 READ_UITD_STATE "read_uitd_state" "读传输装置运行状态, down." fixed(1, 1),
    84 READ_UITD_OPERATIONS "read_uitd_operations" "读传输装置操作信息, down." fixed(7, 1),
    85 READ_UITD_VERSION "read_uitd_version" "读传输装置软件版本, down." fixed(1, 1),
    86 READ_UITD_CONFIG "read_uitd_config" "读传输装置配置情况, down." fixed(1, 1),
    88 READ_UITD_CLOCK "read_uitd_clock" "读传输装置系统时间, down." fixed(1, 1),
    89 INITIALISE_UITD "initialise_uitd" "初始化传输装置, down." fixed(1, 1),
    90 SET_UITD_CLOCK "set_uitd_clock" "同步传输装置时钟, down." fixed(6, 1),
    91 ATTENDANCE_CHECK "attendance_check" "查岗, down." fixed(1, 1),
}

impl TypeFlag {
    /// The type in which a device answers a query of this type. Inferred from the matching
    /// bodies; the attendance check is confirmed first and answered by type 24 later.
    pub const fn answered_by(self) -> Option<Self> {
        match self.0 {
            61..=68 => Some(Self(self.0 - 60)),
            81 | 84..=86 | 88 => Some(Self(self.0 - 60)),
            91 => Some(Self::UITD_OPERATION),
            _ => None,
        }
    }

    /// 128–254: free for agreements between a user and a maker (table 3).
    pub const fn is_user_defined(self) -> bool {
        matches!(self.0, 128..=254)
    }
}

impl fmt::Display for TypeFlag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gb26875::MAX_ADU;

    #[test]
    fn every_full_adu_fits() {
        for flag in TypeFlag::ALL {
            let most = match flag.layout() {
                Layout::Fixed { size, limit } => size * usize::from(limit),
                Layout::Counted { head, limit } => (head + 1 + 255) * usize::from(limit),
                Layout::Raw => 0,
            };
            assert!(2 + most <= MAX_ADU, "{flag}");
        }
        assert_eq!(TypeFlag::ALL.len(), 29);
    }

    #[test]
    fn queries_know_their_answer() {
        assert_eq!(TypeFlag(62).answered_by(), Some(TypeFlag(2)));
        assert_eq!(TypeFlag(88).answered_by(), Some(TypeFlag(28)));
        assert_eq!(TypeFlag(89).answered_by(), None);
    }
}
