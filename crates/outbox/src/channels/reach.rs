//! Which addresses may be called: an address that somebody typed into a form must not reach what
//! only this machine can reach (SSRF).
//!
//! The resolved address is judged and the very same address is connected to, so that a name that
//! resolves to another address a moment later gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Url;

/// What may be called.
#[derive(Clone, Debug)]
pub(crate) enum Reach {
    /// What the administrator wrote into the configuration.
    Anywhere,
    /// Public addresses over https, and these hosts (`host` or `host:port`) whatever they are.
    Public { trusted: Vec<String> },
}

impl Reach {
    /// Whether the administrator vouches for this host.
    pub(crate) fn trusts(&self, url: &Url) -> bool {
        let Self::Public { trusted } = self else {
            return true;
        };
        let host = url.host_str().unwrap_or_default();
        let with_port = format!("{host}:{}", url.port_or_known_default().unwrap_or(0));
        let same = |known: &String| {
            known.eq_ignore_ascii_case(host) || known.eq_ignore_ascii_case(&with_port)
        };
        trusted.iter().any(same)
    }

    /// Whether this address of that host may be connected to.
    pub(crate) fn allows(&self, url: &Url, address: IpAddr) -> bool {
        self.trusts(url) || is_public(address)
    }
}

/// Whether an address belongs to the public internet (IANA's special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let inner = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation();
    let special = match address.octets() {
        // "This network", shared space behind a carrier's NAT, protocol assignments, benchmarks.
        [0, ..] | [192, 0, 0, _] | [198, 18 | 19, ..] => true,
        [100, second, ..] => second & 0b1100_0000 == 64,
        [first, ..] => first >= 240,
    };
    !inner && !special
}

/// Only global unicast (2000::/3), and of it nothing that wraps an inner address of version 4.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(wrapped) = wrapped_v4(address) {
        return is_public_v4(wrapped);
    }
    match address.segments() {
        // Teredo and other protocol assignments, ORCHID, documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Mapped (`::ffff:a.b.c.d`), translated (NAT64, `64:ff9b::`), 6to4 (`2002:`).
fn wrapped_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => of(high, low),
        [0x2002, high, low, ..] => of(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_addresses_are_known_in_every_dress() {
        let inner = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fec0::1",
            "100::1",
            "64:ff9b:1::1",
            "::127.0.0.1",
        ];
        for address in inner {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let public = [
            "1.1.1.1",
            "114.114.114.114",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "2400:3200::1",
            "2001:4860:4860::8888",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
        ];
        for address in public {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn a_trusted_host_is_one_by_name_and_port() {
        let trusted = vec!["hooks.city.lan".to_owned(), "127.0.0.1:8080".to_owned()];
        let reach = Reach::Public { trusted };
        let cases = [
            ("http://HOOKS.city.lan/a", true),
            ("https://hooks.city.lan:444/a", true),
            ("http://127.0.0.1:8080/", true),
            ("http://127.0.0.1/", false),
            ("http://2130706433:8080/", true), // the same address in decimal
            ("http://hooks.city.lan.evil.cn/", false),
            ("http://evil.cn/hooks.city.lan", false),
        ];
        for (url, trusted) in cases {
            assert_eq!(reach.trusts(&url.parse().unwrap()), trusted, "{url}");
        }
    }
}
