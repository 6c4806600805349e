//! Why something is not known, in words.

use crate::Words;
use crate::facts::{EntryState, Unknown};

impl Unknown {
    /// Its name for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoMetric { .. } => "no_metric",
            Self::NotEntered => "not_entered",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::Withdrawn => "withdrawn",
            Self::NoEvidence => "no_evidence",
            Self::EntriesDisagree => "entries_disagree",
            Self::NothingToDivideBy => "nothing_to_divide_by",
            Self::MemberMissing => "member_missing",
            Self::NoYearBefore => "no_year_before",
            Self::Said(_) => "said",
        }
    }

    /// A sentence for people.
    #[must_use]
    pub fn words(&self) -> Words {
        let (zh, en) = match self {
            Self::NoMetric { name, .. } => {
                return Words::new(
                    format!("统计“{}”的指标尚未建立，也无人填报", name.zh),
                    format!(
                        "nothing counts '{}' yet, and nobody has entered it",
                        name.en
                    ),
                );
            }
            Self::Said(words) => return words.clone(),
            Self::NotEntered => ("尚未填报", "nobody has entered it"),
            Self::Unconfirmed {
                state: EntryState::ConfirmedByArea,
            } => (
                "县级已确认，待市级确认",
                "confirmed by the area, not yet by the city",
            ),
            Self::Unconfirmed { .. } => ("已填报，待两级确认", "entered, confirmed by nobody yet"),
            Self::Withdrawn => ("填报已撤回", "what was entered was taken back"),
            Self::NoEvidence => (
                "已确认，但无佐证材料",
                "confirmed with nothing to show for it",
            ),
            Self::EntriesDisagree => (
                "几份已确认的填报互相矛盾，须撤回有误的",
                "entries that are all confirmed say different things; withdraw the wrong one",
            ),
            Self::NothingToDivideBy => ("分母为零，无从计算", "there is nothing to divide by"),
            Self::MemberMissing => (
                "其中有未报的",
                "one of those it consists of is not heard of",
            ),
            Self::NoYearBefore => (
                "缺上年数，无从比较",
                "the year before is not there to compare with",
            ),
        };
        Words::new(zh, en)
    }
}
