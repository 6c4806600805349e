//! The evaluation: chapters of blocks of items, each with points.

use serde::Deserialize;

/// 一级: the widest division of the points.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Line of the plan's text.
    pub line: u32,
    /// As printed.
    pub name: String,
    /// As printed.
    pub points: String,
    /// Its blocks as they are printed.
    pub blocks: Vec<Block>,
}

/// 二级.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Line of the plan's text where its points stand.
    pub line: u32,
    /// As printed.
    pub name: String,
    /// As printed.
    pub points: String,
    /// Its items as they are printed.
    pub items: Vec<Item>,
}

/// 三级: what is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Line of the plan's text.
    pub line: u32,
    /// As printed.
    pub name: String,
    /// As printed.
    pub points: String,
    /// What is taken off, where that is printed.
    pub deduction: Option<Deduction>,
    /// Points of its parts, where they are printed.
    #[serde(default)]
    pub parts: Vec<String>,
}

/// What is taken off for each condition that is not met.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    /// Line of the plan's text.
    pub line: u32,
    /// Points as printed.
    pub points: String,
    /// How many conditions the item lists. One for a deduction that is made once.
    pub times: u32,
    /// 任意一……: made for each of these instead; a statement may say how many there are.
    pub each: Option<String>,
}
