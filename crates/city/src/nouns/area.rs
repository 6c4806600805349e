//! 被考核的县(市、区)、开发区: sets of regions that are judged together.

use base::RegionCode;
use register::{Faults, Label, Register};

/// 考核单元 one of the areas that the city judges. It is a set and not a region: a development zone
/// is carved out of a county and has no county code of its own.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "assessed_area",
    label(zh = "考核单元", en = "Assessed area"),
    title = "name",
    scope = "county",
    permission = "city",
    search(name),
    rules(parts_are_codes)
)]
pub struct AssessedArea {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 60)]
    pub name: String,
    #[field(label(zh = "序号", en = "Rank"), unique, list, sort, min = 1, max = 99)]
    pub rank: Option<i64>,
    #[field(label(zh = "所在县（市、区）", en = "County"), list, filter)]
    pub county: RegionCode,
    #[field(
        label(zh = "包含区划", en = "Regions in it"),
        help(zh = "区划代码，以空格分隔", en = "Region codes, with spaces between"),
        list,
        long
    )]
    pub includes: String,
    #[field(
        label(zh = "划出区划", en = "Regions carved out"),
        help(
            zh = "划给其他考核单元的区划代码，以空格分隔",
            en = "Codes that belong to another area, with spaces between"
        ),
        long
    )]
    pub excludes: Option<String>,
}

fn parts_are_codes(area: &AssessedArea, faults: &mut Faults) {
    let lists = [
        ("includes", Some(&area.includes)),
        ("excludes", area.excludes.as_ref()),
    ];
    for (field, codes) in lists {
        let mut words = codes.into_iter().flat_map(|text| text.split_whitespace());
        if words.any(|word| word.parse::<RegionCode>().is_err()) {
            let message = Label::new(
                "应为4、6、9或12位区划代码，以空格分隔",
                "write region codes of 4, 6, 9 or 12 digits with spaces between",
            );
            faults.rule(field, message);
        }
    }
}
