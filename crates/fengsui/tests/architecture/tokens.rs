//! What a Rust file says once comments, attributes and its own unit tests are set aside.
//!
//! Works on tokens, not on text: `std::fs` in a comment is no IO, and `use std::{fs, net}` is.
//! Tokens inside macro calls are seen too, which a parsed syntax tree would hide. What it does not
//! see: names given another name first (`use std as s`), and SQL glued from several literals.

use proc_macro2::{Delimiter, Ident, LexError, Literal, Span, TokenStream, TokenTree};

/// The facts of one file; each with its line, counted from 1.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Every path of two or more names, flattened: `use std::{fs, net as n}` gives `std::fs` and
    /// `std::net`. After `use`, a single name is a path as well.
    pub(crate) paths: Vec<(usize, String)>,
    /// What string literals hold; escaped white space as a space.
    pub(crate) strings: Vec<(usize, String)>,
    /// Names of structs, enums, unions, traits and type aliases.
    pub(crate) types: Vec<(usize, String)>,
}

impl Facts {
    /// Reads a file's text; the error says where it is no Rust.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let stream: TokenStream = text
            .parse()
            .map_err(|error: LexError| format!("line {}: {error}", error.span().start().line))?;
        let mut facts = Self::default();
        facts.walk(stream);
        Ok(facts)
    }

    fn walk(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut rest = tokens.as_slice();
        while let Some((token, after)) = rest.split_first() {
            rest = match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => past_attribute(after),
                TokenTree::Ident(name) if name == "use" => self.imports(after, ""),
                TokenTree::Ident(name) => {
                    self.type_name(name, after);
                    self.path(rest, "", Alone::IsNoPath)
                }
                TokenTree::Group(group) => {
                    self.walk(group.stream());
                    after
                }
                TokenTree::Literal(literal) => {
                    self.string(literal);
                    after
                }
                TokenTree::Punct(_) => after,
            };
        }
    }

    /// Notes `named` in `struct Named`, where `keyword` is such a word.
    fn type_name(&mut self, keyword: &Ident, after: &[TokenTree]) {
        let keywords = ["struct", "enum", "union", "trait", "type"];
        if let Some(TokenTree::Ident(named)) = after.first()
            && keywords.iter().any(|word| keyword == word)
        {
            self.types.push((line(named.span()), named.to_string()));
        }
    }

    /// The paths of one `use`, or of one brace group inside it; gives what follows them.
    fn imports<'a>(&mut self, mut rest: &'a [TokenTree], prefix: &str) -> &'a [TokenTree] {
        while let Some((token, after)) = rest.split_first() {
            rest = match token {
                TokenTree::Punct(punct) if punct.as_char() == ';' => return after,
                // `as other`: the path before it is noted already.
                TokenTree::Ident(name) if name == "as" => after.get(1..).unwrap_or_default(),
                TokenTree::Ident(_) => self.path(rest, prefix, Alone::IsPath),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.grouped(group.stream(), prefix);
                    after
                }
                _ => after,
            };
        }
        rest
    }

    fn grouped(&mut self, stream: TokenStream, prefix: &str) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        self.imports(&tokens, prefix);
    }

    /// One path, which starts at the front of `rest` with a name; gives what follows it.
    fn path<'a>(
        &mut self,
        mut rest: &'a [TokenTree],
        prefix: &str,
        alone: Alone,
    ) -> &'a [TokenTree] {
        let mut names = prefix.to_owned();
        let mut at = 0;
        let mut count = 0;
        while let Some((TokenTree::Ident(name), after)) = rest.split_first() {
            at = line(name.span());
            if name != "self" {
                if !names.is_empty() {
                    names.push_str("::");
                }
                names.push_str(&name.to_string());
            }
            count += 1;
            rest = after;
            let [TokenTree::Punct(one), TokenTree::Punct(two), next, ..] = rest else {
                break;
            };
            if one.as_char() != ':' || two.as_char() != ':' {
                break;
            }
            match next {
                TokenTree::Ident(_) => rest = rest.get(2..).unwrap_or_default(),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.grouped(group.stream(), &names);
                    return rest.get(3..).unwrap_or_default();
                }
                _ => break,
            }
        }
        if count > 1 || alone == Alone::IsPath {
            self.paths.push((at, names));
        }
        rest
    }

    fn string(&mut self, literal: &Literal) {
        let written = literal.to_string();
        let bare = written.trim_start_matches(['b', 'c']);
        let raw = bare.starts_with('r');
        let bare = bare.trim_start_matches('r').trim_matches('#');
        let Some(inner) = bare
            .strip_prefix('"')
            .and_then(|inner| inner.strip_suffix('"'))
        else {
            return; // a number or a character
        };
        let inner = if raw {
            inner.to_owned()
        } else {
            ["\\n", "\\t", "\\r", "\\\n"]
                .iter()
                .fold(inner.to_owned(), |text, escape| text.replace(escape, " "))
        };
        self.strings.push((line(literal.span()), inner));
    }
}

