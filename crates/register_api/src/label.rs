//! The drawing of labels: a QR code beside a title, in tenths of a millimetre.

use base::{Language, Uuid};
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};

/// What stands on a label.
pub(crate) struct Label {
    /// What a phone opens.
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) register: String,
    /// What people say on the telephone.
    pub(crate) code: String,
}

/// Whether a list has more rows than a sheet shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    Nothing,
    More,
}

/// Labels on a page of A4: three beside each other, seven below.
pub(crate) const A_PAGE: usize = 21;

/// Width and height of a label: 63 × 38 mm.
const WIDE: usize = 630;
const HIGH: usize = 380;
/// The side of the code with its quiet zone.
const CODE: usize = 320;
/// The width of the words beside it, in half letters of their size.
const HALF_LETTERS: usize = 15;

/// The last eight digits of an id, which are its random ones: `9F3A-12CD`.
pub(crate) fn code_of(id: Uuid) -> String {
    let digits = id.simple().to_string().to_uppercase();
    let tail = digits
        .get(digits.len().saturating_sub(8)..)
        .unwrap_or_default();
    let (head, rest) = tail.split_at_checked(4).unwrap_or((tail, ""));
    format!("{head}-{rest}")
}

/// One label as an SVG of its own.
pub(crate) fn svg(label: &Label) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(&label.address, EcLevel::M)?;
    let modules = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            // The standard's quiet zone is four modules wide.
            let (x, y) = (at % modules + 4, at / modules + 4);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let whole = modules + 8;
    let top = (HIGH - CODE) / 2;
    let mut words = String::new();
    let lines = wrapped(&label.title, 4);
    for (at, line) in lines.iter().enumerate() {
        let y = 90 + at * 42;
        words.push_str(&format!(
            "<text x=\"335\" y=\"{y}\" font-size=\"36\" font-weight=\"600\">{}</text>",
            escaped(line)
        ));
    }
    let register: String = label.register.chars().take(12).collect();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"63mm\" height=\"38mm\" \
         viewBox=\"0 0 {WIDE} {HIGH}\" font-family=\"'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif\" fill=\"#000\">\
         <rect width=\"{WIDE}\" height=\"{HIGH}\" fill=\"#fff\"/>\
         <svg x=\"5\" y=\"{top}\" width=\"{CODE}\" height=\"{CODE}\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\">\
         <path d=\"{path}\"/></svg>{words}\
         <text x=\"335\" y=\"284\" font-size=\"24\">{}</text>\
         <text x=\"335\" y=\"328\" font-size=\"30\" font-family=\"'DejaVu Sans Mono',Consolas,monospace\">{}</text></svg>",
        escaped(&register),
        escaped(&label.code),
    ))
}

/// A page of A4 sheets that is printed as it is.
pub(crate) fn sheet(
    labels: &[Label],
    title: &str,
    rest: Rest,
    language: Language,
) -> Result<String, QrError> {
    let (tag, how, none, more) = match language {
        Language::Zh => (
            "zh",
            "用浏览器打印（Ctrl+P），纸张 A4，边距默认，缩放 100%。本段不会打印。",
            "没有符合条件的记录。",
            "列表很长，只排了前面的标签；请缩小筛选范围，分几次打印。",
        ),
        Language::En => (
            "en",
            "Print with the browser (Ctrl+P) on A4, usual margins, at 100 %. These words are not printed.",
            "No row answers the question.",
            "The list is long; only its first labels are here. Narrow it and print in several goes.",
        ),
    };
    let mut pages = String::new();
    for page in labels.chunks(A_PAGE) {
        pages.push_str("<section>");
        for label in page {
            pages.push_str(&svg(label)?);
        }
        pages.push_str("</section>");
    }
    let hint = if labels.is_empty() { none } else { how };
    let more = if rest == Rest::More { more } else { "" };
    Ok(format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style></head>\
         <body><p>{hint} {more}</p>{pages}</body></html>",
        escaped(title)
    ))
}

const STYLE: &str = "@page{size:A4;margin:12mm 10mm}body{margin:0;background:#fff;color:#000;\
    font-family:'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}\
    p{margin:4mm;max-width:180mm}section{display:grid;grid-template-columns:repeat(3,63mm);\
    grid-auto-rows:38mm;break-after:page}section:last-child{break-after:auto}\
    section>svg{outline:0.1mm dashed #999;outline-offset:-0.1mm}@media print{p{display:none}}";

/// A title on so many lines of the label's width.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut width) = (String::new(), 0);
    for letter in text.chars() {
        let wide = if letter.is_ascii() { 1 } else { 2 };
        if width + wide > HALF_LETTERS {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        line.push(letter);
        width += wide;
    }
    lines.push(line);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(title: &str) -> Label {
        let id = Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_9f3a_12cd);
        Label {
            address: format!("http://10.0.0.1:8119/registers/water_source/{id}"),
            title: title.to_owned(),
            register: "消防水源".to_owned(),
            code: code_of(id),
        }
    }

    #[test]
    fn a_label_says_what_it_is_and_runs_nothing() {
        let drawn = svg(&label("<script>alert(1)</script>")).unwrap();
        assert!(!drawn.contains("<script"), "{drawn}");
        let drawn = svg(&label("解放北路消火栓")).unwrap();
        assert!(drawn.contains("解放北路消火栓") && drawn.contains("9F3A-12CD"));
        assert!(drawn.contains("消防水源"));
    }

    #[test]
    fn a_long_title_ends_in_dots_and_a_long_list_in_pages() {
        let lines = wrapped(&"长".repeat(100), 4);
        assert_eq!(lines.len(), 4);
        assert!(lines[3].ends_with('…'));
        let labels: Vec<Label> = (0..22).map(|_| label("栓")).collect();
        let drawn = sheet(&labels, "消防水源", Rest::Nothing, Language::Zh).unwrap();
        assert_eq!(drawn.matches("<section>").count(), 2);
        assert_eq!(drawn.matches("<svg xmlns").count(), 22);
    }
}
