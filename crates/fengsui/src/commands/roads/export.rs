//! The graph that is searched, for other programs.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;

use super::Graph;

/// The time of an arc that is not driven; it stays in its line, so that lines are numbers. RoutingKit takes
/// it for infinite.
const NEVER: u32 = i32::MAX.cast_unsigned();

pub(super) fn run(graph: &Path, nodes: &Path, arcs: &Path) -> anyhow::Result<String> {
    let graph = Graph::open(graph)?;
    let mut text = "node,lon,lat\n".to_owned();
    for (junction, number) in graph.network.junctions().iter().zip(0_u32..) {
        let (east, north) = (junction.longitude(), junction.latitude());
        writeln!(text, "{number},{east:.7},{north:.7}")?;
    }
    write(nodes, &text)?;
    let mut text = "arc,tail,head,ms\n".to_owned();
    for (arc, number) in graph.network.arcs().iter().zip(0_u32..) {
        let (tail, head) = (arc.tail.0, arc.head.0);
        writeln!(text, "{number},{tail},{head},{}", arc.time_ms.min(NEVER))?;
    }
    write(arcs, &text)?;
    let (junctions, arcs) = (graph.network.junctions().len(), graph.network.arcs().len());
    Ok(format!("{junctions} nodes, {arcs} arcs"))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
