//! `fengsui diagrams`: the state machines, drawn from their code.

use std::path::Path;

use anyhow::Context;

use crate::declared;

/// Writes one Mermaid file for each machine.
pub(crate) fn run(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    for diagram in declared::diagrams() {
        let path = folder.join(format!("{}.mmd", diagram.name));
        std::fs::write(&path, &diagram.mermaid)
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}
