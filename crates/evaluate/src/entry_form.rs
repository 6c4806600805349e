//! 填报指引 what the form of an entry asks: which facts of the year are entered by hand, and of one of them what
//! fits its kind. What it says helps; what may be entered is decided by the judges.

use access::OperationRule;
use access::permission::EVALUATION_READ;
use api::{FieldGuide, FormChoice, FormGuide, FormWords, Problem, QueryOf};
use axum::Json;
use axum::extract::State;
use rules::{Each, FactDef, Kind, Scheme, Scope, Words};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Evaluations;

/// Which permission it asks for.
pub(crate) const RULE: OperationRule = OperationRule {
    method: "GET",
    path: "/api/v1/evaluation/entry-form",
    permission: EVALUATION_READ,
};

pub(crate) fn router(evaluations: Evaluations) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(read_entry_form))
        .with_state(evaluations)
}

/// What stands in the form already.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Standing {
    /// The year that is evaluated.
    year: Option<i32>,
    /// The fact's key.
    fact: Option<String>,
}

/// 填报指引 what the form of an evaluation entry asks next: the facts of the year that are entered by hand, and
/// of the one that is chosen which fields its kind takes.
#[utoipa::path(
    get,
    path = "/api/v1/evaluation/entry-form",
    operation_id = "read_entry_form",
    tag = "evaluation",
    params(Standing),
    responses((status = 200, body = FormGuide), api::QueryRefusals)
)]
async fn read_entry_form(
    State(evaluations): State<Evaluations>,
    QueryOf(standing): QueryOf<Standing>,
) -> Result<Json<FormGuide>, Problem> {
    Ok(Json(guide(&evaluations, &standing)))
}

fn guide(evaluations: &Evaluations, standing: &Standing) -> FormGuide {
    let scheme = standing.year.and_then(|year| evaluations.scheme(year));
    let key = standing.fact.as_deref().unwrap_or_default();
    let fact = scheme.and_then(|scheme| scheme.fact(key));
    let mut fields = vec![chooser(evaluations, scheme, fact)];
    match (scheme, fact) {
        (Some(scheme), Some(fact)) => fields.extend(of_fact(scheme, fact)),
        _ => {
            fields.extend(["member", "done", "number", "before", "events"].map(FieldGuide::hidden))
        }
    }
    FormGuide { fields }
}

/// The facts that nobody counts, each under the first item that looks at it.
fn chooser(
    evaluations: &Evaluations,
    scheme: Option<&Scheme>,
    chosen: Option<&FactDef>,
) -> FieldGuide {
    let by_hand = |fact: &&FactDef| {
        let metric = fact.metric.as_deref();
        let counted = metric.is_some_and(|key| evaluations.metrics().get(key).is_some());
        fact.evidence.is_some() && !counted
    };
    let mut choices: Vec<FormChoice> = Vec::new();
    for item in scheme.iter().flat_map(|scheme| scheme.items()) {
        let facts = scheme.iter().flat_map(|scheme| scheme.facts_of(item));
        for fact in facts.filter(by_hand) {
            if !choices.iter().any(|choice| choice.key == fact.key) {
                choices.push(FormChoice {
                    key: fact.key.clone(),
                    label: words(&fact.name),
                    group: Some(words(&item.name)),
                });
            }
        }
    }
    let evidence = chosen.and_then(|fact| fact.evidence.as_ref());
    let help = match (scheme, evidence) {
        (None, _) => FormWords::new(
            "请先填写有考核体系的年度",
            "Fill in a year that is evaluated first",
        ),
        (_, Some(what)) => FormWords::new(
            format!("佐证材料：{}", what.zh),
            format!("To show for it: {}", what.en),
        ),
        (_, None) => FormWords::new(
            "按考核项列出，可输入文字查找；由指标计算的事实不在其中",
            "Item by item; type to find one. What metrics count is not among them",
        ),
    };
    FieldGuide {
        help: Some(help),
        choices: Some(choices),
        ..FieldGuide::shown("fact")
    }
}

/// The fields that its kind takes.
fn of_fact(scheme: &Scheme, fact: &FactDef) -> Vec<FieldGuide> {
    let when = |shown: bool, field: FieldGuide| {
        if shown {
            field
        } else {
            FieldGuide::hidden(field.name)
        }
    };
    let is = |kind| fact.kind == kind;
    let compared = scheme.falling().contains(fact.key.as_str());
    vec![
        when(fact.of == Scope::Area, area()),
        fact.each
            .as_ref()
            .map_or_else(|| FieldGuide::hidden("member"), member),
        when(!is(Kind::Number), done(fact)),
        when(is(Kind::Number), number("number", fact).required()),
        when(compared, number("before", fact)),
        when(is(Kind::Events), FieldGuide::shown("events")),
    ]
}

fn area() -> FieldGuide {
    let help = FormWords::new("此项由各考核单元分别填报", "Each area enters its own");
    FieldGuide {
        help: Some(help),
        ..FieldGuide::shown("area").required()
    }
}

fn member(each: &Each) -> FieldGuide {
    let label = match each {
        Each::Members(members) => words(&members.of),
        Each::HalfYear | Each::Quarter | Each::Month => FormWords::new("时段", "Period"),
    };
    let names = each.expected().into_iter().map(|name| FormChoice {
        label: words(&each.called(&name)),
        key: name,
        group: None,
    });
    let names: Vec<FormChoice> = names.collect();
    FieldGuide {
        label: Some(label),
        help: Some(FormWords::new(
            "各分项分别填报",
            "Each is entered by itself",
        )),
        choices: (!names.is_empty()).then_some(names),
        ..FieldGuide::shown("member").required()
    }
}

fn done(fact: &FactDef) -> FieldGuide {
    let (label, help) = if fact.kind == Kind::Events {
        (
            FormWords::new("是否发生", "Did any happen"),
            FormWords::new(
                "发生的，在“发生的事件”中逐件列出",
                "List what happened below",
            ),
        )
    } else {
        (
            FormWords::new("是否达到", "Is it done"),
            FormWords::new(
                format!("“{}”是否属实", fact.name.zh),
                format!("Whether this is so: {}", fact.name.en),
            ),
        )
    };
    FieldGuide {
        label: Some(label),
        help: Some(help),
        ..FieldGuide::shown("done").required()
    }
}

fn number(field: &'static str, fact: &FactDef) -> FieldGuide {
    let measure = fact
        .measure
        .as_ref()
        .filter(|measure| !measure.zh.is_empty());
    let per_cent = measure.is_some_and(|measure| measure.zh == "%");
    let help = if per_cent {
        FormWords::new("百分之六十五填 65", "65 for 65 %")
    } else {
        FormWords::new(fact.name.zh.as_str(), fact.name.en.as_str())
    };
    FieldGuide {
        help: (field == "number").then_some(help),
        unit: measure.map(words),
        ..FieldGuide::shown(field)
    }
}

fn words(words: &Words) -> FormWords {
    FormWords::new(words.zh.as_str(), words.en.as_str())
}
