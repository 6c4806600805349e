//! 文书 a document that an action issued: its number and everything that its PDF is made from.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::Time;

use super::journalled;

/// A document. The PDF is not kept: this record and the template's version give it again.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "case_document")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Always 1: what was issued is not changed.
    #[serde(skip)]
    pub version: i64,
    /// The case, by its row.
    pub row: Uuid,
    /// The case's region.
    pub region: Option<String>,
    /// The document's name in the loop's rules.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Who issues it.
    pub author: String,
    /// 文号
    pub number: String,
    /// The issuer's mark in it.
    pub mark: String,
    /// The year in it.
    pub year: i32,
    /// The serial number in it; unique with mark and year.
    pub serial: i32,
    /// The template.
    pub template: String,
    /// Its version.
    pub template_version: i32,
    /// The record that was printed, as JSON.
    pub data: String,
    /// Who issued it.
    pub issued_by: String,
    /// When.
    pub issued_at: Time,
}

journalled!("case_document");
