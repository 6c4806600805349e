//! One field of a register.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Error, Expr, Field, Ident, LitInt, LitStr, Result};

use crate::attributes::{LabelText, is_name, text};

/// Columns that every register has besides its fields.
const RESERVED: [&str; 8] = [
    "id",
    "version",
    "retired_at",
    "synthetic",
    "created_at",
    "staged",
    "search",
    "number_in_index",
];

/// Marks without a value.
const MARKS: [&str; 7] = [
    "required", "unique", "personal", "list", "filter", "sort", "long",
];

/// All attributes, for whoever misspelled one.
const KNOWN: &str = "a field knows: label, help, unit, required, unique, personal, list, filter, sort, long, \
     max_chars, min, max, scale, pattern, reference, since, marked_since, default";

pub(crate) struct FieldText {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    /// The expression of its descriptor, without the search mark.
    pub(crate) def: TokenStream,
}

pub(crate) fn read(field: &Field) -> Result<FieldText> {
    let ident = field
        .ident
        .clone()
        .ok_or_else(|| Error::new_spanned(field, "a register's fields have names"))?;
    let name = ident.to_string();
    if RESERVED.contains(&name.as_str()) || !is_name(&name) {
        return Err(Error::new_spanned(
            &ident,
            "every register has a column of this name already, or it is no plain name",
        ));
    }
    let (mut label, mut calls) = (None, Vec::new());
    for attribute in &field.attrs {
        if !attribute.path().is_ident("field") {
            continue;
        }
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("label") {
                label = Some(LabelText::read(&meta)?);
                return Ok(());
            }
            calls.push(call(&meta)?);
            Ok(())
        })?;
    }
    let label = label.ok_or_else(|| {
        let hint = "this field has no label: add #[field(label(zh = \"…\", en = \"…\"))]";
        Error::new_spanned(&ident, hint)
    })?;
    let (kind, label) = (&field.ty, label.tokens());
    let start = quote_spanned!(kind.span()=> ::register::FieldDef::of::<#kind>);
    let start = quote_spanned!(ident.span()=> #start(#name, #label));
    let def = quote!(#start #(#calls)*);
    Ok(FieldText { ident, name, def })
}

/// One attribute as a call on the descriptor that is being made; the call checks that it fits.
fn call(meta: &ParseNestedMeta) -> Result<TokenStream> {
    let Some(name) = meta.path.get_ident() else {
        return Err(meta.error(KNOWN));
    };
    // A mark that does not fit is then shown where it stands.
    let at = name.span();
    let word = name.to_string();
    if MARKS.contains(&word.as_str()) {
        return Ok(quote_spanned!(at=> .#name()));
    }
    Ok(match word.as_str() {
        "help" => {
            let help = LabelText::read(meta)?.tokens();
            quote_spanned!(at=> .help(#help))
        }
        "unit" => {
            let unit = LabelText::read_sign(meta)?.tokens();
            quote_spanned!(at=> .unit(#unit))
        }
        "default" => {
            let value = text(meta)?;
            quote_spanned!(at=> .default(#value))
        }
        "reference" => {
            let target = text(meta)?;
            if !is_name(&target.value()) {
                return Err(Error::new(target.span(), "this is no register's key"));
            }
            quote_spanned!(at=> .reference(#target))
        }
        "min" | "max" => {
            let value: Expr = meta.value()?.parse()?;
            quote_spanned!(at=> .#name(#value))
        }
        "max_chars" | "scale" | "since" | "marked_since" => {
            let value: LitInt = meta.value()?.parse()?;
            quote_spanned!(at=> .#name(#value))
        }
        "pattern" => {
            let pattern = pattern(&text(meta)?)?;
            quote_spanned!(at=> .pattern(::register::Pattern::#pattern))
        }
        _ => return Err(meta.error(KNOWN)),
    })
}

fn pattern(word: &LitStr) -> Result<Ident> {
    let name = match word.value().as_str() {
        "phone" => "Phone",
        "credit_code" => "CreditCode",
        "id_number" => "IdNumber",
        _ => {
            let hint = "a pattern is phone, credit_code or id_number";
            return Err(Error::new(word.span(), hint));
        }
    };
    Ok(Ident::new(name, word.span()))
}
