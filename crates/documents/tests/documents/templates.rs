//! What a template may not do, and what it is told.

use documents::{PrintError, Problem, Template};
use serde_json::json;

use crate::{info, notice, printer, template};

fn problems(source: &str) -> Vec<Problem> {
    match printer().print(&template(source), &json!({ "a": "x" }), &info("x")) {
        Err(PrintError::Template { problems }) => problems,
        other => unreachable!("{source} gave {other:?}"),
    }
}

#[test]
fn a_mistake_comes_with_file_line_and_column() {
    let found = problems("消防 #data.b.c");
    let first = found.first().unwrap();
    assert_eq!((first.file.as_str(), first.line), ("made-up", 3));
    assert!(
        first.column > 1 && first.message.contains("\"b\""),
        "{first}"
    );
    assert!(first.to_string().starts_with("made-up:3:"), "{first}");
}

#[test]
fn a_mistake_inside_the_frame_is_told_where_the_template_made_it() {
    let found = problems("文\n#items(3)");
    let first = found.first().unwrap();
    assert_eq!((first.file.as_str(), first.line), ("made-up", 4), "{first}");
}

#[test]
fn a_record_that_does_not_fit_is_told() {
    let error = printer()
        .print(&notice(), &json!({}), &info("x"))
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("notice:") && text.contains("addressee"),
        "{text}"
    );
}

#[test]
fn nothing_outside_can_be_read() {
    for source in [
        "#read(\"/etc/passwd\")",
        "#read(\"../../etc/passwd\")",
        "#image(\"/logo.png\")",
        "#include \"/other.typ\"",
        "#import \"@preview/tablex:0.0.8\": *",
        "#plugin(\"/x.wasm\")",
        "#datetime.today()",
        "#eval(data.a)",
        "#std.eval(data.a)",
    ] {
        let found = problems(source);
        assert_eq!(found.first().unwrap().line, 3, "{source}: {found:?}");
    }
}

#[test]
fn a_file_without_version_is_no_template() {
    let error = Template::from_typ("x", "#head").unwrap_err();
    assert!(error.to_string().contains("// version: 1"));
    assert_eq!(
        Template::from_typ("x", "// version: 12\n").unwrap().version,
        12
    );
}
