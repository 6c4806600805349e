//! Rules on the crates and what they depend on.

use crate::Finding;
use crate::workspace::{Crate, Kind, Workspace};

/// The floor of the capabilities, which never know each other.
const CAPABILITIES: u64 = 4;
/// The floor of the pure crates.
pub(crate) const PURE: u64 = 1;
/// The top floor: the binary.
const TOP: u64 = 5;

/// What brings IO, a runtime or a clock with it; a crate of the same family (`tokio-util`) too.
const IO: [&str; 5] = ["tokio", "sea-orm", "sqlx", "axum", "reqwest"];

/// Every crate declares its floor and step.
pub(crate) fn placed(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for found in &workspace.crates {
        let what = match (found.floor, found.step) {
            (Some(floor), Some(_)) if (1..=TOP).contains(&floor) => continue,
            (Some(floor), Some(_)) => format!("floor {floor} is not between 1 and {TOP}"),
            (None, _) => "declares no floor".to_owned(),
            (_, None) => "declares no step".to_owned(),
        };
        findings.push(Finding {
            rule: "every crate has a place",
            at: found.name.clone(),
            what,
            mend: "add [package.metadata.fengsui] with floor = … and step = … to its Cargo.toml; \
                   the floors stand in the design, the step orders crates within one",
        });
    }
    findings
}

/// A dependency on a crate of ours points to a strictly lower place; only tests and test tools
/// use test tools.
pub(crate) fn point_down(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (from, to, kind) in inner_edges(workspace) {
        if to.test_tool && (kind == Kind::Dev || from.test_tool) {
            continue;
        }
        let (Some(high), Some(low)) = (from.place(), to.place()) else {
            continue; // `placed` says it.
        };
        if to.test_tool {
            findings.push(Finding {
                rule: "dependencies point down",
                at: from.name.clone(),
                what: format!("ships with the test tool {}", to.name),
                mend: "make it a dev-dependency",
            });
        } else if low >= high {
            findings.push(Finding {
                rule: "dependencies point down",
                at: from.name.clone(),
                what: format!(
                    "floor {}, step {} depends on {} at floor {}, step {}",
                    high.0, high.1, to.name, low.0, low.1
                ),
                mend: "move what both need into a lower crate, or, within a floor, raise the \
                       step of the one that stands on the other",
            });
        }
    }
    findings
}

/// Crates of the capabilities' floor never depend on each other, in tests neither.
pub(crate) fn capabilities_apart(workspace: &Workspace) -> Vec<Finding> {
    inner_edges(workspace)
        .filter(|(from, to, _)| {
            from.floor == Some(CAPABILITIES) && to.floor == Some(CAPABILITIES) && !to.test_tool
        })
        .map(|(from, to, _)| Finding {
            rule: "capabilities do not know each other",
            at: from.name.clone(),
            what: format!("depends on {}, a capability too", to.name),
            mend: "ask through a command port, the city's nouns, the journal or a metric",
        })
        .collect()
}

/// Pure crates ship with nothing that does IO.
pub(crate) fn pure_dependencies(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for found in pure(workspace) {
        for dependency in &found.dependencies {
            let name = &dependency.name;
            let same_family = |io: &&str| name == io || name.starts_with(&format!("{io}-"));
            if dependency.kind == Kind::Shipped && IO.iter().any(same_family) {
                findings.push(Finding {
                    rule: "floor 1 is pure",
                    at: found.name.clone(),
                    what: format!("depends on {}", dependency.name),
                    mend: "take bytes and values in and give them out; do the IO on a higher floor",
                });
            }
        }
    }
    findings
}

/// The crates of floor 1 that are no test tools.
pub(crate) fn pure(workspace: &Workspace) -> impl Iterator<Item = &Crate> {
    workspace
        .crates
        .iter()
        .filter(|found| found.floor == Some(PURE) && !found.test_tool)
}

