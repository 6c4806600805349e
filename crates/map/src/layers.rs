//! The layers there are, and what each rests on.

use std::collections::HashMap;
use std::sync::Arc;

use api::{Caller, Problem};
use capability::{LayerDef, LayerSource, Platform};
use register::{Catalogue, Ledger};

/// One layer.
pub(crate) enum Layer {
    /// The rows of a register.
    Register(Ledger),
    /// What a room answers by itself.
    Declared(LayerDef, Arc<dyn LayerSource>),
}

impl Layer {
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Self::Register(ledger) => ledger.def().key,
            Self::Declared(def, _) => def.key,
        }
    }

    fn permission(&self) -> &'static str {
        match self {
            Self::Register(ledger) => ledger.def().read_permission,
            Self::Declared(def, _) => def.permission,
        }
    }

    /// Whether the caller may see it at all; where is asked of each row.
    pub(crate) fn is_open_to(&self, caller: &Caller) -> bool {
        caller.permits(self.permission())
    }

    /// The kinds of the journal that it shows; none when it does not rest on the journal.
    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        match self {
            Self::Register(ledger) => vec![ledger.def().key],
            Self::Declared(def, _) => def.kinds.to_vec(),
        }
    }
}

/// All layers: registers first, in the order of their declaration.
pub(crate) struct Layers(Vec<Layer>);

impl Layers {
    pub(crate) fn new(
        platform: &Platform,
        catalogue: &Arc<Catalogue>,
        declared: Vec<LayerDef>,
    ) -> Self {
        let drawn = catalogue.iter().filter(|def| def.geometry.is_some());
        let of_registers = drawn.map(|def| {
            let journal = platform.journal.clone();
            Layer::Register(Ledger::new(def, journal, Arc::clone(catalogue)))
        });
        let declared = declared
            .into_iter()
            .map(|def| Layer::Declared(def, (def.source)(platform)));
        Self(of_registers.chain(declared).collect())
    }

    pub(crate) fn open_to<'a>(&'a self, caller: &'a Caller) -> impl Iterator<Item = &'a Layer> {
        self.0.iter().filter(|layer| layer.is_open_to(caller))
    }

    /// What regions are called, each with what it lies in, by code; any ledger knows.
    pub(crate) async fn names_of_regions(
        &self,
        codes: &[&str],
    ) -> Result<HashMap<String, String>, Problem> {
        let ledger = self.0.iter().find_map(|layer| match layer {
            Layer::Register(ledger) => Some(ledger),
            Layer::Declared(..) => None,
        });
        let Some(ledger) = ledger else {
            return Ok(HashMap::new());
        };
        let names = ledger.names_of_regions(codes).await;
        names.map_err(register_api::problem_of)
    }

    /// The layer of this key, if the caller may see it.
    pub(crate) fn get(&self, key: &str, caller: &Caller) -> Result<&Layer, Problem> {
        let found = self.0.iter().find(|layer| layer.key() == key);
        let layer = found.ok_or_else(Problem::not_found)?;
        if layer.is_open_to(caller) {
            Ok(layer)
        } else {
            Err(Problem::denied())
        }
    }
}
