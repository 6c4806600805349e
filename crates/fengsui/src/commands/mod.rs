//! The commands behind the command line, one a file.

pub(crate) mod decode;
pub(crate) mod demo;
pub(crate) mod diagrams;
pub(crate) mod evaluate;
mod exchange;
pub(crate) mod import;
pub(crate) mod journal;
pub(crate) mod openapi;
pub(crate) mod pack;
pub(crate) mod replay;
pub(crate) mod roads;
pub(crate) mod serve;
pub(crate) mod siting;
