//! Words that several attributes share.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{Ident, LitStr, Token};

/// A label in both languages.
pub(crate) struct LabelText {
    zh: LitStr,
    en: LitStr,
}

impl LabelText {
    /// Reads `(zh = "…", en = "…")`.
    pub(crate) fn read(meta: &ParseNestedMeta) -> syn::Result<Self> {
        let (mut zh, mut en) = (None, None);
        meta.parse_nested_meta(|inner| {
            if inner.path.is_ident("zh") {
                zh = Some(text(&inner)?);
            } else if inner.path.is_ident("en") {
                en = Some(text(&inner)?);
            } else {
                return Err(inner.error("a label has `zh` and `en`"));
            }
            Ok(())
        })?;
        match (zh, en) {
            (Some(zh), Some(en)) => Ok(Self { zh, en }),
            (None, _) => Err(meta.error("the label lacks its Chinese text `zh`")),
            (_, None) => Err(meta.error("the label lacks its English text `en`")),
        }
    }

    /// Reads `= "…"`, a sign that is the same in every language, or words in both.
    pub(crate) fn read_sign(meta: &ParseNestedMeta) -> syn::Result<Self> {
        if meta.input.peek(Token![=]) {
            let sign = text(meta)?;
            return Ok(Self {
                zh: sign.clone(),
                en: sign,
            });
        }
        Self::read(meta)
    }

    /// The expression that makes it.
    pub(crate) fn tokens(&self) -> TokenStream {
        let Self { zh, en } = self;
        quote!(::register::Label::new(#zh, #en))
    }
}

/// Reads `= "…"`; an empty text is a mistake.
pub(crate) fn text(meta: &ParseNestedMeta) -> syn::Result<LitStr> {
    let literal: LitStr = meta.value()?.parse()?;
    if literal.value().trim().is_empty() {
        return Err(syn::Error::new(literal.span(), "this text is empty"));
    }
    Ok(literal)
}

/// `StreetHydrant` as `street_hydrant`.
pub(crate) fn snake_case(ident: &Ident) -> String {
    let mut word = String::new();
    for letter in ident.to_string().chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

/// Whether a text may name a table, a column or a stored word.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
