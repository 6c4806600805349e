//! Documents seen from outside: what stands on the pages, what stands in the file, what is refused.
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect shall stop there"
)]

mod file;
mod fonts;
mod limits;
mod numbers;
mod pages;
mod templates;

use std::process::Command;

use base::{Language, Timestamp};
use documents::{DocumentInfo, FontSource, Printed, Printer, Template};
use serde_json::{Value, json};

const NOTICE: &str = include_str!("../../../../packs/yuncheng/documents/notice.typ");
const COVER: &str = include_str!("../../../../packs/yuncheng/documents/case-cover.typ");

fn printer() -> Printer {
    Printer::new(&FontSource::system()).unwrap()
}

fn notice() -> Template {
    Template::from_typ("notice", NOTICE).unwrap()
}

fn cover() -> Template {
    Template::from_typ("case-cover", COVER).unwrap()
}

/// A template that is only this text.
fn template(text: &str) -> Template {
    Template::from_typ(
        "made-up",
        &format!("// version: 1\n#import \"/frame.typ\": *\n{text}"),
    )
    .unwrap()
}

fn info(title: &str) -> DocumentInfo {
    DocumentInfo {
        number: "运消限字〔2026〕第0001号".to_owned(),
        title: title.to_owned(),
        author: "运城市盐湖区消防救援大队".to_owned(),
        language: Language::Zh,
        created: "2026-11-23T09:30:00+08:00".parse::<Timestamp>().unwrap(),
    }
}

/// The text of a PDF as poppler reads it, or nothing where poppler is not installed.
fn text_of(printed: &Printed) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, &printed.pdf).unwrap();
    let read = Command::new("pdftotext")
        .arg("-raw")
        .arg(&path)
        .arg("-")
        .output();
    let Ok(read) = read else {
        eprintln!("pdftotext is not installed (Debian: poppler-utils): the text was not read back");
        return None;
    };
    Some(String::from_utf8(read.stdout).unwrap())
}

/// The same without the breaks that lines make.
fn joined(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn notice_data() -> Value {
    json!({
        "addressee": "运城市盐湖区某某商贸有限公司",
        "opening": "根据《中华人民共和国消防法》第五十三条的规定，我大队于2026年11月20日派员对你单位（场所）进行了监督检查，发现存在下列消防安全违法行为：",
        "items": [
            { "text": "二层东侧疏散通道堆放货物，占用疏散通道。", "basis": "《中华人民共和国消防法》第二十八条" },
            { "text": "自动喷水灭火系统末端试水装置压力为0.02 MPa，不能正常启动。", "basis": "《中华人民共和国消防法》第十六条第一款第二项" },
            { "text": "消防控制室值班人员未取得相应职业资格证书。", "basis": "《高层民用建筑消防安全管理规定》第二十六条" },
        ],
        "order": "以上第1项责令你单位（场所）立即改正；第2项、第3项责令限期改正。",
        "deadline": "2026-12-04",
        "closing": ["如对本通知不服，可以自收到本通知书之日起六十日内依法申请行政复议，或者在六个月内依法提起行政诉讼。"],
        "contact": "张某某，0359-0000119",
        "issued": "2026-11-23",
    })
}

fn cover_data(steps: usize) -> Value {
    let timeline: Vec<Value> = (0..steps)
        .map(|step| {
            json!({
                "at": format!("2026-11-{:02} {:02}:{:02}", step / 24 % 30 + 1, step % 24, step % 60),
                "event": format!("第{step}步：现场核查疏散通道、消火栓和自动喷水灭火系统，制作检查记录并拍照取证，当事人到场确认。"),
                "by": "李某某",
                "document": format!("运消检字〔2026〕第{step:04}号"),
            })
        })
        .collect();
    json!({
        "facts": [
            ["案由", "占用、堵塞疏散通道"],
            ["当事人", "运城市盐湖区某某商贸有限公司（统一社会信用代码 91140802MA0000000X）"],
            ["立案日期", "2026年11月20日"],
            ["承办人", "张某某、李某某"],
            ["保管期限", "三十年"],
        ],
        "timeline": timeline,
    })
}
