//! What a screen must know of a layer to draw it and its legend.

use capability::LayerWord;
use register::{Label, RegisterDef};
use serde::Serialize;
use utoipa::ToSchema;

use crate::layers::Layer;

/// Words in both languages.
#[derive(Serialize, ToSchema)]
pub(crate) struct LayerLabel {
    zh: &'static str,
    en: &'static str,
}

impl From<Label> for LayerLabel {
    fn from(label: Label) -> Self {
        Self {
            zh: label.zh,
            en: label.en,
        }
    }
}

/// 图层 a layer.
#[derive(Serialize, ToSchema)]
pub(crate) struct LayerInfo {
    /// Its name in addresses.
    key: &'static str,
    label: LayerLabel,
    /// What stands on the map: place, hydrant, station, micro_station, vehicle, person, unit,
    /// building, device, seat, incident or alarm.
    symbol: &'static str,
    /// The register whose rows it shows: its filters and words narrow the layer too.
    #[schema(required)]
    register: Option<&'static str>,
    /// The field with its place, of a register.
    #[schema(required)]
    geometry: Option<&'static str>,
    /// The field whose words colour it.
    #[schema(required)]
    colour: Option<&'static str>,
    /// The words that colour it, for the legend.
    words: Vec<LayerWordInfo>,
    /// The address of its stream of latest values, when it moves by itself.
    #[schema(required)]
    live: Option<&'static str>,
}

/// A word that colours a layer.
#[derive(Serialize, ToSchema)]
pub(crate) struct LayerWordInfo {
    key: &'static str,
    label: LayerLabel,
    /// plain, good, warn, bad or stale.
    tone: &'static str,
}

impl LayerWordInfo {
    fn of(word: &LayerWord) -> Self {
        Self {
            key: word.key,
            label: word.label.into(),
            tone: word.tone.as_str(),
        }
    }
}

/// The layers that the caller may see.
#[derive(Serialize, ToSchema)]
pub(crate) struct LayerList {
    pub(crate) items: Vec<LayerInfo>,
}

impl LayerInfo {
    pub(crate) fn of(layer: &Layer) -> Self {
        match layer {
            Layer::Register(ledger) => Self::of_register(ledger.def()),
            Layer::Declared(def, _) => Self {
                key: def.key,
                label: def.label.into(),
                symbol: def.symbol.as_str(),
                register: None,
                geometry: None,
                colour: None,
                words: def.words.iter().map(LayerWordInfo::of).collect(),
                live: def.live,
            },
        }
    }

    fn of_register(def: &'static RegisterDef) -> Self {
        let colour = def.colour.and_then(|name| def.field(name));
        let choices = colour.map_or(&[][..], |(_, field)| field.choices());
        let words = choices.iter().map(|choice| {
            LayerWordInfo::of(&LayerWord {
                key: choice.key,
                label: choice.label,
                tone: choice.tone,
            })
        });
        Self {
            key: def.key,
            label: def.label.into(),
            symbol: def.symbol.as_str(),
            register: Some(def.key),
            geometry: def.geometry,
            colour: def.colour,
            words: words.collect(),
            live: None,
        }
    }
}
