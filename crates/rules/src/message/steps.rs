//! Steps in words, so that a score can be read down to its facts.

use crate::facts::Single;
use crate::score::{Asked, Compared, Ranked, Role, Step, Times, Verdict};
use crate::{Number, Per, Scheme, Treatment, Words};

impl Step {
    /// A sentence for people; what a fact is called stands in `scheme`.
    #[must_use]
    pub fn words(&self, scheme: &Scheme) -> Words {
        match self {
            Self::NotYet { from, treatment } => not_yet(*from, *treatment),
            Self::NotDue { fact, from } => {
                let (name, from) = (named(scheme, fact), year(*from));
                Words::new(
                    format!("{}：{from}年起考核，本年不作要求", name.zh),
                    format!("{}: asked from {from}, not this year", name.en),
                )
            }
            Self::Compared(compared) => compared.words(scheme),
            Self::NeedsLacking { missed, open } => Words::new(
                format!("必须达到的有{missed}项未达到、{open}项不明，未全部达到不得分"),
                format!(
                    "of what has to be met {missed} are not and {open} are not known; without all there are no points"
                ),
            ),
            Self::Deducted {
                points,
                per,
                times,
                taken,
            } => {
                let (zh, en) = unit(*per);
                let times = count(*times);
                Words::new(
                    format!("每{zh}扣{points}分，{times}{zh}，扣{}分", taken_text(taken)),
                    format!(
                        "{points} off for each {en}: {times}, so {} off",
                        taken_text(taken)
                    ),
                )
            }
            Self::Bounded { unbounded } => Words::new(
                format!("算得{unbounded}分，以0分和满分为限"),
                format!("that makes {unbounded}, kept between 0 and all points"),
            ),
            Self::Ranked(ranked) => ranked.words(scheme),
            Self::Part { name, of, got, .. } => {
                let name = name.clone().unwrap_or_else(|| Words::new("分项", "part"));
                Words::new(
                    format!("{}：满分{of}分，得{got}分", name.zh),
                    format!("{}: {got} of {of}", name.en),
                )
            }
            Self::Corrected(correction) => {
                let (points, by, why) = (correction.points, &correction.by, &correction.why);
                Words::new(
                    format!("更正{points}分（{by}，{}）：{why}", correction.on),
                    format!("corrected by {points} ({by}, {}): {why}", correction.on),
                )
            }
        }
    }
}

fn not_yet(from: Option<i32>, treatment: Treatment) -> Words {
    let from = year(from);
    match treatment {
        Treatment::Full => Words::new(
            format!("{from}年起考核，本年不作考核，计满分"),
            format!("assessed from {from}; not this year, and given in full"),
        ),
        Treatment::LeftOut => Words::new(
            format!("{from}年起考核，本年不作考核，不计入总分"),
            format!("assessed from {from}; not this year, and left out of the total"),
        ),
    }
}

impl Compared {
    fn words(&self, scheme: &Scheme) -> Words {
        let name = named(scheme, &self.fact);
        let member = self.member.as_ref();
        let member = member.map_or_else(String::new, |member| format!(" [{member}]"));
        let measure = measure(scheme, &self.fact);
        let found = match &self.found {
            Ok(single) => value(single, &measure),
            Err(why) => why.words(),
        };
        let asked = self.asked.words(
            &measure,
            self.before.as_ref().and_then(|one| one.as_ref().ok()),
        );
        let (zh, en) = match self.role {
            Role::Condition => ("", ""),
            Role::Exemption => ("除外情形：", "exemption: "),
        };
        let verdict = self.verdict.words();
        Words::new(
            format!(
                "{zh}{}{member}：{}（要求{}）——{}",
                name.zh, found.zh, asked.zh, verdict.zh
            ),
            format!(
                "{en}{}{member}: {} (asked: {}) – {}",
                name.en, found.en, asked.en, verdict.en
            ),
        )
    }
}

impl Asked {
    fn words(self, measure: &Words, before: Option<&Number>) -> Words {
        match self {
            Self::Yes => Words::new("完成", "done"),
            Self::None => Words::new("未发生", "none"),
            Self::AtLeast(number) => Words::new(
                format!("不少于{number}{}", measure.zh),
                format!("at least {number} {}", measure.en),
            ),
            Self::AtMost(number) => Words::new(
                format!("不大于{number}{}", measure.zh),
                format!("at most {number} {}", measure.en),
            ),
            Self::Falls(_) => before.map_or_else(
                || Words::new("低于上年", "below the year before"),
                |number| {
                    Words::new(
                        format!("低于上年的{number}{}", measure.zh),
                        format!("below the {number} {} of the year before", measure.en),
                    )
                },
            ),
        }
    }
}

impl Verdict {
    /// One word for people.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Met => Words::new("达到", "met"),
            Self::Exempt => Words::new("除外", "exempt"),
            Self::Missed => Words::new("未达到", "not met"),
            Self::Open => Words::new("不明", "not known"),
            Self::NotDue => Words::new("未到期", "not due"),
        }
    }
}

impl Ranked {
    fn words(&self, scheme: &Scheme) -> Words {
        let (name, measure) = (named(scheme, &self.fact), measure(scheme, &self.fact));
        let found = match &self.found {
            Ok(number) => value(&Single::Number(*number), &measure),
            Err(why) => why.words(),
        };
        let places = if self.places.best == self.places.worst {
            self.places.best.to_string()
        } else {
            format!("{}–{}", self.places.best, self.places.worst)
        };
        let (areas, points) = (self.areas, self.points);
        Words::new(
            format!(
                "{}：{}，{areas}个被考核单位中第{places}名，得{points}分",
                name.zh, found.zh
            ),
            format!(
                "{}: {}, place {places} of {areas}: {points} points",
                name.en, found.en
            ),
        )
    }
}

fn value(single: &Single, measure: &Words) -> Words {
    match single {
        Single::Yes(true) => Words::new("已完成", "done"),
        Single::Yes(false) => Words::new("未完成", "not done"),
        Single::Number(number) => Words::new(
            format!("{number}{}", measure.zh),
            format!("{number} {}", measure.en),
        ),
        Single::Events(events) => Words::new(
            format!("{}起", events.len()),
            format!("{} events", events.len()),
        ),
    }
}

fn named(scheme: &Scheme, fact: &str) -> Words {
    let def = scheme.fact(fact);
    def.map_or_else(|| Words::new(fact, fact), |def| def.name.clone())
}

fn measure(scheme: &Scheme, fact: &str) -> Words {
    let measure = scheme.fact(fact).and_then(|def| def.measure.clone());
    measure.unwrap_or_default()
}

fn year(year: Option<i32>) -> String {
    year.map_or_else(String::new, |year| year.to_string())
}

const fn unit(per: Per) -> (&'static str, &'static str) {
    match per {
        Per::Condition => ("项", "condition"),
        Per::Member => ("个", "one"),
        Per::Event => ("起", "event"),
        Per::Once => ("次", "time"),
    }
}

/// How often; `…` where nobody knows the end.
fn count(times: Times) -> String {
    match times {
        Times {
            least,
            most: u64::MAX,
        } => format!("{least}–…"),
        Times { least, most } if least == most => least.to_string(),
        Times { least, most } => format!("{least}–{most}"),
    }
}

fn taken_text(taken: &crate::Span) -> String {
    if taken.most.in_hundredths() == i64::MAX {
        return format!("{}–…", taken.least);
    }
    taken.to_string()
}
