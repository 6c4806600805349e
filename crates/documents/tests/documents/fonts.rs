//! Which fonts are found, and what is said when none is.

use documents::{Families, FontError, FontSource, Printer, SystemFonts};

fn only(folder: &std::path::Path, families: Families) -> FontSource {
    FontSource {
        folder: Some(folder.to_owned()),
        system: SystemFonts::Ignored,
        families,
    }
}

#[test]
fn no_chinese_font_names_the_package_to_install() {
    let folder = tempfile::tempdir().unwrap();
    let error = Printer::new(&only(folder.path(), Families::default())).unwrap_err();
    assert!(matches!(error, FontError::NoChineseFont { .. }));
    let text = error.to_string();
    for part in [
        "fonts-noto-cjk",
        "Noto Serif CJK SC",
        &folder.path().display().to_string(),
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_font_without_chinese_is_no_body_font() {
    let families = Families {
        body: vec!["DejaVu Sans".to_owned()],
        ..Families::default()
    };
    let source = FontSource {
        families,
        ..FontSource::system()
    };
    assert!(matches!(
        Printer::new(&source),
        Err(FontError::NoChineseFont { .. })
    ));
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let gone = std::path::Path::new("/no/such/folder");
    let error = Printer::new(&only(gone, Families::default())).unwrap_err();
    assert!(matches!(error, FontError::Folder { .. }));
}

#[test]
fn a_licensed_font_comes_first_and_a_missing_one_is_passed_over() {
    let wanted = |name: &str| vec![name.to_owned(), "Noto Serif CJK SC".to_owned()];
    let families = Families {
        body: wanted("FZFangSong-Z02"),
        title: wanted("FZXiaoBiaoSong-B05"),
        ..Families::default()
    };
    let source = FontSource {
        families,
        ..FontSource::system()
    };
    let printer = format!("{:?}", Printer::new(&source).unwrap());
    assert!(printer.contains("Noto Serif CJK SC") && !printer.contains("FZ"));
}

#[test]
fn the_pack_names_families_and_the_form_of_numbers() {
    #[derive(serde::Deserialize)]
    struct Settings {
        families: Families,
        number: documents::NumberPattern,
    }
    let text = include_str!("../../../../packs/yuncheng/documents/settings.json");
    let settings: Settings = serde_json::from_str(text).unwrap();
    assert_eq!(settings.families.body, Families::default().body);
    assert_eq!(
        settings.number.to_string(),
        "{mark}〔{year}〕第{serial:4}号"
    );
}

/// DejaVu Sans has Arabic; where it is not installed the letters are marked and told instead.
#[test]
fn a_fallback_font_prints_what_the_others_lack() {
    let source = FontSource {
        families: Families {
            fallback: vec!["DejaVu Sans".to_owned()],
            ..Families::default()
        },
        ..FontSource::system()
    };
    let printer = Printer::new(&source).unwrap();
    let name = crate::template("#paragraphs(data.name)");
    let data = serde_json::json!({ "name": "محمد 消防 שלום" });
    let printed = printer.print(&name, &data, &crate::info("x")).unwrap();
    let installed = format!("{printer:?}").contains("DejaVu Sans");
    assert_eq!(
        printed.missing.is_empty(),
        installed,
        "{:?}",
        printed.missing
    );
    eprintln!("{:?}", printed.standard);
}
