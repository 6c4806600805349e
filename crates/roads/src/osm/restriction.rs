//! 转向限制 turn restrictions: relations of `type=restriction`. Source: wiki.openstreetmap.org,
//! Relation:restriction.

use super::extract::TurnCounts;
use super::tags::{Tags, value};
use crate::network::TurnRule;

/// What a relation names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberKind {
    Node,
    Way,
    Relation,
}

/// A member of a relation.
pub(super) struct Member<'t> {
    pub(super) kind: MemberKind,
    pub(super) id: i64,
    pub(super) role: &'t str,
}

/// What a restriction does with the turns from its first road to its last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// They are forbidden.
    No,
    /// To turn back on the road itself is.
    NoUTurn,
    /// All others are.
    Only,
}

/// A restriction at a node, by numbers of the source.
#[derive(Clone, Debug)]
pub(crate) struct Restriction {
    pub(crate) effect: Effect,
    pub(crate) from: Vec<i64>,
    pub(crate) via: i64,
    pub(crate) to: Vec<i64>,
    pub(crate) rule: TurnRule,
}

/// The restrictions of a relation: more than one where it says different things to different vehicles. What
/// is not followed is counted.
pub(super) fn restrictions(
    members: &[Member<'_>],
    tags: &Tags<'_>,
    counts: &mut TurnCounts,
) -> Vec<Restriction> {
    if !is_restriction(tags) {
        return Vec::new();
    }
    counts.all += 1;
    let in_role = |role: &str, kind: MemberKind| -> Vec<i64> {
        let named = members.iter();
        let named = named.filter(|member| member.role == role && member.kind == kind);
        named.map(|member| member.id).collect()
    };
    let (from, to) = (
        in_role("from", MemberKind::Way),
        in_role("to", MemberKind::Way),
    );
    let said: Vec<(Effect, Option<&str>)> = tags
        .iter()
        .filter_map(|(key, value)| said(key, value))
        .collect();
    if said.is_empty() {
        let is_timed = tags.iter().any(|(key, _)| key.ends_with(":conditional"));
        let counted = if is_timed {
            &mut counts.at_hours
        } else {
            &mut counts.unclear
        };
        *counted += 1;
        return Vec::new();
    }
    if ["day_on", "hour_on"]
        .iter()
        .any(|key| value(tags, key).is_some())
    {
        counts.at_hours += 1;
        return Vec::new();
    }
    if !in_role("via", MemberKind::Way).is_empty() {
        counts.over_ways += 1;
        return Vec::new();
    }
    let [via] = in_role("via", MemberKind::Node)[..] else {
        counts.unclear += 1;
        return Vec::new();
    };
    let except = value(tags, "except")
        .unwrap_or_default()
        .split(';')
        .map(str::trim);
    let except: Vec<String> = except
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let restriction = |(effect, only_for): (Effect, Option<&str>)| Restriction {
        effect,
        from: from.clone(),
        via,
        to: to.clone(),
        rule: TurnRule {
            only_for: only_for.map(str::to_owned),
            except: except.clone(),
        },
    };
    said.into_iter().map(restriction).collect()
}

/// Whether a relation restricts turns at all.
pub(super) fn is_restriction(tags: &Tags<'_>) -> bool {
    let kind = value(tags, "type").unwrap_or_default();
    kind == "restriction" || kind.starts_with("restriction:")
}

/// What a tag forbids, and to whom when not to all.
fn said<'t>(key: &'t str, value: &str) -> Option<(Effect, Option<&'t str>)> {
    let only_for = match key.strip_prefix("restriction") {
        Some("") => None,
        Some(rest) => Some(
            rest.strip_prefix(':')
                .filter(|mode| !mode.contains(':') && *mode != "conditional")?,
        ),
        None => return None,
    };
    let effect = match value {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_entry" | "no_exit" => Effect::No,
        "no_u_turn" => Effect::NoUTurn,
        "only_left_turn" | "only_right_turn" | "only_straight_on" | "only_u_turn" => Effect::Only,
        _ => return None,
    };
    Some((effect, only_for))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_says_what_and_to_whom() {
        assert_eq!(
            said("restriction", "no_left_turn"),
            Some((Effect::No, None))
        );
        assert_eq!(
            said("restriction:hgv", "only_straight_on"),
            Some((Effect::Only, Some("hgv")))
        );
        assert_eq!(said("restriction:conditional", "no_u_turn"), None);
        assert_eq!(said("restriction:hgv:conditional", "no_u_turn"), None);
        assert_eq!(said("restriction", "give_way"), None);
        assert_eq!(said("restrictions", "no_u_turn"), None);
    }
}
