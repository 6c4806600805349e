//! Where a caller may act in a register: its sets against what a row knows of itself.
//!
//! A row knows its region by the register's scope, and its unit 单位 by a reference to the register
//! of units, or by being one. Of a register that knows neither, whoever may read it sees all.

use access::{Knows, Narrowing, Subject};
use api::Caller;
use base::Uuid;
use register::{FieldKind, Owners, Query, Reference, RegisterDef, Stored, Value};
use serde_json::{Map, Value as Json};

/// The register of units.
const UNIT: &str = "unit";

fn knows(def: &RegisterDef) -> Knows {
    Knows {
        region: def.scope.is_some(),
        unit: def.key == UNIT || unit_field(def).is_some(),
        sector: false,
    }
}

/// The field that refers to the unit a row belongs to.
fn unit_field(def: &RegisterDef) -> Option<&'static str> {
    let fields = def.fields.iter();
    let mut refers = fields.filter(|field| field.kind == FieldKind::Reference(UNIT));
    refers.next().map(|field| field.name)
}

fn is_open(def: &RegisterDef) -> bool {
    let knows = knows(def);
    !knows.region && !knows.unit
}

/// Whether the caller answers for a row.
pub(crate) fn admits(caller: &Caller, def: &RegisterDef, row: &Stored) -> bool {
    let region = row.region(def);
    let unit = if def.key == UNIT {
        Some(row.id)
    } else {
        match unit_field(def).and_then(|field| row.value(def, field)) {
            Some(Value::Reference(Reference(id))) => Some(*id),
            _ => None,
        }
    };
    is_open(def) || holds(caller, region.as_deref(), unit)
}

/// Whether the caller answers for what a row is to say; an own row's id is `None` while it is new.
pub(crate) fn admits_input(
    caller: &Caller,
    def: &RegisterDef,
    own: Option<Uuid>,
    input: &Map<String, Json>,
) -> bool {
    let text = |field: &str| input.get(field).and_then(Json::as_str);
    let unit = if def.key == UNIT {
        own
    } else {
        unit_field(def)
            .and_then(text)
            .and_then(|id| Uuid::parse_str(id).ok())
    };
    is_open(def) || holds(caller, def.scope.and_then(text), unit)
}

fn holds(caller: &Caller, region: Option<&str>, unit: Option<Uuid>) -> bool {
    let subject = Subject {
        region,
        unit,
        sector: None,
    };
    caller.pass.scope().admits(&subject)
}

/// Narrows a list to what the caller may see; `None` when that is nothing.
pub(crate) fn narrowed(caller: &Caller, def: &RegisterDef, mut query: Query) -> Option<Query> {
    if is_open(def) {
        return Some(query);
    }
    match caller.pass.scope().narrowing(knows(def)) {
        Narrowing::Nothing => None,
        Narrowing::Within { regions, units, .. } => {
            query.scope = (!regions.is_empty()).then_some(regions);
            query.owners = (!units.is_empty()).then_some(Owners {
                register: UNIT,
                rows: units,
            });
            Some(query)
        }
    }
}
