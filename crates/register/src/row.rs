//! A row of a register between its three forms: values, columns of the table, the journal's body.

use base::{CanonicalError, Timestamp, Uuid, Wgs84, canonical_value};
use journal::{Change, ChangeParts, Entry, JournalError};
use sea_orm::{DbErr, QueryResult, Value as Column};
use serde_json::{Map, Value as Json};

use crate::form::{value_from_body, value_to_body};
use crate::record::stored_of;
use crate::table::{NUMBER, columns_of, point_columns, shape_of};
use crate::{FieldDef, FieldKind, Misfit, Reference, Register, RegisterDef, Value, query};

/// A row as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub id: Uuid,
    /// Its version; the ETag.
    pub version: i64,
    /// Its values, in the order of the fields.
    pub values: Vec<Value>,
    /// Since when it is retired 停用.
    pub retired_at: Option<Timestamp>,
    /// Whether it was made up for a demonstration.
    pub synthetic: bool,
    /// When it was entered.
    pub created_at: Timestamp,
}

impl Stored {
    /// The row as its struct. Personal fields hold their sealed texts: [`crate::Ledger::personal`]
    /// opens them.
    ///
    /// # Errors
    /// [`Misfit`] when the struct is not the one that declares the register, or a rule of today
    /// asks for what an old row lacks.
    pub fn record<R: Register>(&self) -> Result<R, Misfit> {
        R::from_values(&self.values)
    }

    /// The row as an entry of the journal says it.
    ///
    /// # Errors
    /// An entry of a newer schema, or one whose body cannot be read.
    pub fn of_entry(def: &RegisterDef, entry: &Entry) -> Result<Self, JournalError> {
        stored_of(def, entry)
    }

    /// The value of a field, by name.
    #[must_use]
    pub fn value(&self, def: &RegisterDef, field: &str) -> Option<&Value> {
        self.values.get(def.field(field)?.0)
    }

    /// The region that it belongs to, where the register has a scope and the row says it.
    #[must_use]
    pub fn region(&self, def: &RegisterDef) -> Option<String> {
        let value = self.value(def, def.scope?)?;
        value.as_text().map(str::to_owned)
    }

