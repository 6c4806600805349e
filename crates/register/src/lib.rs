//! 一套台账 the one register: a ledger is declared once as a struct, and everything else works on
//! its descriptor and plain values.
//!
//! ```
//! use base::RegionCode;
//! use register::{Choice, Faults, Label, Register};
//!
//! #[derive(Clone, Debug, PartialEq, Register)]
//! #[register(key = "water_source", label(zh = "消防水源", en = "Water source"), title = "name",
//!     scope = "region", permission = "city", rules(usable_needs_flow), search(name))]
//! pub struct WaterSource {
//!     #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 80)]
//!     pub name: String,
//!     #[field(label(zh = "状态", en = "State"), list, filter)]
//!     pub state: State,
//!     #[field(label(zh = "流量", en = "Flow"), unit = "L/s", min = 1, max = 500)]
//!     pub flow: Option<i64>,
//!     #[field(label(zh = "所属区域", en = "Region"), list, filter)]
//!     pub region: RegionCode,
//! }
//!
//! #[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
//! pub enum State {
//!     #[choice(label(zh = "可用", en = "Usable"))]
//!     Usable,
//!     #[choice(label(zh = "停用", en = "Out of use"))]
//!     OutOfUse,
//! }
//!
//! fn usable_needs_flow(source: &WaterSource, faults: &mut Faults) {
//!     if source.state == State::Usable && source.flow.is_none() {
//!         faults.rule("flow", Label::new("可用的水源须填写流量", "a usable source needs its flow"));
//!     }
//! }
//! assert_eq!(WaterSource::DEF.fields.len(), 4);
//! ```
//!
//! What a declaration gets wrong does not compile: a field without a label,
//! ```compile_fail
//! #[derive(Clone, Debug, PartialEq, register::Register)]
//! #[register(key = "shed", label(zh = "库", en = "Shed"), title = "name", permission = "city")]
//! struct Shed {
//!     name: String,
//! }
//! ```
//! a title that names no field,
//! ```compile_fail
//! #[derive(Clone, Debug, PartialEq, register::Register)]
//! #[register(key = "shed", label(zh = "库", en = "Shed"), title = "nam", permission = "city")]
//! struct Shed {
//!     #[field(label(zh = "名称", en = "Name"))]
//!     name: String,
//! }
//! ```
//! an attribute that nobody knows,
//! ```compile_fail
//! #[derive(Clone, Debug, PartialEq, register::Register)]
//! #[register(key = "shed", label(zh = "库", en = "Shed"), title = "name", permission = "city")]
//! struct Shed {
//!     #[field(label(zh = "名称", en = "Name"), uniqe)]
//!     name: String,
//! }
//! ```
//! a mark that does not fit the field's type,
//! ```compile_fail
//! #[derive(Clone, Debug, PartialEq, register::Register)]
//! #[register(key = "shed", label(zh = "库", en = "Shed"), title = "name", permission = "city")]
//! struct Shed {
//!     #[field(label(zh = "名称", en = "Name"), min = 3)]
//!     name: String,
//! }
//! ```
//! or a later field that old rows could not lack.
//! ```compile_fail
//! #[derive(Clone, Debug, PartialEq, register::Register)]
//! #[register(key = "shed", label(zh = "库", en = "Shed"), title = "name", permission = "city")]
//! struct Shed {
//!     #[field(label(zh = "名称", en = "Name"))]
//!     name: String,
//!     #[field(label(zh = "面积", en = "Area"), since = 2)]
//!     area: i64,
//! }
//! ```
//!
//! Invariants: a row is written through the journal only; a value that stands in a row passed
//! [`Ledger`]'s checks or an import's; a personal value is sealed before it is written; values are bound, never written into a statement; a field
//! that is not declared for it is neither filtered nor sorted by.
//!
//! It is not a query language and not HTTP: a room asks a [`Ledger`], the API turns its refusals
//! into problems.

mod batch;
mod catalogue;
mod check;
mod coverage;
mod def;
mod entered;
mod error;
mod fault;
mod form;
mod history;
mod index;
mod input;
mod kind;
mod ledger;
mod look;
mod map_index;
mod mask;
mod pattern;
mod personal;
mod prepared;
mod query;
mod record;
mod row;
mod shape;
mod stage;
mod table;
mod tally;
mod titles;
mod typed;
mod value;

pub use base::Label;
pub use batch::{Plan, Seen};
pub use catalogue::{Catalogue, CatalogueError, Judge};
pub use coverage::{CoverageDef, Covered, Groups, Link, Slot, SlotState};
pub use def::{FieldDef, Keeper, RegisterDef};
pub use entered::{Entered, entered};
pub use error::{LedgerError, Referrer};
pub use fault::{Fault, FaultCode, Faults};
pub use form::{parse_scaled, show_scaled, to_json, value_to_json};
pub use history::{FieldChange, Revision};
pub use index::{Indexer, migrations, table_shapes};
pub use kind::{ChoiceDef, FieldKind};
pub use ledger::{Author, Ledger};
pub use look::{Symbol, Tone};
pub use mask::mask_of;
pub use pattern::Pattern;
pub use personal::Personal;
pub use query::{
    Cursor, Direction, Filter, Fit, Matcher, Operator, Outline, Owners, Page, Place, PlaceQuestion,
    Query, QueryError, Words, spelled,
};
pub use record::record_def_of;
pub use register_derive::{Choice, Register};
pub use row::Stored;
pub use stage::StagedRows;
pub use table::{lock_text, migrations_of, shape_of};
pub use tally::{Ask, Cell, Cells, Counter, Counts, rows_of, tally};
pub use typed::{Choice, FieldType, Misfit, Register, TypedValues};
pub use value::{Money, Reference, Value};
