//! `#[derive(Choice)]`: the words that a field of a register may hold.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, LitStr, Result, Variant};

use crate::attributes::{LabelText, is_name, snake_case, text};

struct Word {
    key: String,
    label: LabelText,
    tone: String,
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a choice is an enum"));
    };
    let name = &input.ident;
    let (mut defs, mut keys, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for variant in &data.variants {
        let word = read(variant)?;
        let (key, label, tone) = (&word.key, word.label.tokens(), &word.tone);
        if keys.contains(key) {
            return Err(Error::new_spanned(variant, "two words have this key"));
        }
        defs.push(quote!(::register::ChoiceDef {
            key: #key,
            label: #label,
            tone: ::register::Tone::named(#tone),
        }));
        keys.push(word.key);
        names.push(&variant.ident);
    }
    Ok(quote! {
        impl ::register::Choice for #name {
            const CHOICES: &'static [::register::ChoiceDef] = &[#(#defs),*];

            fn key(self) -> &'static str {
                match self {
                    #(Self::#names => #keys,)*
                }
            }

            fn from_key(key: &str) -> ::core::option::Option<Self> {
                match key {
                    #(#keys => ::core::option::Option::Some(Self::#names),)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::register::FieldType for #name {
            const KIND: ::register::FieldKind =
                ::register::FieldKind::Choice(<Self as ::register::Choice>::CHOICES);

            fn into_value(self) -> ::register::Value {
                ::register::Value::Text(::register::Choice::key(self).into())
            }

            fn from_value(value: &::register::Value) -> ::core::option::Option<Self> {
                ::register::Choice::from_key(value.as_text()?)
            }
        }
    })
}

fn read(variant: &Variant) -> Result<Word> {
    if !matches!(variant.fields, Fields::Unit) {
        return Err(Error::new_spanned(variant, "a word carries no fields"));
    }
    let (mut key, mut label, mut tone) = (None::<LitStr>, None, None::<LitStr>);
    for attribute in &variant.attrs {
        if !attribute.path().is_ident("choice") {
            continue;
        }
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("label") {
                label = Some(LabelText::read(&meta)?);
            } else if meta.path.is_ident("key") {
                key = Some(text(&meta)?);
            } else if meta.path.is_ident("tone") {
                tone = Some(text(&meta)?);
            } else {
                let hint =
                    "a word has `label` and, where they differ from the usual, `key`, `tone`";
                return Err(meta.error(hint));
            }
            Ok(())
        })?;
    }
    let label = label.ok_or_else(|| {
        let hint = "this word has no label: add #[choice(label(zh = \"…\", en = \"…\"))]";
        Error::new_spanned(variant, hint)
    })?;
    let spelled = key
        .as_ref()
        .map_or_else(|| snake_case(&variant.ident), LitStr::value);
    if !is_name(&spelled) {
        let hint = "a key is lower-case letters, digits and `_`";
        return Err(Error::new_spanned(key, hint));
    }
    Ok(Word {
        key: spelled,
        label,
        tone: tone.map_or_else(|| "plain".to_owned(), |tone| tone.value()),
    })
}
