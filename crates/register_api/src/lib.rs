//! The HTTP side of all registers 台账: one set of handlers that works on descriptors.
//!
//! Every register has operations of its own under `/api/v1/registers/<key>`, so that the gate, the
//! OpenAPI document and the access walk see each of them; behind all of them stands the same code.
//!
//! Invariants: a row outside the caller's areas is as if it were not there; a row is neither made
//! in nor moved to an area that the caller does not answer for; a personal field leaves masked.
//!
//! It is not where a register's rules are (that is its declaration) nor where rows are written
//! (that is [`register::Ledger`]).

mod document;
mod file;
mod gaps;
mod import;
mod info;
mod label;
mod problem;
mod question;
mod routes;
mod scope;
mod shelf;
mod view;
mod views;

pub use crate::problem::of_ledger as problem_of;
pub use crate::view::RegisterRow;

use std::sync::Arc;

use access::OperationRule;
use api::{Caller, EventRule, Problem};
use capability::Platform;
use register::{Catalogue, CoverageDef, Ledger, Query, RegisterDef, Stored};
use utoipa_axum::router::OpenApiRouter;

use crate::import::Imports;

pub use question::{list_address, spelled};
pub use shelf::{Address, Shelf};
pub use views::{migrations, table_shapes};

/// What the handlers of one register stand on.
#[derive(Clone)]
pub(crate) struct Room {
    pub(crate) def: &'static RegisterDef,
    pub(crate) ledger: Ledger,
    pub(crate) platform: Platform,
    pub(crate) imports: Imports,
    pub(crate) shelf: Shelf,
}

/// What an address asks of a register, narrowed to what the caller may see: filters, words, retired
/// or not. It is the question of the list of the same address.
///
/// # Errors
/// A problem that names what has no meaning.
pub fn question(
    def: &'static RegisterDef,
    caller: &Caller,
    pairs: Vec<(String, String)>,
) -> Result<Query, Problem> {
    Ok(question::read(def, caller, pairs)?.0)
}

/// Rows as the API shows them, personal values covered.
///
/// # Errors
/// The database's refusal.
pub async fn shown(ledger: &Ledger, rows: Vec<Stored>) -> Result<Vec<RegisterRow>, Problem> {
    view::rows(ledger, rows).await
}

/// The operations of all registers of `catalogue`, and of what their rows must have in others.
pub fn router(
    platform: &Platform,
    catalogue: &Arc<Catalogue>,
    coverages: Vec<&'static CoverageDef>,
    shelf: &Shelf,
) -> OpenApiRouter {
    let imports = Imports::default();
    let rooms = catalogue.iter().map(|def| Room {
        def,
        ledger: Ledger::new(def, platform.journal.clone(), Arc::clone(catalogue)),
        platform: platform.clone(),
        imports: imports.clone(),
        shelf: shelf.clone(),
    });
    let gaps = gaps::Gaps {
        platform: platform.clone(),
        catalogue: Arc::clone(catalogue),
        declared: coverages.into(),
    };
    rooms.map(routes::of_register).fold(
        routes::of_all(catalogue).merge(gaps::router(gaps)),
        OpenApiRouter::merge,
    )
}

/// Which permission each of these operations asks for.
#[must_use]
pub fn rules(catalogue: &Catalogue) -> Vec<OperationRule> {
    let of_registers = catalogue.iter().flat_map(routes::rules_of);
    std::iter::once(routes::RULE_OF_ALL)
        .chain(gaps::RULES)
        .chain(of_registers)
        .collect()
}

/// What of the registers leaves by the event stream: a kind is its register's key.
#[must_use]
pub fn events(catalogue: &Catalogue) -> Vec<EventRule> {
    catalogue
        .iter()
        .map(|def| EventRule::of(def.key, def.read_permission))
        .collect()
}
