//! Rows that belong to some rows of another register: a unit's own buildings.

use base::Uuid;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait};

use crate::{FieldDef, FieldKind, RegisterDef};

/// To whom the rows of an answer belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owners {
    /// The register of the owners.
    pub register: &'static str,
    /// Its rows.
    pub rows: Vec<Uuid>,
}

impl Owners {
    /// Of nobody there is nothing to see.
    #[must_use]
    pub const fn nobody() -> Self {
        Self {
            register: "",
            rows: Vec::new(),
        }
    }

    /// The field that says whose a row is, when it is not one of the owners itself.
    pub(crate) fn field(&self, def: &RegisterDef) -> Option<&'static FieldDef> {
        let fields: &'static [FieldDef] = def.fields;
        let refers = |field: &&FieldDef| field.kind == FieldKind::Reference(self.register);
        fields
            .iter()
            .find(refers)
            .filter(|_| def.key != self.register)
    }

    /// The rows that belong to these: by the first field that refers to their register, or by being
    /// one of them. A register that knows no such owner has none.
    pub(super) fn condition(&self, def: &RegisterDef) -> Condition {
        let column = match self.field(def) {
            _ if def.key == self.register => "id",
            Some(field) => field.name,
            None => return Condition::all().add(Expr::value(1).eq(0)),
        };
        Condition::all().add(Expr::col(Alias::new(column)).is_in(self.rows.iter().copied()))
    }
}
