//! The code tables of clause 8: what the numbers and bits inside an object mean.
//!
//! Invariant: every value of every code type is kept, named or not; a name is a reading of it.
//! Not here: words for screens beyond the standard's own terms.

mod analog;
mod component_type;
mod flags;
mod system_type;

pub use analog::{AnalogType, Scale, Scaled};
pub use component_type::ComponentType;
pub use flags::{ComponentState, Flag, Operation, SystemState, UitdOperation, UitdState};
pub use system_type::SystemType;

/// The name of a code in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// English.
    pub en: &'static str,
    /// The standard's own term.
    pub zh: &'static str,
}

/// Who gives a code its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeClass {
    /// The standard names it.
    Standard,
    /// Reserved: no meaning yet.
    Reserved,
    /// 128–255: an agreement between a user and a maker.
    UserDefined,
}

/// A one-byte code with a table of names.
macro_rules! code_table {
    ($(#[$meta:meta])* $name:ident { $($value:literal $ident:ident $en:literal $zh:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u8);

        impl $name {
            $(#[doc = concat!($zh, " ", $en, ".")] pub const $ident: Self = Self($value);)*

            /// Every code that the standard names.
            pub const ALL: &'static [Self] = &[$(Self($value)),*];

            /// The name in the standard's table, if it has one.
            pub const fn name(self) -> Option<crate::gb26875::Name> {
                match self.0 {
                    $($value => Some(crate::gb26875::Name { en: $en, zh: $zh }),)*
                    _ => None,
                }
            }

            /// Who gives this code its meaning.
            pub const fn class(self) -> crate::gb26875::CodeClass {
                match self.0 {
                    128.. => crate::gb26875::CodeClass::UserDefined,
                    _ if self.name().is_some() => crate::gb26875::CodeClass::Standard,
                    _ => crate::gb26875::CodeClass::Reserved,
                }
            }
        }
    };
}
pub(crate) use code_table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert_eq!(SystemType::ALL.len(), 17);
        assert_eq!(ComponentType::ALL.len(), 66);
        assert_eq!(SystemType(23).name().unwrap().zh, "消防电源");
        assert_eq!(
            ComponentType(42).name().unwrap().zh,
            "点型光电感烟火灾探测器"
        );
        assert_eq!(ComponentType(2).class(), CodeClass::Reserved);
        assert_eq!(ComponentType(200).class(), CodeClass::UserDefined);
        assert_eq!(AnalogType(13).class(), CodeClass::Reserved);
    }
}
