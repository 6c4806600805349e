use crate::*;
#[test]
fn look() {
    let printer = printer();
    for (name, template, title, data) in [
        ("notice", notice(), "责令限期改正通知书", notice_data()),
        ("cover", cover(), "消防行政执法案卷", cover_data(40)),
    ] {
        match printer.print(&template, &data, &info(title)) {
            Ok(p) => { println!("{name} {} {:?} {:?}", p.pages, p.standard, p.missing); std::fs::write(format!("/tmp/{name}.pdf"), p.pdf).unwrap(); }
            Err(e) => println!("{name}: {e}"),
        }
    }
}
