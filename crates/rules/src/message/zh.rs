//! Rules in Chinese, worded as officials word them.

use super::{Speech, all_plain, begins, listed, yearly};
use crate::{
    Condition, Conditions, Deduction, Each, FactDef, Members, Order, Part, Per, Points, Rank, Rule,
};
use crate::{FromNought, Number, Targets, Test, Treatment};

/// From when an item counts, and what becomes of its points until then.
pub(super) fn before(before: Option<(i32, Treatment)>) -> String {
    match before {
        None => String::new(),
        Some((year, Treatment::Full)) => format!("{year}年度起考核，此前不作考核，计满分。"),
        Some((year, Treatment::LeftOut)) => format!("{year}年度起考核，此前不作考核，不计入总分。"),
    }
}

/// Who is meant where a rule speaks of each one.
pub(super) fn members(listed: &[&Members]) -> String {
    let told = listed.iter().map(|members| {
        let names = members.names.join("、");
        format!("各{}指{names}。", members.of.zh)
    });
    told.collect()
}

impl Speech<'_> {
    pub(super) fn zh_rule(&self, rule: &Rule, of: Points) -> String {
        match rule {
            Rule::Conditions(rule) => self.zh_conditions(rule, of),
            Rule::Parts(parts) => self.zh_parts(parts),
            Rule::Rank(rank) => self.zh_rank(rank),
        }
    }

    fn zh_conditions(&self, rule: &Conditions, of: Points) -> String {
        let needs = self.zh_needs(&rule.need);
        let mut text = match (rule.need.len(), rule.deduct.is_empty()) {
            (0, _) => String::new(),
            (1, true) => format!("{needs}的，得{of}分，否则得0分。"),
            (_, true) => format!("{needs}。全部达到得{of}分，否则得0分。"),
            (1, false) => format!("{needs}，否则得0分。"),
            (_, false) => format!("{needs}。任意一项未达到得0分。"),
        };
        for deduction in &rule.deduct {
            text += &self.zh_deduction(deduction, of);
        }
        text
    }

    fn zh_needs(&self, needs: &[Condition]) -> String {
        let clause = |condition: &Condition| match condition.is {
            Test::None => format!("未发生{}", self.zh_clause(condition)),
            _ => self.zh_clause(condition),
        };
        let clauses: Vec<String> = needs.iter().map(clause).collect();
        listed(&clauses, "；")
    }

    fn zh_deduction(&self, deduction: &Deduction, of: Points) -> String {
        let clauses: Vec<String> = deduction.of.iter().map(|one| self.zh_clause(one)).collect();
        let list = listed(&clauses, "；");
        let points = deduction.points;
        let end = if self.can_take_more(deduction, of) {
            "，扣完为止"
        } else {
            ""
        };
        let events = deduction.of.iter().all(|one| one.is == Test::None);
        match (deduction.per, clauses.len(), events) {
            (Per::Condition, 1, _) => format!("{list}，未达到扣{points}分{end}。"),
            (Per::Condition, _, _) => format!("{list}。任意一项未达到，扣{points}分{end}。"),
            (Per::Once, 1, true) => format!("{list}的，扣{points}分。"),
            (Per::Once, _, true) => format!("{list}。发生以上情形之一，扣{points}分。"),
            (Per::Once, _, false) => format!("{list}。有未达到的，扣{points}分，只扣一次。"),
            (Per::Event, _, _) => format!("{list}。每发生一起，扣{points}分{end}。"),
            (Per::Member, _, _) => {
                let of = self
                    .members_of(deduction)
                    .map_or_else(String::new, zh_one_of);
                format!("{list}。任意一{of}未完成，扣{points}分{end}。")
            }
        }
    }

    fn zh_parts(&self, parts: &[Part]) -> String {
        let told = |part: &Part| {
            let points = part.points;
            let named = part
                .name
                .as_ref()
                .map_or_else(String::new, |name| format!("{}：", name.zh));
            match &part.rule {
                Rule::Conditions(rule) if rule.deduct.is_empty() => {
                    let clauses: Vec<String> =
                        rule.need.iter().map(|one| self.zh_clause(one)).collect();
                    format!("{named}{}（{points}分）", clauses.join("，"))
                }
                rule => format!("{named}{}（{points}分）", self.zh_rule(rule, points)),
            }
        };
        let clauses: Vec<String> = parts.iter().map(told).collect();
        let end = if all_plain(parts) {
            "各项达到的得该项分，否则该项得0分。"
        } else {
            "各项得分相加。"
        };
        format!("{}。{end}", listed(&clauses, "；"))
    }

    fn zh_rank(&self, rank: &Rank) -> String {
        let name = self.fact(&rank.fact).map_or("", |fact| &fact.name.zh);
        let order = match rank.order {
            Order::HighestFirst => "由高到低",
            Order::LowestFirst => "由低到高",
        };
        format!(
            "各被考核单位按{name}{order}排名，前{}名得{}分，后{}名得{}分，其他得{}分；数值相同的名次并列，按较好的名次计。",
            rank.top.areas, rank.top.points, rank.bottom.areas, rank.bottom.points, rank.middle,
        )
    }

    fn zh_clause(&self, condition: &Condition) -> String {
        let Some(fact) = self.fact(&condition.fact) else {
            return condition.fact.clone();
        };
        let lead = fact.each.as_ref().map_or_else(String::new, zh_each);
        let name = &fact.name.zh;
        let due = begins(condition).map_or_else(String::new, |year| format!("{year}年底前，"));
        let exempt = condition.exempt.as_deref();
        let exempt = exempt.map_or_else(String::new, |one| self.zh_exempt(one));
        let said = match &condition.is {
            Test::Yes | Test::None => format!("{lead}{name}"),
            Test::AtMost(Targets::Always(Number::ZERO)) => format!("{lead}{name}为0"),
            Test::AtMost(targets) => zh_target(fact, targets, "不大于"),
            Test::AtLeast(targets) => zh_target(fact, targets, zh_reach(fact)),
            Test::Falls(FromNought::CountsAsFallen) => {
                format!("{name}低于上年（上年和本年均为0的视为降低）")
            }
            Test::Falls(FromNought::HasNotFallen) => format!("{name}低于上年"),
        };
        format!("{due}{said}{exempt}")
    }

    /// An exemption; where it holds one by one, so does what it exempts from, which has said so.
    fn zh_exempt(&self, exempt: &Condition) -> String {
        let name = self
            .fact(&exempt.fact)
            .map_or(exempt.fact.as_str(), |fact| &fact.name.zh);
        match &exempt.is {
            Test::Yes => format!("（{name}的除外）"),
            Test::AtMost(Targets::Always(Number::ZERO)) => format!("（{name}为0的除外）"),
            _ => format!("（{}的除外）", self.zh_clause(exempt)),
        }
    }
}

