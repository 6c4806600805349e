//! Reads the declaration of a register 台账 and writes down its descriptor.
//!
//! Two macros: `Register` for the struct of a ledger, `Choice` for an enum of words it may hold.
//! They emit a constant descriptor and the two conversions between the struct and plain values,
//! and nothing else: no table type, no query, so that a register costs little to compile.
//!
//! Invariant: what a declaration gets wrong is said at its own place when the program is built. It
//! is not where a register is checked, stored or searched; that is the crate `register`, which
//! re-exports both macros.

mod attributes;
mod choice;
mod field;
mod register;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Declares a register; see the crate `register`.
#[proc_macro_derive(Register, attributes(register, field))]
pub fn derive_register(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    register::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Declares the words of a choice; see the crate `register`.
#[proc_macro_derive(Choice, attributes(choice))]
pub fn derive_choice(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    choice::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
