//! `fengsui decode FILE`: what GB/T 26875.3 frames say, one JSON object a line.

use std::path::PathBuf;

use anyhow::Context;
use wire::gb26875::Dialect;
use wire::gb26875::describe::describe_file;

/// Prints one JSON object for each frame of a JSON list of `{"hex": …}`.
pub(crate) fn run(file: &PathBuf, dialect: Option<&PathBuf>) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let dialect = match dialect {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            Dialect::from_json(&text).with_context(|| format!("{} is no dialect", path.display()))?
        }
        None => Dialect::default(),
    };
    for description in describe_file(&text, &dialect)? {
        println!("{}", serde_json::to_string(&description)?);
    }
    Ok(())
}
