//! Messages that have a remark where there is one to make.

use crate::period::Period;

#[expect(clippy::too_many_arguments, reason = "the values of one message")]
pub(super) fn share(
    subject: &str,
    part: &str,
    whole: &str,
    times: i64,
    missing: bool,
    cut: bool,
    p: &str,
    c: &str,
) -> (String, String) {
    let of = if times == 1 {
        whole.to_owned()
    } else {
        format!("{whole}×{times}")
    };
    let (how, why) = if missing {
        (
            format!("（{of}－{part}）/{of}"),
            format!("({of} - {part}) / {of}"),
        )
    } else {
        (format!("{part}/{of}"), format!("{part} / {of}"))
    };
    let (note, remark) = if cut {
        ("（舍去而未四舍五入）", ", cut off and not rounded")
    } else {
        ("", "")
    };
    (
        format!("{subject}印为{p}，按{how}算得{c}{note}"),
        format!("{subject} is printed as {p}; {why} is {c}{remark}"),
    )
}

pub(super) fn conflict(
    subject: &str,
    repeats: Option<Period>,
    p: &str,
    c: &str,
) -> (String, String) {
    let (note, remark) = repeats.map_or_else(Default::default, |period| {
        (
            format!("（与{period}年之数相同）"),
            format!("; it is the figure of {period}"),
        )
    });
    (
        format!("{subject}此处印为{p}，他处为{c}{note}"),
        format!("{subject} is printed as {p} here and as {c} elsewhere{remark}"),
    )
}

pub(super) fn standard(
    project: &str,
    class: &str,
    fact: &str,
    source: &str,
    fits: Option<&str>,
    p: &str,
    c: &str,
) -> (String, String) {
    let (note, remark) = fits.map_or_else(Default::default, |other| {
        (format!("，合于{other}"), format!("; it would fit {other}"))
    });
    (
        format!("{project}（{class}）{fact}印为{p}，{source}为{c}{note}"),
        format!("{project} ({class}): {fact} is printed as {p}; {source} asks for {c}{remark}"),
    )
}