/// 达到 a share, 不少于 a count.
fn zh_reach(fact: &FactDef) -> &'static str {
    match &fact.measure {
        Some(measure) if measure.zh == "%" => "达到",
        _ => "不少于",
    }
}

fn zh_target(fact: &FactDef, targets: &Targets, reach: &str) -> String {
    let measure = fact.measure.as_ref().map_or("", |measure| &measure.zh);
    let (front, behind) = match &fact.each {
        Some(each @ Each::Members(_)) => (zh_each(each), String::new()),
        Some(each) => (String::new(), zh_each(each)),
        None => (String::new(), String::new()),
    };
    let name = format!("{front}{}", fact.name.zh);
    match (targets, yearly(targets)) {
        (Targets::Always(number), _) => format!("{name}{behind}{reach}{number}{measure}"),
        (_, Some((steps, true))) => {
            let ends = steps.first().zip(steps.last());
            let years = ends.map_or_else(String::new, |(first, last)| {
                format!("{}—{}年", first.0, last.0)
            });
            let numbers: Vec<String> = steps
                .iter()
                .map(|(_, number)| format!("{number}{measure}"))
                .collect();
            format!("{name}{years}{behind}分别{reach}{}", numbers.join("、"))
        }
        (_, steps) => {
            let steps = steps.map(|(steps, _)| steps).unwrap_or_default();
            let told = steps
                .iter()
                .map(|(year, number)| format!("{year}年底前{behind}{reach}{number}{measure}"));
            let told: Vec<String> = told.collect();
            format!("{name}{}", told.join("、"))
        }
    }
}

fn zh_each(each: &Each) -> String {
    match each {
        Each::HalfYear => "每半年".to_owned(),
        Each::Quarter => "每季度".to_owned(),
        Each::Month => "每月".to_owned(),
        Each::Members(members) => format!("各{}", members.of.zh),
    }
}

fn zh_one_of(each: &Each) -> String {
    match each {
        Each::HalfYear => "个半年".to_owned(),
        Each::Quarter => "个季度".to_owned(),
        Each::Month => "个月".to_owned(),
        Each::Members(members) => members.of.zh.clone(),
    }
}
