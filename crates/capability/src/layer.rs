//! 图层 what a room shows on the map beside its registers: last positions, isochrones, risk.
//!
//! A register with a geometry is a layer without a word about it. For everything else a room
//! declares a [`LayerDef`] and answers [`LayerSource::features`]; the map mechanism makes GeoJSON,
//! tiles, legend and permission of it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use api::{Caller, Problem};
use base::{Label, Timestamp, Uuid};
use register::{Symbol, Tone};
use tiles::{Bounds, Shape};

use crate::Platform;

/// A layer that is no register.
#[derive(Clone, Copy)]
pub struct LayerDef {
    /// Its name for programs, no register's.
    pub key: &'static str,
    /// Its name for people.
    pub label: Label,
    /// The sign of its places.
    pub symbol: Symbol,
    /// What seeing it asks for.
    pub permission: &'static str,
    /// The words that colour it, for the legend.
    pub words: &'static [LayerWord],
    /// The journal's kinds whose change makes it old; none when it does not rest on the journal.
    pub kinds: &'static [&'static str],
    /// The address of its stream of latest values, when it moves by itself.
    pub live: Option<&'static str>,
    /// Makes its source.
    pub source: fn(&Platform) -> Arc<dyn LayerSource>,
}

/// A word that colours a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerWord {
    /// For programs.
    pub key: &'static str,
    /// For people.
    pub label: Label,
    /// What it means.
    pub tone: Tone,
}

/// What is asked of a layer.
#[derive(Clone, Copy, Debug)]
pub struct LayerQuestion<'a> {
    /// Who asks; a source shows what is in their sets and nothing else.
    pub caller: &'a Caller,
    /// The box; all of the earth when nothing is said.
    pub bounds: Bounds,
    /// The most features.
    pub limit: usize,
    /// What the address asks beside that, such as the minutes of an isochrone.
    pub parameters: &'a [(String, String)],
}

/// Something on a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerFeature {
    /// Its id, stable from answer to answer.
    pub id: Uuid,
    /// Where it is.
    pub shape: Shape,
    /// What it is called.
    pub title: String,
    /// Which of the layer's words it bears.
    pub word: Option<&'static str>,
    /// What a card says of it.
    pub facts: Vec<LayerFact>,
    /// When that was measured.
    pub measured_at: Option<Timestamp>,
}

/// A line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerFact {
    /// What it is about.
    pub label: Label,
    /// What it says, in Chinese.
    pub zh: String,
    /// What it says, in English.
    pub en: String,
}

impl LayerFact {
    /// A line that needs no translation: a number with its measure.
    #[must_use]
    pub fn plain(label: Label, text: String) -> Self {
        Self {
            label,
            zh: text.clone(),
            en: text,
        }
    }

    /// A line of words.
    #[must_use]
    pub fn words(label: Label, words: Label) -> Self {
        Self {
            label,
            zh: words.zh.to_owned(),
            en: words.en.to_owned(),
        }
    }
}

/// A layer's answer to come.
pub type Seen<'a> = Pin<Box<dyn Future<Output = Result<Vec<LayerFeature>, Problem>> + Send + 'a>>;

/// Where a layer's features come from.
pub trait LayerSource: Send + Sync {
    /// The features in the box that the caller may see, at most as many as are asked for; one more
    /// than that tells that there are more.
    ///
    /// # Errors
    /// A problem in words, such as a parameter without meaning.
    fn features<'a>(&'a self, question: LayerQuestion<'a>) -> Seen<'a>;
}
