//! The words of the report, in Chinese: it goes to a government.

use serde_json::{Value as Json, json};

use crate::findings::{Cover, Findings, Warning};
use crate::question::Question;
use crate::study::{Standing, StudyModel};

/// 县级以上 codes are named by themselves, a township with its county.
pub(super) fn area(question: &Question) -> String {
    let name = |code: &String| {
        let names = &question.regions;
        names.get(code).cloned().unwrap_or_else(|| code.clone())
    };
    let names: Vec<String> = question.terms.regions.iter().map(name).collect();
    names.join("、")
}

const fn model(model: StudyModel) -> &'static str {
    match model {
        StudyModel::MaxCover => "最大覆盖模型（MCLP）：站数一定，时限内覆盖的需求最多",
        StudyModel::Median => "p-中值模型：站数一定，按需求加权的到场用时最短",
        StudyModel::SetCover => "集合覆盖模型（LSCP）：覆盖所有能覆盖的需求，所用站数最少",
    }
}

fn minutes(seconds: f64) -> String {
    let whole = seconds.round().max(0.0);
    let (minutes, seconds) = ((whole / 60.0).floor(), whole % 60.0);
    if seconds == 0.0 {
        format!("{minutes}分")
    } else {
        format!("{minutes}分{seconds}秒")
    }
}

fn time(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "—".to_owned(), minutes)
}

fn percent(share: f64) -> String {
    format!("{share:.1}%")
}

pub(super) fn summary(question: &Question, findings: &Findings) -> String {
    let terms = &question.terms;
    let standard = minutes(f64::from(terms.standard));
    let (today, proposed) = (&findings.today, &findings.proposed);
    let mut text = format!(
        "研究范围内现有消防站{}座，接令后{standard}内覆盖加权需求的{}。建议新建{}座后，覆盖率提高到{}，平均到场用时由{}变为{}。",
        today.stations,
        percent(today.covered),
        findings.chosen.len(),
        percent(proposed.covered),
        time(today.mean),
        time(proposed.mean),
    );
    if terms.standing == Standing::Free {
        text.push_str("本研究允许现有站另行选址，建议的站址中可含现有站址。");
    }
    if let Some(plan) = &findings.planned {
        text.push_str(&format!(
            "按规划（附件1）的{}座建设，覆盖率为{}。",
            findings.plan.sites.len(),
            percent(plan.covered)
        ));
    }
    text.push_str(&format!(
        "全部候选点都建站，覆盖率至多{}。",
        percent(findings.all.covered)
    ));
    text
}

pub(super) fn quality(question: &Question, findings: &Findings) -> String {
    let quality = &findings.quality;
    let worth = |value: f64| match question.terms.model {
        StudyModel::MaxCover => format!("覆盖率{value:.2}%"),
        StudyModel::Median => format!("平均到场用时{}", minutes(value)),
        StudyModel::SetCover => format!("新建{value:.0}座"),
    };
    if quality.proven {
        return format!(
            "已证明是最优方案：在上述条件下，没有别的方案优于{}。",
            worth(quality.objective)
        );
    }
    match quality.gap {
        Some(gap) => format!(
            "在给定的计算时间内，本方案（{}）与最优方案至多相差{gap:.2}%：任何方案都不会优于{}。",
            worth(quality.objective),
            worth(quality.bound)
        ),
        None => "在给定的计算时间内没有得到最优性的证明，可延长计算时间再算。".to_owned(),
    }
}

/// Labels and values.
pub(super) fn terms(question: &Question, findings: &Findings) -> Json {
    let terms = &question.terms;
    let sources: Vec<String> = question
        .sources
        .iter()
        .map(|source| {
            let counted = if source.counts_number {
                "按人数"
            } else {
                "按处数"
            };
            format!("{}（{counted}，权重{}）", source.label.zh, source.share)
        })
        .collect();
    let standing = match terms.standing {
        Standing::Fixed => "保留",
        Standing::Free => "可另行选址",
    };
    let new = terms.new_stations;
    let drive = minutes(f64::from(terms.drive()));
    json!([
        ["研究范围", area(question)],
        ["模型", model(terms.model)],
        [
            "到场时限",
            format!(
                "接令后{}，其中出动{}秒，行车{drive}",
                minutes(f64::from(terms.standard)),
                terms.turnout
            )
        ],
        [
            "拟建站数",
            new.map_or_else(|| "由模型求出".to_owned(), |new| format!("{new}座"))
        ],
        [
            "现有站",
            format!(
                "{standing}；范围内{}座，周边{}座参与覆盖",
                findings.today.stations,
                question
                    .stations
                    .len()
                    .saturating_sub(findings.today.stations)
            )
        ],
        ["需求", sources.join("；")],
        ["需求点", format!("{}个", question.points.len())],
        ["候选点", format!("{}处", question.candidates.len())],
        [
            "路网",
            format!(
                "{}；{}个路口，版本{}",
                findings.roads.source.zh, findings.roads.junctions, findings.roads.tag
            )
        ],
        [
            "计算",
            format!(
                "{}，用时{}秒",
                findings.computed_at.get(..10).unwrap_or_default(),
                findings.took
            )
        ],
    ])
}

