//! `#[derive(Register)]`: a ledger from its struct.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Path, Result};

use crate::attributes::{LabelText, is_name, text};
use crate::field::{self, FieldText};

const KNOWN: &str = "a register knows: key, label, title, scope, geometry, symbol, colour, permission, \
     guide, managed, rules(…), search(…)";

/// What stands above the struct.
#[derive(Default)]
struct Heading {
    key: Option<LitStr>,
    label: Option<LabelText>,
    title: Option<LitStr>,
    scope: Option<LitStr>,
    geometry: Option<LitStr>,
    symbol: Option<LitStr>,
    colour: Option<LitStr>,
    permission: Option<LitStr>,
    guide: Option<LitStr>,
    managed: bool,
    rules: Vec<Path>,
    search: Vec<Ident>,
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let heading = heading(input)?;
    let fields = fields(input)?;
    heading.names_fields(&fields)?;
    let missing = |what| {
        let hint = format!("the register lacks its {what}: add it to #[register(…)]");
        Error::new_spanned(&input.ident, hint)
    };
    let key = heading.key.as_ref().ok_or_else(|| missing("`key`"))?;
    if !is_name(&key.value()) {
        let hint = "a key is lower-case letters, digits and `_`";
        return Err(Error::new(key.span(), hint));
    }
    let label = heading.label.as_ref().ok_or_else(|| missing("`label`"))?;
    let title = heading.title.as_ref().ok_or_else(|| missing("`title`"))?;
    let permission = heading.permission.as_ref();
    let permission = permission.ok_or_else(|| missing("`permission`"))?;
    let (label, rules) = (label.tokens(), &heading.rules);
    let (scope, geometry) = (option(&heading.scope), option(&heading.geometry));
    let keeper = if heading.managed {
        quote!(::register::Keeper::Loop)
    } else {
        quote!(::register::Keeper::People)
    };
    let symbol = heading.symbol.as_ref();
    let symbol = symbol.map_or_else(|| "place".to_owned(), LitStr::value);
    let (colour, guide) = (option(&heading.colour), option(&heading.guide));
    let defs = fields.iter().map(|field| heading.def(field));
    let idents: Vec<_> = fields.iter().map(|field| &field.ident).collect();
    let name = &input.ident;
    Ok(quote! {
        impl ::register::Register for #name {
            const DEF: &'static ::register::RegisterDef = {
                static DEF: ::register::RegisterDef = ::register::RegisterDef {
                    key: #key,
                    label: #label,
                    title: #title,
                    scope: #scope,
                    geometry: #geometry,
                    keeper: #keeper,
                    symbol: ::register::Symbol::named(#symbol),
                    colour: #colour,
                    guide: #guide,
                    read_permission: ::core::concat!(#permission, ".read"),
                    write_permission: ::core::concat!(#permission, ".write"),
                    personal_permission: ::core::concat!(#permission, ".personal"),
                    fields: &[#(#defs),*],
                    rules: #name::__rules,
                }
                .checked();
                &DEF
            };

            fn from_values(
                values: &[::register::Value],
            ) -> ::core::result::Result<Self, ::register::Misfit> {
                let mut values = ::register::TypedValues::new(
                    <Self as ::register::Register>::DEF,
                    values,
                );
                ::core::result::Result::Ok(Self { #(#idents: values.take()?),* })
            }

            fn into_values(self) -> ::std::vec::Vec<::register::Value> {
                ::std::vec![#(::register::FieldType::into_value(self.#idents)),*]
            }
        }

        impl #name {
            #[doc(hidden)]
            fn __rules(values: &[::register::Value], faults: &mut ::register::Faults) {
                if let ::core::result::Result::Ok(record) =
                    <Self as ::register::Register>::from_values(values)
                {
                    #(#rules(&record, faults);)*
                    let _: (&Self, &mut ::register::Faults) = (&record, faults);
                }
            }
        }
    })
}

fn option(text: &Option<LitStr>) -> TokenStream {
    match text {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    }
}

fn heading(input: &DeriveInput) -> Result<Heading> {
    let mut heading = Heading::default();
    for attribute in &input.attrs {
        if attribute.path().is_ident("register") {
            attribute.parse_nested_meta(|meta| heading.read(&meta))?;
        }
    }
    Ok(heading)
}

fn fields(input: &DeriveInput) -> Result<Vec<FieldText>> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a register is a struct"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(Error::new_spanned(
            &input.ident,
            "a register's fields have names",
        ));
    };
    named.named.iter().map(field::read).collect()
}

impl Heading {
    fn read(&mut self, meta: &ParseNestedMeta) -> Result<()> {
        let Some(name) = meta.path.get_ident() else {
            return Err(meta.error(KNOWN));
        };
        match name.to_string().as_str() {
            "key" => self.key = Some(text(meta)?),
            "label" => self.label = Some(LabelText::read(meta)?),
            "title" => self.title = Some(text(meta)?),
            "scope" => self.scope = Some(text(meta)?),
            "geometry" => self.geometry = Some(text(meta)?),
            "symbol" => self.symbol = Some(text(meta)?),
            "colour" => self.colour = Some(text(meta)?),
            "permission" => self.permission = Some(text(meta)?),
            "guide" => self.guide = Some(text(meta)?),
            "managed" => self.managed = true,
            "rules" => meta.parse_nested_meta(|rule| {
                self.rules.push(rule.path.clone());
                Ok(())
            })?,
            "search" => meta.parse_nested_meta(|field| {
                let name = field.path.require_ident()?;
                self.search.push(name.clone());
                Ok(())
            })?,
            _ => return Err(meta.error(KNOWN)),
        }
        Ok(())
    }

    /// Whether title, scope, geometry and search name fields of the struct.
    fn names_fields(&self, fields: &[FieldText]) -> Result<()> {
        let known = |name: &str| fields.iter().any(|field| field.name == name);
        let places = [&self.title, &self.scope, &self.geometry, &self.colour];
        for text in places.into_iter().flatten() {
            if !known(&text.value()) {
                let hint = format!("the struct has no field `{}`", text.value());
                return Err(Error::new(text.span(), hint));
            }
        }
        for ident in &self.search {
            if !known(&ident.to_string()) {
                let hint = format!("the struct has no field `{ident}`");
                return Err(Error::new(ident.span(), hint));
            }
        }
        Ok(())
    }

    fn def(&self, field: &FieldText) -> TokenStream {
        let def = &field.def;
        if self.search.contains(&field.ident) {
            quote!(#def.search())
        } else {
            def.clone()
        }
    }
}