/// Whether a single name, without `::`, is a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alone {
    IsPath,
    IsNoPath,
}

fn line(span: Span) -> usize {
    span.start().line
}

/// What follows the attribute whose `#` stood before `rest`; after `#[cfg(test)]`, what follows
/// the item it stands on.
fn past_attribute(rest: &[TokenTree]) -> &[TokenTree] {
    let rest = match rest {
        [TokenTree::Punct(inner), after @ ..] if inner.as_char() == '!' => after,
        _ => rest,
    };
    match rest {
        [TokenTree::Group(group), after @ ..] if group.delimiter() == Delimiter::Bracket => {
            let said = group.stream().to_string().replace(' ', "");
            if said == "cfg(test)" || said.starts_with("cfg(all(test,") {
                past_item(after)
            } else {
                after
            }
        }
        _ => rest,
    }
}

/// What follows one item: past its `;` or its braces.
fn past_item(rest: &[TokenTree]) -> &[TokenTree] {
    let end = rest.iter().position(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    });
    end.and_then(|end| rest.get(end + 1..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Facts;

    fn words(facts: &[(usize, String)]) -> Vec<&str> {
        facts.iter().map(|(_, word)| word.as_str()).collect()
    }

    #[test]
    fn paths_are_flattened_and_keep_their_line() {
        let facts = Facts::read(
            "use std::{fs, net as n, io::{self, Read}};\nuse tokio;\nfn f() { ::std::fs::read(x) }",
        )
        .unwrap();
        assert_eq!(
            words(&facts.paths),
            [
                "std::fs",
                "std::net",
                "std::io",
                "std::io::Read",
                "tokio",
                "std::fs::read"
            ]
        );
        assert_eq!(facts.paths.last().unwrap().0, 3);
    }

    #[test]
    fn comments_docs_and_attributes_say_nothing() {
        let facts = Facts::read(
            "//! std::fs\n/// select a from b\n#[error(\"select a from b\")]\nstruct A; /* tokio::net */",
        )
        .unwrap();
        assert!(facts.paths.is_empty() && facts.strings.is_empty());
        assert_eq!(words(&facts.types), ["A"]);
    }

    #[test]
    fn unit_tests_are_set_aside_and_what_follows_is_not() {
        let facts = Facts::read(
            "#[cfg(test)] mod tests { use std::fs; }\n#[cfg(not(test))] use std::net;\n\
             #[cfg(test)] use std::fs;\nfn f() { a::b() }",
        )
        .unwrap();
        assert_eq!(words(&facts.paths), ["std::net", "a::b"]);
    }

    #[test]
    fn strings_of_every_form_are_read_inside_macros_too() {
        let facts = Facts::read(
            "fn f() { q!(\"a\\nb\", r#\"c \"d\" e\"#, b\"f\", 'g', 1); \"h\\\n   i\"; }",
        )
        .unwrap();
        assert_eq!(words(&facts.strings), ["a b", "c \"d\" e", "f", "h    i"]);
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        assert!(Facts::read("fn f() {").is_err());
    }
}