    /// The columns that a row is read from.
    pub(crate) fn columns(def: &'static RegisterDef) -> impl Iterator<Item = &'static str> {
        let columns = shape_of(def).columns.iter().map(String::as_str);
        columns.filter(|name| !matches!(*name, "search" | journal::STAGED | NUMBER))
    }

    /// A row of the table.
    pub(crate) fn read(def: &RegisterDef, row: &QueryResult) -> Result<Self, DbErr> {
        let values = def.fields.iter().map(|field| read_column(field, row));
        let retired: Option<i64> = row.try_get("", "retired_at")?;
        Ok(Self {
            id: row.try_get("", "id")?,
            version: row.try_get("", "version")?,
            values: values.collect::<Result<_, _>>()?,
            retired_at: retired.map(Timestamp::from_micros),
            synthetic: row.try_get("", "synthetic")?,
            created_at: Timestamp::from_micros(row.try_get("", "created_at")?),
        })
    }

    /// One value a column, in the order of the table's shape.
    pub(crate) fn column_values(&self, def: &RegisterDef) -> Vec<Column> {
        let mut columns: Vec<Column> = vec![self.id.into(), self.version.into()];
        for (field, value) in def.fields.iter().zip(&self.values) {
            columns.extend(to_columns(field, value));
        }
        columns.extend([
            self.retired_at.map(Timestamp::as_micros).into(),
            self.synthetic.into(),
            self.created_at.as_micros().into(),
            Option::<Uuid>::None.into(),
            query::search::searched_text(def, &self.values).into(),
            // What was indexed is another row than this one.
            Option::<i64>::None.into(),
        ]);
        columns
    }

    /// The after-image: all fields by name and what else the row is built from.
    pub(crate) fn body(&self, def: &RegisterDef) -> Json {
        let fields = def.fields.iter().zip(&self.values);
        let mut body: Map<String, Json> = fields
            .map(|(field, value)| (field.name.to_owned(), value_to_body(value)))
            .collect();
        let retired = self.retired_at.map(Timestamp::as_micros);
        body.insert("retired_at".to_owned(), retired.into());
        body.insert("synthetic".to_owned(), self.synthetic.into());
        body.insert("created_at".to_owned(), self.created_at.as_micros().into());
        Json::Object(body)
    }

    /// The row that a body makes. What an older body does not say is empty.
    pub(crate) fn from_body(
        def: &RegisterDef,
        id: Uuid,
        version: i64,
        body: &Json,
    ) -> Result<Self, String> {
        let read = |field: &FieldDef| {
            let stored = body.get(field.name).unwrap_or(&Json::Null);
            let value = value_from_body(field, stored);
            value.ok_or_else(|| format!("'{}' holds {stored}", field.name))
        };
        let values = def.fields.iter().map(read);
        let micros = |name: &str| body.get(name).and_then(Json::as_i64);
        let created = micros("created_at").ok_or("it does not say when it was entered")?;
        Ok(Self {
            id,
            version,
            values: values.collect::<Result<_, _>>()?,
            retired_at: micros("retired_at").map(Timestamp::from_micros),
            synthetic: body.get("synthetic").and_then(Json::as_bool) == Some(true),
            created_at: Timestamp::from_micros(created),
        })
    }

    /// The change that writes it at its version.
    pub(crate) fn change(
        &self,
        def: &'static RegisterDef,
        verb: &'static str,
        event_at: Timestamp,
    ) -> Result<Change, CanonicalError> {
        Ok(Change::from_parts(ChangeParts {
            kind: def.key,
            subject: self.id,
            version: self.version,
            verb,
            event_at,
            region: self.region(def),
            schema: def.schema(),
            body: canonical_value(&self.body(def))?,
            values: self.column_values(def),
            shape: shape_of(def),
        }))
    }
}

/// A value as its field's columns; an empty one keeps the columns' types.
pub(crate) fn to_columns(field: &FieldDef, value: &Value) -> Vec<Column> {
    match value {
        Value::Empty => columns_of(field)
            .into_iter()
            .map(|(_, kind)| empty_column(kind))
            .collect(),
        Value::Text(text) | Value::Sealed(text) => vec![text.clone().into()],
        Value::Integer(number) => vec![(*number).into()],
        Value::Boolean(yes) => vec![(*yes).into()],
        Value::Date(date) => vec![date.to_string().into()],
        Value::Time(time) => vec![time.as_micros().into()],
        Value::Set(keys) => vec![set_text(keys).into()],
        Value::Reference(Reference(id)) => vec![(*id).into()],
        Value::Point(place) => vec![place.longitude_e7.into(), place.latitude_e7.into()],
        Value::Line(_) | Value::Polygon(_) => shape_columns(value),
    }
}

/// A shape as the text of its body and the box around it.
fn shape_columns(value: &Value) -> Vec<Column> {
    let sides = value.bounds().map(|bounds| {
        let (low, high) = (bounds.south_west, bounds.north_east);
        [
            low.longitude_e7,
            low.latitude_e7,
            high.longitude_e7,
            high.latitude_e7,
        ]
    });
    let text = Column::from(value_to_body(value).to_string());
    let sides = sides.into_iter().flatten().map(Column::from);
    std::iter::once(text).chain(sides).collect()
}

/// A set as text, each word between commas, so that one is found as `,word,`.
fn set_text(keys: &[String]) -> String {
    format!(",{},", keys.join(","))
}

const fn empty_column(kind: store::ddl::ColumnKind) -> Column {
    use store::ddl::ColumnKind;
    match kind {
        ColumnKind::Uuid => Column::Uuid(None),
        ColumnKind::Text => Column::String(None),
        ColumnKind::Int => Column::Int(None),
        ColumnKind::BigInt => Column::BigInt(None),
        ColumnKind::Bytes => Column::Bytes(None),
        ColumnKind::Bool => Column::Bool(None),
    }
}

pub(crate) fn read_column(field: &FieldDef, row: &QueryResult) -> Result<Value, DbErr> {
    let text = || row.try_get::<Option<String>>("", field.name);
    let number = || row.try_get::<Option<i64>>("", field.name);
    let value = match field.kind {
        FieldKind::Text | FieldKind::LongText if field.personal => text()?.map(|text| {
            // What was written before the field was sealed stands as it was.
            if seal::is_sealed(&text) {
                Value::Sealed(text)
            } else {
                Value::Text(text)
            }
        }),
        FieldKind::Text | FieldKind::LongText | FieldKind::Choice(_) | FieldKind::Region => {
            text()?.map(Value::Text)
        }
        FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money => {
            number()?.map(Value::Integer)
        }
        FieldKind::Boolean => row
            .try_get::<Option<bool>>("", field.name)?
            .map(Value::Boolean),
        FieldKind::Date => match text()? {
            None => None,
            Some(day) => Some(Value::Date(day.parse().map_err(|error| {
                DbErr::Type(format!("column '{}': {error}", field.name))
            })?)),
        },
        FieldKind::Time => number()?.map(|micros| Value::Time(Timestamp::from_micros(micros))),
        FieldKind::Choices(_) => text()?.map(|keys| {
            let keys = keys.split(',').filter(|key| !key.is_empty());
            Value::set(keys.map(str::to_owned))
        }),
        FieldKind::Reference(_) => row
            .try_get::<Option<Uuid>>("", field.name)?
            .map(|id| Value::Reference(Reference(id))),
        FieldKind::Line | FieldKind::Polygon => match text()? {
            None => None,
            Some(shape) => {
                let stored = serde_json::from_str(&shape).ok();
                let value = stored.and_then(|stored: Json| value_from_body(field, &stored));
                let wrong = || DbErr::Type(format!("column '{}' holds no shape", field.name));
                Some(value.ok_or_else(wrong)?)
            }
        },
        FieldKind::Point => {
            let (east, north) = point_columns(field);
            let east: Option<i32> = row.try_get("", &east)?;
            let north: Option<i32> = row.try_get("", &north)?;
            east.zip(north).map(|(longitude_e7, latitude_e7)| {
                Value::Point(Wgs84 {
                    longitude_e7,
                    latitude_e7,
                })
            })
        }
    };
    Ok(value.unwrap_or(Value::Empty))
}
