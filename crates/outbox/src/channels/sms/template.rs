//! Filling a gateway's template: `{name}` in any of its texts.

use std::collections::BTreeMap;

use serde_json::Value;
use url::form_urlencoded;

use super::{Phone, SmsBody};
use crate::{DeliveryError, Secret};

/// What placeholders stand for, in this order: ours, the configuration's secrets, the message's
/// own words; so no message can put itself in a secret's place.
pub(super) struct Words<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Words<'a> {
    pub(super) fn new(
        phone: &'a Phone,
        key: &'a str,
        body: &'a SmsBody,
        secrets: &'a BTreeMap<String, Secret>,
    ) -> Self {
        let of_message = body.words.iter().map(|(name, word)| (&**name, &**word));
        let secrets = secrets.iter().map(|(name, word)| (&**name, word.reveal()));
        let ours = [
            ("phone", phone.local()),
            ("phone_e164", phone.e164()),
            ("text", &*body.text),
            ("key", key),
        ];
        Self(of_message.chain(secrets).chain(ours).collect())
    }

    pub(super) fn in_text(&self, template: &str) -> Result<String, DeliveryError> {
        self.fill(template, str::to_owned)
    }

    /// Values are escaped so that none can add a parameter or a path.
    pub(super) fn in_address(&self, template: &str) -> Result<String, DeliveryError> {
        self.fill(template, |word| {
            let escaped: String = form_urlencoded::byte_serialize(word.as_bytes()).collect();
            escaped.replace('+', "%20")
        })
    }

    pub(super) fn in_form(
        &self,
        fields: &BTreeMap<String, String>,
    ) -> Result<String, DeliveryError> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, template) in fields {
            form.append_pair(name, &self.in_text(template)?);
        }
        Ok(form.finish())
    }

    pub(super) fn in_json(&self, template: &Value) -> Result<Value, DeliveryError> {
        Ok(match template {
            Value::String(text) => Value::String(self.in_text(text)?),
            Value::Array(items) => {
                let filled = items.iter().map(|item| self.in_json(item));
                Value::Array(filled.collect::<Result<_, _>>()?)
            }
            Value::Object(fields) => {
                let filled = fields
                    .iter()
                    .map(|(name, field)| Ok((name.clone(), self.in_json(field)?)));
                Value::Object(filled.collect::<Result<_, DeliveryError>>()?)
            }
            other => other.clone(),
        })
    }

    fn fill(
        &self,
        template: &str,
        escape: impl Fn(&str) -> String,
    ) -> Result<String, DeliveryError> {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| is_name(name));
            let Some((name, behind)) = name else {
                filled.push('{');
                rest = after;
                continue;
            };
            filled.push_str(&escape(&self.word(name)?));
            rest = behind;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn word(&self, name: &str) -> Result<String, DeliveryError> {
        let (bare, as_json) = match name.strip_suffix(":json") {
            Some(bare) => (bare, true),
            None => (name, false),
        };
        let missing =
            || format!("the gateway's template asks for '{bare}', which the message lacks");
        let word = self.0.get(bare);
        let word = word.ok_or_else(|| DeliveryError::permanent(missing()))?;
        if !as_json {
            return Ok((*word).to_owned());
        }
        let quoted = Value::String((*word).to_owned()).to_string();
        Ok(quoted
            .trim_start_matches('"')
            .strip_suffix('"')
            .unwrap_or_default()
            .to_owned())
    }
}

fn is_name(text: &str) -> bool {
    let bare = text.strip_suffix(":json").unwrap_or(text);
    !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with_words<T>(text: &str, then: impl FnOnce(&Words<'_>) -> T) -> T {
        let phone = "+8613812345678".parse().unwrap();
        let words = [("place", "东街\"1\""), ("account", "forged")];
        let body = SmsBody {
            text: text.to_owned(),
            words: words.map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        };
        let secrets = [("account".to_owned(), Secret::new("city-119"))].into();
        then(&Words::new(&phone, "alarm:1", &body, &secrets))
    }

    #[test]
    fn names_are_filled_and_other_braces_stay() {
        with_words("火警{key}", |words| {
            let filled = words.in_text("{phone}|{phone_e164}|{text}|{key}|{account}|{ }{}{");
            assert_eq!(
                filled.unwrap(),
                "13812345678|+8613812345678|火警{key}|alarm:1|city-119|{ }{}{"
            );
            let missing = words.in_text("{other}").unwrap_err();
            assert!(missing.reason().contains("'other'"), "{missing}");
        });
    }

    #[test]
    fn json_in_json_stays_json() {
        with_words("a\"b\\", |words| {
            let template = json!({"to": ["{phone}"], "n": 1, "inner": "{\"at\":\"{place:json}\",\"t\":\"{text:json}\"}"});
            let filled = words.in_json(&template).unwrap();
            assert_eq!(
                (&filled["to"][0], &filled["n"]),
                (&json!("13812345678"), &json!(1))
            );
            let inner: Value = serde_json::from_str(filled["inner"].as_str().unwrap()).unwrap();
            assert_eq!(inner, json!({"at": "东街\"1\"", "t": "a\"b\\"}));
        });
    }

    #[test]
    fn a_value_adds_no_parameter() {
        with_words("1&to=2 /?#", |words| {
            let address = words
                .in_address("http://sms/send?t={text}&to={phone}")
                .unwrap();
            assert_eq!(
                address,
                "http://sms/send?t=1%26to%3D2%20%2F%3F%23&to=13812345678"
            );
            let fields = [("t".to_owned(), "{text}".to_owned())].into();
            assert_eq!(words.in_form(&fields).unwrap(), "t=1%26to%3D2+%2F%3F%23");
        });
    }
}
