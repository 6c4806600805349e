//! A made-up evaluation, small enough to be seen whole.

use rules::{Scheme, SchemeError};

/// Two items: one of needs, one of which nothing is asked before 2023.
pub(crate) const TEXT: &str = r#"{
  "version": "made-1",
  "title": {"zh": "考核", "en": "Evaluation"},
  "plan": "made",
  "from": "2021-01-01",
  "until": "2025-12-31",
  "why": {"zh": "首版", "en": "the first"},
  "points": "10",
  "grades": [
    {"key": "good", "name": {"zh": "良好", "en": "Good"}, "least": "80"},
    {"key": "fail", "name": {"zh": "不合格", "en": "Fail"}, "least": "0"}
  ],
  "chapters": [{"key": "all", "name": {"zh": "全部", "en": "All"}, "points": "10", "blocks": [
    {"key": "only", "name": {"zh": "一块", "en": "One"}, "points": "10", "items": [
      {"key": "plans", "name": {"zh": "规划", "en": "Plans"}, "line": 1, "points": "6",
       "responsible": {"zh": "政府", "en": "government"},
       "rule": {"conditions": {"need": [{"fact": "plan_made"}, {"fact": "rate", "is": {"at_least": "50"}}]}}},
      {"key": "later", "name": {"zh": "后来", "en": "Later"}, "line": 2, "points": "4",
       "responsible": {"zh": "政府", "en": "government"}, "before": "left_out",
       "rule": {"conditions": {"deduct": [
         {"points": "1", "per": "event", "of": [{"fact": "fires", "is": "none", "from": 2023}]}]}}}
    ]}
  ]}],
  "facts": [
    {"key": "plan_made", "name": {"zh": "规划已编制", "en": "the plan is made"}, "kind": "yes",
     "evidence": {"zh": "文本", "en": "the text"}},
    {"key": "rate", "name": {"zh": "比率", "en": "the rate"}, "kind": "number",
     "measure": {"zh": "%", "en": "%"}, "metric": "rate", "evidence": {"zh": "台账", "en": "the ledger"}},
    {"key": "fires", "name": {"zh": "火灾", "en": "fires"}, "kind": "events", "metric": "fires"}
  ]
}"#;

pub(crate) fn scheme() -> Scheme {
    Scheme::read("made.json", TEXT).unwrap()
}

/// What is told of the made-up evaluation when some of its text is another.
pub(crate) fn faults(text: &str, instead: &str) -> Vec<SchemeError> {
    assert!(TEXT.contains(text), "{text} is not in it");
    match Scheme::read("made.json", &TEXT.replacen(text, instead, 1)) {
        Ok(_) => Vec::new(),
        Err(errors) => errors,
    }
}
