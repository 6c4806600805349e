//! What is refused, in words; the English ones are those of the errors themselves.

use crate::{Kind, Refused, Scheme, VersionError, Words};

/// What the whole city is called where no area is meant.
const CITY: (&str, &str) = ("city", "全市");

impl Refused {
    /// A sentence for people.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::new(self.zh(), self.to_string())
    }

    /// The same, with the fact or item called as the evaluation calls it, where it knows it.
    #[must_use]
    pub fn words_in(&self, scheme: &Scheme) -> Words {
        let mut named = self.clone();
        let Some(key) = named.thing().cloned() else {
            return self.words();
        };
        let fact = scheme.fact(&key).map(|fact| &fact.name);
        let name = fact.or_else(|| scheme.item(&key).map(|item| &item.name));
        let Some(name) = name else {
            return self.words();
        };
        let mut called = |as_it_is: &str| {
            if let Some(thing) = named.thing() {
                as_it_is.clone_into(thing);
            }
            named.words()
        };
        Words::new(called(&name.zh).zh, called(&name.en).en)
    }

    /// The key of the fact or item that it is about.
    const fn thing(&mut self) -> Option<&mut String> {
        match self {
            Self::WrongYear { fact: thing, .. }
            | Self::UnknownFact { fact: thing, .. }
            | Self::WrongKind { fact: thing, .. }
            | Self::WrongScope { fact: thing, .. }
            | Self::NotCounted { fact: thing, .. }
            | Self::NotByHand { fact: thing, .. }
            | Self::FactTwice { fact: thing, .. }
            | Self::WrongMember { fact: thing, .. }
            | Self::CorrectionOfWrongYear { item: thing, .. }
            | Self::UnknownItem { item: thing, .. }
            | Self::NoReason { item: thing, .. } => Some(thing),
            Self::AreaTwice(_) => None,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::WrongYear {
                whose,
                fact,
                year,
                assessed,
            } => {
                format!(
                    "{}：“{fact}”是{year}年的，现考核{assessed}年，请提供当年数据",
                    zh_whose(whose)
                )
            }
            Self::CorrectionOfWrongYear {
                whose,
                item,
                year,
                assessed,
            } => {
                format!(
                    "{}：对“{item}”的更正是{year}年的，现考核{assessed}年",
                    zh_whose(whose)
                )
            }
            Self::UnknownFact { whose, fact } => {
                format!("{}：本版考核没有“{fact}”这一事实", zh_whose(whose))
            }
            Self::WrongKind {
                whose,
                fact,
                expected,
            } => {
                format!(
                    "{}：“{fact}”（及其各成员）应为{}",
                    zh_whose(whose),
                    zh_kind(*expected)
                )
            }
            Self::WrongScope { whose, fact } => {
                format!(
                    "{}：“{fact}”属全市还是属被考核单位，与本版考核不符",
                    zh_whose(whose)
                )
            }
            Self::NotCounted { whose, fact } => {
                format!("{}：“{fact}”没有对应指标，须人工填报", zh_whose(whose))
            }
            Self::NotByHand { whose, fact } => {
                format!("{}：“{fact}”由指标统计，不接受人工填报", zh_whose(whose))
            }
            Self::FactTwice { whose, fact } => format!("{}：“{fact}”重复提供", zh_whose(whose)),
            Self::WrongMember {
                whose,
                fact,
                member,
            } => {
                format!(
                    "{}：“{fact}”没有“{member}”这一成员，或其重复",
                    zh_whose(whose)
                )
            }
            Self::UnknownItem { whose, item } => {
                format!("{}：本版考核没有考核项“{item}”，无从更正", zh_whose(whose))
            }
            Self::NoReason { whose, item } => {
                format!("{}：对“{item}”的更正未写明理由或更正人", zh_whose(whose))
            }
            Self::AreaTwice(area) => format!("被考核单位“{area}”重复提供"),
        }
    }
}

fn zh_whose(whose: &str) -> &str {
    if whose == CITY.0 { CITY.1 } else { whose }
}

const fn zh_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Yes => "是或否",
        Kind::Number => "数值",
        Kind::Events => "事件清单",
    }
}

impl VersionError {
    /// A sentence for people.
    #[must_use]
    pub fn words(&self) -> Words {
        let zh = match self {
            Self::NoneInForce { day } => format!("{day}没有生效的考核版本，请补一版"),
            Self::SeveralInForce { day, versions } => {
                format!(
                    "{day}有{}个考核版本同时生效（{}），请只留一版",
                    versions.len(),
                    versions.join("、")
                )
            }
        };
        Words::new(zh, self.to_string())
    }
}
