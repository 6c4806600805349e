//! Prints proofs of the pack's templates into a folder, to look at, and says what each cost.
//!
//! `cargo run -p documents --example proof -- /tmp/proofs`; then `pdftoppm -r 80 -png` and look.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a tool for developers stops where something is wrong"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base::{Language, Timestamp};
use documents::{DocumentInfo, FontSource, Limits, Printer, Template};
use serde_json::{Value, json};

const NOTICE: &str = include_str!("../../../packs/yuncheng/documents/notice.typ");
const COVER: &str = include_str!("../../../packs/yuncheng/documents/case-cover.typ");
const LETTER: &str = "// version: 1
#import \"/frame.typ\": *
#letterhead(info.author + \"文件\")
#std.title()
#addressee[各县（市、区）消防救援大队：]
#paragraphs(data.text)
= 一、总体要求
#paragraphs(data.text)
== （一）工作目标
#paragraphs(data.text)
#closing(info.author, day(\"2026-01-05\"), [（印章位置）])";

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder).unwrap();
    let started = Instant::now();
    let printer = Printer::new(&FontSource::system()).unwrap();
    let printer = printer.with_limits(Limits {
        time: Duration::from_secs(300),
        ..Limits::default()
    });
    say("fonts found", started);
    let notice = Template::from_typ("notice", NOTICE).unwrap();
    let cover = Template::from_typ("case-cover", COVER).unwrap();
    let letter = Template::from_typ("letter", LETTER).unwrap();
    let text = "各单位要压实消防安全责任，聚焦人员密集场所、高层建筑和“九小场所”，开展拉网式排查。\n请认真贯彻执行，确保2026年火灾形势平稳。";
    let order = "责令限期改正通知书";
    let file = "消防行政执法案卷";
    for (name, template, title, data) in [
        ("notice", &notice, order, notice_data()),
        ("notice-again", &notice, order, notice_data()),
        (
            "hostile",
            &notice,
            "#panic() $x$ \\ 责令🔥通知书",
            hostile(),
        ),
        (
            "letter",
            &letter,
            "关于开展冬春火灾防控工作的通知",
            json!({ "text": text }),
        ),
        ("cover-6-pages", &cover, file, cover_data(40)),
        ("cover-long-cell", &cover, file, long_cell()),
        ("cover-50-pages", &cover, file, cover_data(345)),
        ("cover-50-pages-again", &cover, file, cover_data(345)),
    ] {
        let started = Instant::now();
        let printed = printer.print(template, &data, &info(title)).unwrap();
        let about = format!(
            "{name}: {} pages, {} KiB, {:?}, missing {:?}",
            printed.pages,
            printed.pdf.len() >> 10,
            printed.standard,
            printed.missing
        );
        say(&about, started);
        std::fs::write(folder.join(format!("{name}.pdf")), printed.pdf).unwrap();
    }
    for _ in 0..200 {
        printer
            .print(&notice, &notice_data(), &info("通知书"))
            .unwrap();
    }
    say("200 notices more", started);
}

/// What was done, how long it took, and the memory held now and at most.
#[expect(clippy::print_stdout, reason = "it is what this tool is for")]
fn say(what: &str, started: Instant) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory: Vec<&str> = status
        .lines()
        .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"))
        .collect();
    println!("{what}: {:?} {memory:?}", started.elapsed());
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

fn notice_data() -> Value {
    json!({
        "addressee": "运城市盐湖区某某商贸有限公司",
        "opening": "根据《中华人民共和国消防法》第五十三条的规定，我大队于2026年11月20日派员对你单位进行了监督检查，发现存在下列问题：",
        "items": [{ "text": "二层东侧疏散通道堆放货物。", "basis": "《中华人民共和国消防法》第二十八条" }],
        "order": "以上问题责令你单位限期改正。",
        "deadline": "2026-12-04",
        "issued": "2026-11-23",
    })
}

fn hostile() -> Value {
    let mut data = notice_data();
    let row =
        r#"#read("/etc/passwd") $ sum $ \ "引号" 'x' = * _ ` @a <b> // [ ] { } עברית العربية 🔥👨‍👩‍👧"#;
    data["addressee"] = json!("#set text(fill: red)〔〕\u{202E}有限公司");
    data["items"] =
        json!([{ "text": row }, { "text": "x".repeat(200) }, { "text": "消".repeat(300) }]);
    data
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

fn long_cell() -> Value {
    let mut data = cover_data(3);
    data["timeline"][1]["event"] = json!("消防安全，".repeat(2_000));
    data["timeline"][2]["by"] = json!("x".repeat(120));
    data
}
