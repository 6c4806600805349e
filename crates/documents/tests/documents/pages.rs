//! What a reader sees.

use serde_json::json;

use crate::{cover, cover_data, info, joined, notice, notice_data, printer, template, text_of};

#[test]
fn a_notice_says_what_its_record_says() {
    let printed = printer()
        .print(&notice(), &notice_data(), &info("责令限期改正通知书"))
        .unwrap();
    assert_eq!((printed.pages, printed.missing.len()), (2, 0));
    let Some(text) = text_of(&printed) else {
        return;
    };
    let text = joined(&text);
    for part in [
        "运城市盐湖区消防救援大队",
        "责令限期改正通知书",
        "运消限字〔2026〕第0001号",
        "运城市盐湖区某某商贸有限公司：",
        "1．二层东侧疏散通道堆放货物，占用疏散通道。",
        "请于2026年12月4日前改正完毕",
        "2026年11月23日",
        "（印章位置）",
        "被通知人（签名或盖章）：",
        "—1—",
        "—2—",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_long_table_repeats_its_head_on_every_page() {
    let printed = printer()
        .print(&cover(), &cover_data(120), &info("消防行政执法案卷"))
        .unwrap();
    assert!(printed.pages > 10, "{} pages", printed.pages);
    let Some(text) = text_of(&printed) else {
        return;
    };
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert_eq!(pages.len(), printed.pages);
    for page in &pages {
        assert!(joined(page).contains("时间事项经办人文书"), "{page}");
    }
    let all = joined(&text);
    for step in 0..120 {
        assert!(all.contains(&format!("第{step}步：现场")), "step {step}");
    }
}

/// What people type, and what attackers type, is text.
#[test]
fn hostile_text_prints_as_text() {
    let hostile = [
        r##"#read("/etc/passwd") #import "@preview/x:1.0.0" #panic("x")"##,
        r#"$ sum_(i=0)^n $ \ \u{41} \"quotes\" 'single' `raw`"#,
        "= Heading *bold* _italic_ @label <label> // comment /* block */",
        "]] )) }} [[ (( {{ #",
        "https://example.com/a?b=c&d=%23 ~ -- --- ...",
    ];
    let data = json!({ "lines": hostile });
    let lines = template("#for line in data.lines { paragraphs(line) }");
    let printed = printer().print(&lines, &data, &info("#title $x$")).unwrap();
    assert!(printed.missing.is_empty());
    let Some(text) = text_of(&printed) else {
        return;
    };
    let text = joined(&text);
    for line in hostile {
        assert!(text.contains(&joined(line)), "{line} in {text}");
    }
}

#[test]
fn ten_thousand_characters_run_over_pages_and_lose_none() {
    let mut data = cover_data(1);
    data["timeline"][0]["event"] = json!("消".repeat(10_000));
    data["timeline"][0]["by"] = json!("x".repeat(1_000));
    let printed = printer().print(&cover(), &data, &info("案卷")).unwrap();
    let Some(text) = text_of(&printed) else {
        return;
    };
    let count = |letter| text.chars().filter(|&c| c == letter).count();
    // The title and the facts have some of their own.
    assert!(count('消') >= 10_000, "{}", count('消'));
    assert!(count('x') >= 1_000, "{}", count('x'));
}

#[test]
fn what_cannot_be_shown_is_told() {
    let mut data = notice_data();
    data["addressee"] = json!("🔥烧烤店\u{202E}עברית");
    let printed = printer().print(&notice(), &data, &info("通知书")).unwrap();
    for character in ['🔥', '\u{202E}', 'ע'] {
        assert!(
            printed.missing.contains(&character),
            "{:?}",
            printed.missing
        );
    }
    let Some(text) = text_of(&printed) else {
        return;
    };
    assert!(joined(&text).contains("〓烧烤店〓"), "{text}");
}

#[test]
fn a_letterhead_fits_the_longest_name() {
    let red = template(
        "#letterhead(info.author + \"文件\")\n#std.title()\n#addressee[各县（市、区）：]\n#paragraphs(data.text)\n= 一、总体要求\n== （一）工作目标\n#paragraphs(data.text)\n#closing(info.author, day(\"2026-01-05\"), [（印章位置）])",
    );
    let data = json!({ "text": "现将有关事项通知如下，请认真贯彻执行。\n第二段。" });
    let printed = printer()
        .print(&red, &data, &info("关于开展消防安全检查的通知"))
        .unwrap();
    assert_eq!(printed.pages, 1);
    let Some(text) = text_of(&printed) else {
        return;
    };
    let text = joined(&text);
    assert!(text.contains("运城市盐湖区消防救援大队文件"));
    assert!(
        text.contains("2026年1月5日"),
        "no zeros before month and day"
    );
}

#[test]
fn an_english_document_prints_too() {
    let about = documents::DocumentInfo {
        language: base::Language::En,
        ..info("Notice of correction")
    };
    let text = template("#std.title()\n#paragraphs(data.text)\n#day(\"2026-11-23\")");
    let data = json!({ "text": "Escape routes are to be kept clear at all times. ".repeat(20) });
    let printed = printer().print(&text, &data, &about).unwrap();
    let Some(text) = text_of(&printed) else {
        return;
    };
    assert!(text.contains("Notice of correction") && text.contains("2026-11-23"));
}

#[test]
fn a_rare_character_keeps_its_variant_mark() {
    let data = json!({ "text": "葛\u{E0100}城区" });
    let printed = printer()
        .print(&template("#data.text"), &data, &info("x"))
        .unwrap();
    assert!(printed.missing.is_empty());
    let Some(text) = text_of(&printed) else {
        return;
    };
    assert!(text.contains('葛') && text.contains("城区"), "{text}");
}
