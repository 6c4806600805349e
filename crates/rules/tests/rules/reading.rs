//! What is wrong with a file is told with its place, all of it at once.

use rules::Scheme;

use crate::made::{TEXT, faults};

/// The one fault of the made-up evaluation with another text in it.
fn fault(text: &str, instead: &str) -> String {
    let all = faults(text, instead);
    let told: Vec<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    told.concat()
}

#[test]
fn the_made_up_evaluation_itself_is_right() {
    assert_eq!(faults("made-1", "made-1"), []);
}

#[test]
fn what_has_no_such_form_is_told_by_line_and_column() {
    let unknown = fault("\"plan\": \"made\",", "\"plan\": \"made\", \"pland\": 1,");
    assert!(
        unknown.starts_with("made.json, line 4, column"),
        "{unknown}"
    );
    assert!(unknown.contains("unknown field `pland`"), "{unknown}");
    let broken = [
        ("\"points\": \"10\"", "\"points\": 10"),
        ("\"points\": \"10\"", "\"points\": \"10.123\""),
        ("{\"at_least\": \"50\"}", "{\"at_least\": {}}"),
        (
            "{\"at_least\": \"50\"}",
            "{\"at_least\": {\"2021\": \"1\", \"2021\": \"2\"}}",
        ),
        ("{\"at_least\": \"50\"}", "{\"atleast\": \"50\"}"),
        ("{\"at_least\": \"50\"}", "{\"at_least\": \"50%\"}"),
        ("\"per\": \"event\"", "\"per\": \"events\""),
        ("\"from\": \"2021-01-01\"", "\"from\": \"2021\""),
        ("\"kind\": \"yes\"", "\"kind\": \"maybe\""),
    ];
    for (text, instead) in broken {
        let told = fault(text, instead);
        assert!(told.starts_with("made.json, line "), "{instead}: {told}");
    }
}

#[test]
fn what_does_not_suit_is_told_by_its_item_or_fact() {
    let wrong = [
        (
            "\"least\": \"0\"",
            "\"least\": \"1\"",
            "grades: the last one begins at \"0\"",
        ),
        (
            "\"least\": \"80\"",
            "\"least\": \"0\"",
            "grades: they stand from the best down",
        ),
        (
            "\"2025-12-31\"",
            "\"2020-12-31\"",
            "until: it ends before it begins",
        ),
        (
            "\"version\": \"made-1\",\n  \"title\": {\"zh\": \"考核\"",
            "\"version\": \"made-1\",\n  \"title\": {\"zh\": \" \"",
            "title: its words lack a language",
        ),
        (
            "\"points\": \"6\"",
            "\"points\": \"5\"",
            "block 'only': it has 10 points, and its parts have 9",
        ),
        (
            "\"key\": \"later\"",
            "\"key\": \"plans\"",
            "items: the key 'plans' stands twice",
        ),
        (
            "\"key\": \"later\"",
            "\"key\": \"Later\"",
            "items: 'Later' is no key",
        ),
        (
            "{\"fact\": \"plan_made\"}, ",
            "",
            "fact 'plan_made': no rule looks at it",
        ),
        (
            "\"need\": [{\"fact\": \"plan_made\"}",
            "\"need\": [{\"fact\": \"plan_made\"}, {\"fact\": \"nothing\"}",
            "item 'plans': 'nothing' is no fact",
        ),
        (
            "{\"fact\": \"plan_made\"}",
            "{\"fact\": \"plan_made\", \"is\": {\"at_most\": \"1\"}}",
            "item 'plans': 'plan_made' is Yes, and what is asked of it wants Number",
        ),
        (
            "\"before\": \"left_out\",",
            "",
            "item 'later': nothing of it is asked before 2023",
        ),
        (
            ", \"from\": 2023",
            "",
            "item 'later': it is asked in every year",
        ),
        (
            "\"per\": \"event\"",
            "\"per\": \"member\"",
            "item 'later': it counts members, and 'fires' consists of none",
        ),
        (
            "{\"points\": \"1\", \"per\"",
            "{\"points\": \"0\", \"per\"",
            "item 'later': it takes off nothing",
        ),
        (
            ", \"metric\": \"fires\"",
            "",
            "fact 'fires': nobody could ever know it",
        ),
        (
            "\"measure\": {\"zh\": \"%\", \"en\": \"%\"}, ",
            "",
            "fact 'rate': a number says in what it is",
        ),
        (
            "\"kind\": \"yes\",",
            "\"kind\": \"yes\", \"measure\": {\"zh\": \"个\", \"en\": \"\"},",
            "fact 'plan_made': only a number has a measure",
        ),
        (
            "{\"fact\": \"plan_made\"}",
            "{\"fact\": \"plan_made\", \"exempt\": {\"fact\": \"plan_made\", \"exempt\": {\"fact\": \"plan_made\"}}}",
            "item 'plans': an exemption has no exemption",
        ),
    ];
    for (text, instead, expected) in wrong {
        let told = fault(text, instead);
        assert!(
            told.starts_with(&format!("made.json, {expected}")),
            "{told}"
        );
    }
}

#[test]
fn a_rule_that_asks_nothing_or_ranks_by_nothing_is_told() {
    let rule = "{\"conditions\": {\"need\": [{\"fact\": \"plan_made\"}, {\"fact\": \"rate\", \"is\": {\"at_least\": \"50\"}}]}}";
    let told = |instead: &str| -> Vec<String> {
        let all = faults(rule, instead);
        let of_item = all.iter().filter(|one| one.at == "item 'plans'");
        of_item.map(|one| one.what.clone()).collect()
    };
    assert_eq!(
        told("{\"conditions\": {}}"),
        ["its rule asks for nothing; name a need or a deduction"]
    );
    let parts = "{\"parts\": [{\"points\": \"1\", \"rule\": {\"conditions\": {\"need\": [{\"fact\": \"plan_made\"}]}}}]}";
    assert_eq!(told(parts), ["it has 6 points, and its parts have 1"]);
    let rank = |fact: &str, top: &str, areas: usize| {
        format!(
            "{{\"rank\": {{\"fact\": \"{fact}\", \"order\": \"highest_first\", \"top\": {{\"areas\": {areas}, \"points\": \"{top}\"}}, \"middle\": \"1\", \"bottom\": {{\"areas\": 3, \"points\": \"0\"}}}}}}"
        )
    };
    assert!(told(&rank("rate", "6", 3)).is_empty());
    assert!(told(&rank("rate", "5", 3))[0].starts_with("the top gets all points"));
    assert!(told(&rank("rate", "6", 0))[0].starts_with("an end of its ranking is empty"));
    assert!(told(&rank("plan_made", "6", 3))[0].starts_with("areas are ranked by one number"));
}

#[test]
fn all_faults_are_told_at_once() {
    let text = TEXT
        .replace("\"points\": \"6\"", "\"points\": \"5\"")
        .replace("\"least\": \"0\"", "\"least\": \"1\"");
    let errors = Scheme::read("made.json", &text).unwrap_err();
    assert_eq!(errors.len(), 2, "{errors:?}");
}