pub(super) fn comparison(findings: &Findings) -> Json {
    let row = |name: &str, cover: &Cover| {
        json!([
            name,
            cover.stations.to_string(),
            percent(cover.covered),
            time(cover.mean),
            time(cover.ninth),
            time(cover.worst),
        ])
    };
    let mut rows = vec![
        row("现状", &findings.today),
        row("建议方案", &findings.proposed),
    ];
    if let Some(plan) = &findings.planned {
        rows.push(row("规划（附件1）", plan));
    }
    rows.push(row("候选点全建", &findings.all));
    Json::Array(rows)
}

pub(super) fn demand(findings: &Findings) -> Json {
    let share = |part: i64, whole: i64| percent(crate::cover::percent(part, whole));
    let rows = findings.demand.iter().map(|one| {
        let measure = if one.counts_number { "人" } else { "处" };
        json!([
            one.label.zh,
            format!("{} {measure}", one.amount),
            share(one.today, one.amount),
            share(one.proposed, one.amount),
            one.planned
                .map_or_else(|| "—".to_owned(), |planned| share(planned, one.amount)),
        ])
    });
    rows.collect()
}

pub(super) fn chosen(findings: &Findings) -> Json {
    let rows = findings.chosen.iter().enumerate().map(|(at, one)| {
        json!([
            (at + 1).to_string(),
            site(&one.title, &one.region),
            format!("+{:.2}%", one.gain),
            percent(one.covered),
            format!("{} km²", one.district.area),
            format!("{} / {}", one.district.points, one.district.late),
            time(one.district.mean),
        ])
    });
    rows.collect()
}

/// A site with where it lies, said once.
fn site(title: &str, region: &str) -> String {
    if region.ends_with(title) {
        region.to_owned()
    } else {
        format!("{title}（{region}）")
    }
}

/// What the rules say, of proposed stations first.
pub(super) fn warnings(findings: &Findings) -> Json {
    let told = |name: &String, warnings: &[Warning]| -> Vec<Json> {
        let each = warnings.iter();
        each.map(|warning| json!([name, warning.words.zh]))
            .collect()
    };
    let chosen = findings.chosen.iter();
    let chosen = chosen.flat_map(|one| told(&one.title, &one.warnings));
    let stations = findings.stations.iter();
    let stations = stations.flat_map(|one| told(&one.title, &one.warnings));
    chosen.chain(stations).collect()
}

pub(super) fn stations(findings: &Findings) -> Vec<Json> {
    let inside = findings.stations.iter().filter(|one| one.inside);
    let rows = inside.map(|one| {
        json!([
            one.title,
            if one.stays { "保留" } else { "可撤并" },
            format!("{} km²", one.district.area),
            format!("{} / {}", one.district.points, one.district.late),
            time(one.district.mean),
        ])
    });
    rows.collect()
}

pub(super) fn townships(findings: &Findings) -> Vec<Json> {
    let rows = findings.townships.iter().map(|one| {
        json!([
            one.name,
            one.points.to_string(),
            percent(one.today),
            percent(one.proposed),
            one.planned.map_or_else(|| "—".to_owned(), percent),
        ])
    });
    rows.collect()
}

pub(super) fn uncovered(findings: &Findings) -> Vec<Json> {
    let rows = findings.uncovered.heaviest.iter().map(|one| {
        json!([
            one.title,
            one.region,
            one.seconds.map_or_else(|| "道路不通".to_owned(), minutes),
        ])
    });
    rows.collect()
}

pub(super) fn plan(findings: &Findings) -> Json {
    let rows = findings.plan.sites.iter().map(|site| {
        let words = match (site.reached, site.proposed) {
            (false, _) => "道路不通，不计其覆盖",
            (true, true) => "列入建议方案",
            (true, false) => "未列入建议方案",
        };
        json!([site.title, words])
    });
    let unplaced = findings.plan.unplaced.iter();
    let unplaced = unplaced.map(|name| json!([name, "没有坐标，不能比较"]));
    rows.chain(unplaced).collect()
}

/// What could not be reckoned with, a sentence each.
pub(super) fn left_out(question: &Question, findings: &Findings) -> Json {
    let left = &findings.left_out;
    let mut said = Vec::new();
    for source in &findings.demand {
        if source.without_place > 0 {
            said.push(format!(
                "{}中{}条没有位置，未计入。",
                source.label.zh, source.without_place
            ));
        }
        if source.estimated > 0 {
            said.push(format!(
                "{}中{}条没有人数，按上级区划的人数平均估计。",
                source.label.zh, source.estimated
            ));
        }
    }
    if left.points_off_road > 0 {
        said.push(format!(
            "{}个需求点附近没有道路，计入需求而不能覆盖。",
            left.points_off_road
        ));
    }
    if left.candidates_unplaced > 0 {
        said.push(format!(
            "{}处候选点没有位置，未参与选址。",
            left.candidates_unplaced
        ));
    }
    if !left.candidates_off_road.is_empty() {
        said.push(format!(
            "候选点{}附近没有道路，未参与选址。",
            left.candidates_off_road.join("、")
        ));
    }
    if !left.stations_cut_off.is_empty() {
        said.push(format!(
            "现有站{}没有道路通达，不计其覆盖。",
            left.stations_cut_off.join("、")
        ));
    }
    if question.hazards.is_empty() {
        said.push("没有可核对的易燃易爆单位和人员密集场所的位置，未核对站址间距。".to_owned());
    }
    said.push("行车用时按路网的道路等级和限速计算，未计交通拥堵；辖区面积按时限内可达且本站最近的地面估计。".to_owned());
    json!(said)
}
