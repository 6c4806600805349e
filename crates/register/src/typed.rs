//! Between structs and values: what the macros implement.

use base::{Date, Line, Polygon, RegionCode, Timestamp, Wgs84};

use crate::{ChoiceDef, FieldKind, Money, Reference, RegisterDef, Value};

/// A struct that declares a register; derive it.
pub trait Register: Sized {
    /// What was declared.
    const DEF: &'static RegisterDef;

    /// The struct of these values.
    ///
    /// # Errors
    /// [`Misfit`] when a value is missing or of another type.
    fn from_values(values: &[Value]) -> Result<Self, Misfit>;

    /// Its values, in the order of the fields.
    fn into_values(self) -> Vec<Value>;
}

/// An enum of words; derive it.
pub trait Choice: Copy + Sized + 'static {
    /// All words.
    const CHOICES: &'static [ChoiceDef];
    /// The word's key.
    fn key(self) -> &'static str;
    /// The word of this key.
    fn from_key(key: &str) -> Option<Self>;
}

/// A type that a field can have.
pub trait FieldType: Sized {
    /// What it is to the register.
    const KIND: FieldKind;
    /// Whether it may be empty.
    const OPTIONAL: bool = false;
    /// As a value.
    fn into_value(self) -> Value;
    /// From a value of its kind.
    fn from_value(value: &Value) -> Option<Self>;
}

/// A value that does not fit its field's type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the field '{field}' of '{register}' holds no value of its type")]
pub struct Misfit {
    /// The register.
    pub register: &'static str,
    /// The field.
    pub field: &'static str,
}

/// Values being taken into a struct, one after the other.
pub struct TypedValues<'a> {
    def: &'static RegisterDef,
    next: usize,
    values: &'a [Value],
}

impl<'a> TypedValues<'a> {
    /// The values of a row, in the order of the fields.
    #[must_use]
    pub const fn new(def: &'static RegisterDef, values: &'a [Value]) -> Self {
        Self {
            def,
            next: 0,
            values,
        }
    }

    /// The next one.
    ///
    /// # Errors
    /// [`Misfit`].
    pub fn take<T: FieldType>(&mut self) -> Result<T, Misfit> {
        let at = self.next;
        self.next += 1;
        let value = self.values.get(at).unwrap_or(&Value::Empty);
        T::from_value(value).ok_or_else(|| Misfit {
            register: self.def.key,
            field: self.def.fields.get(at).map_or("", |field| field.name),
        })
    }
}

impl FieldType for String {
    const KIND: FieldKind = FieldKind::Text;

    fn into_value(self) -> Value {
        Value::Text(self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            // A rule sees that there is something, and not what.
            Value::Text(text) | Value::Sealed(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FieldType for i64 {
    const KIND: FieldKind = FieldKind::Integer;

    fn into_value(self) -> Value {
        Value::Integer(self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl FieldType for Money {
    const KIND: FieldKind = FieldKind::Money;

    fn into_value(self) -> Value {
        Value::Integer(self.fen)
    }
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(|fen| Self { fen })
    }
}

impl FieldType for RegionCode {
    const KIND: FieldKind = FieldKind::Region;

    fn into_value(self) -> Value {
        Value::Text(self.into())
    }
    fn from_value(value: &Value) -> Option<Self> {
        value.as_text()?.parse().ok()
    }
}

/// Types that are a value's variant as they are.
macro_rules! plain_field_type {
    ($type:ty, $kind:expr, $variant:ident) => {
        impl FieldType for $type {
            const KIND: FieldKind = $kind;

            fn into_value(self) -> Value {
                Value::$variant(self)
            }
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::$variant(inner) => Some(*inner),
                    _ => None,
                }
            }
        }
    };
}

plain_field_type!(bool, FieldKind::Boolean, Boolean);
plain_field_type!(Date, FieldKind::Date, Date);
plain_field_type!(Timestamp, FieldKind::Time, Time);
plain_field_type!(Wgs84, FieldKind::Point, Point);
/// Shapes own their places.
macro_rules! shape_field_type {
    ($type:ident) => {
        impl FieldType for $type {
            const KIND: FieldKind = FieldKind::$type;

            fn into_value(self) -> Value {
                Value::$type(self)
            }
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::$type(shape) => Some(shape.clone()),
                    _ => None,
                }
            }
        }
    };
}

shape_field_type!(Line);
shape_field_type!(Polygon);
// The register it points at is named beside the field.
plain_field_type!(Reference, FieldKind::Reference(""), Reference);

impl<T: FieldType> FieldType for Option<T> {
    const KIND: FieldKind = T::KIND;
    const OPTIONAL: bool = true;

    fn into_value(self) -> Value {
        self.map_or(Value::Empty, T::into_value)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Empty => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// A set of words; none is an empty field.
impl<T: Choice> FieldType for Vec<T> {
    const KIND: FieldKind = FieldKind::Choices(T::CHOICES);
    const OPTIONAL: bool = true;

    fn into_value(self) -> Value {
        Value::set(self.into_iter().map(|word| word.key().to_owned()))
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Empty => Some(Self::new()),
            Value::Set(keys) => keys.iter().map(|key| T::from_key(key)).collect(),
            _ => None,
        }
    }
}