/// Every dependency of one of our crates on another: who, on whom, and when.
fn inner_edges(workspace: &Workspace) -> impl Iterator<Item = (&Crate, &Crate, Kind)> {
    workspace.crates.iter().flat_map(move |from| {
        from.dependencies.iter().filter_map(move |dependency| {
            let to = workspace.find(&dependency.name)?;
            Some((from, to, dependency.kind))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;

    fn made_up(name: &str, floor: u64, step: u64, needs: &[(&str, Kind)]) -> Crate {
        Crate {
            name: name.to_owned(),
            folder: name.to_owned(),
            floor: Some(floor),
            step: Some(step),
            dependencies: needs
                .iter()
                .map(|(name, kind)| Dependency {
                    name: (*name).to_owned(),
                    kind: *kind,
                })
                .collect(),
            ..Crate::default()
        }
    }

    fn test_tool(name: &str, floor: u64, needs: &[(&str, Kind)]) -> Crate {
        Crate {
            test_tool: true,
            ..made_up(name, floor, 0, needs)
        }
    }

    fn house(crates: Vec<Crate>) -> Workspace {
        Workspace {
            crates,
            ..Workspace::default()
        }
    }

    fn at(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.at.as_str()).collect()
    }

    use Kind::{Dev, Shipped};

    #[test]
    fn a_crate_without_floor_or_step_is_found() {
        let mut no_floor = made_up("a", 1, 0, &[]);
        no_floor.floor = None;
        let mut no_step = made_up("b", 1, 0, &[]);
        no_step.step = None;
        let workspace = house(vec![no_floor, no_step, made_up("c", 6, 0, &[])]);
        assert_eq!(at(&placed(&workspace)), ["a", "b", "c"]);
        assert!(placed(&house(vec![made_up("d", 3, 0, &[])])).is_empty());
    }

    #[test]
    fn a_dependency_up_or_level_is_found_and_one_down_is_not() {
        let workspace = house(vec![
            made_up("base", 1, 0, &[]),
            made_up("wire", 1, 1, &[("base", Shipped), ("serde", Shipped)]),
            made_up("rules", 1, 1, &[("wire", Shipped)]),
            made_up("roads", 1, 0, &[("store", Shipped)]),
            made_up("store", 2, 0, &[("base", Shipped)]),
        ]);
        assert_eq!(at(&point_down(&workspace)), ["rules", "roads"]);
    }

    #[test]
    fn a_test_may_use_what_is_lower_and_every_test_tool() {
        let workspace = house(vec![
            made_up("base", 1, 0, &[("probe", Dev), ("city", Dev)]),
            test_tool("probe", 3, &[("base", Shipped)]),
            made_up("city", 3, 0, &[("base", Dev)]),
        ]);
        let findings = point_down(&workspace);
        assert_eq!(at(&findings), ["base"]);
        assert!(findings[0].what.contains("city"));
    }

    #[test]
    fn a_shipped_test_tool_is_found() {
        let workspace = house(vec![
            test_tool("probe", 2, &[("other_probe", Shipped)]),
            test_tool("other_probe", 2, &[]),
            made_up("city", 3, 0, &[("probe", Shipped)]),
        ]);
        assert_eq!(at(&point_down(&workspace)), ["city"]);
    }

    #[test]
    fn capabilities_that_know_each_other_are_found_in_tests_too() {
        let workspace = house(vec![
            made_up("monitor", 4, 0, &[("city", Shipped)]),
            made_up("dispatch", 4, 1, &[("monitor", Shipped)]),
            made_up("command", 4, 1, &[("monitor", Dev)]),
            made_up("city", 3, 0, &[]),
            made_up("fengsui", 5, 0, &[("monitor", Shipped)]),
        ]);
        assert_eq!(at(&capabilities_apart(&workspace)), ["dispatch", "command"]);
    }

    #[test]
    fn io_below_is_found_by_family_and_only_where_it_ships() {
        let workspace = house(vec![
            made_up("wire", 1, 0, &[("tokio-util", Shipped)]),
            made_up("roads", 1, 0, &[("tokio", Dev), ("tokioid", Shipped)]),
            made_up("store", 2, 0, &[("sqlx", Shipped)]),
            test_tool("probe", 1, &[("tokio", Shipped)]),
        ]);
        assert_eq!(at(&pure_dependencies(&workspace)), ["wire"]);
    }
}
