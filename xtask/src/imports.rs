//! Short names for what a wasm module asks of its JavaScript.
//!
//! wasm-bindgen names each import after its function and a hash, once in the module and once in the
//! bindings. No compression can do anything about hashes, and nobody else reads the names.

/// A section of a module is its number, its length and its bytes.
const IMPORTS: u8 = 2;
/// Before the sections: `\0asm` and the version.
const HEADER_BYTES: usize = 8;

/// A module and its bindings with short names for the imports that both name once. None if the
/// module is not as the specification has it (WebAssembly Core 2.0, 5.5.5).
pub fn shortened(wasm: &[u8], bindings: &str) -> Option<(Vec<u8>, String)> {
    let mut bindings = bindings.to_owned();
    let mut short = Vec::with_capacity(wasm.len());
    let mut rest = Reader(wasm);
    short.extend_from_slice(rest.bytes(HEADER_BYTES)?);
    while let Some(section) = rest.byte() {
        let body = rest.sized()?;
        let renamed = if section == IMPORTS { Some(renamed(body, &mut bindings)?) } else { None };
        short.push(section);
        put_sized(&mut short, renamed.as_deref().unwrap_or(body));
    }
    Some((short, plain(&bindings)))
}

/// Bindings without comments that have lines of their own, and without indentation: wasm-bindgen
/// writes no text over several lines.
fn plain(bindings: &str) -> String {
    let mut in_comment = false;
    let mut out = String::with_capacity(bindings.len());
    for line in bindings.lines().map(str::trim_start) {
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        in_comment &= !line.contains("*/");
    }
    out
}

/// The section of imports with short names, which the bindings get, too.
fn renamed(section: &[u8], bindings: &mut String) -> Option<Vec<u8>> {
    let mut rest = Reader(section);
    let count = rest.number()?;
    let mut out = Vec::with_capacity(section.len());
    put_number(&mut out, count);
    for index in 0..count {
        put_sized(&mut out, rest.sized()?);
        let name = std::str::from_utf8(rest.sized()?).ok()?;
        put_sized(&mut out, in_bindings(name, index, bindings).as_bytes());
        out.extend_from_slice(rest.description()?);
    }
    rest.0.is_empty().then_some(out)
}

/// The short name of an import, put into the bindings; its own if they do not name it just once, as
/// a key.
fn in_bindings(name: &str, index: usize, bindings: &mut String) -> String {
    let key = format!(" {name}:");
    if bindings.matches(&key).count() != 1 || bindings.matches(name).count() != 1 {
        return name.to_owned();
    }
    let short = format!("_{index}");
    *bindings = bindings.replacen(&key, &format!(" {short}:"), 1);
    short
}

/// Bytes that are still to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        self.bytes(1).map(|bytes| bytes[0])
    }

    /// A number in LEB128.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for place in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << place;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Bytes after their count.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let count = self.number()?;
        self.bytes(count)
    }

    /// What an import is: a function, a table, a memory or a global.
    fn description(&mut self) -> Option<&'a [u8]> {
        let from = self.0;
        match self.byte()? {
            0 => {
                self.number()?;
            }
            1 => {
                self.byte()?;
                self.limits()?;
            }
            2 => self.limits()?,
            3 => {
                self.bytes(2)?;
            }
            _ => return None,
        }
        from.get(..from.len() - self.0.len())
    }

    fn limits(&mut self) -> Option<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Some(())
    }
}

fn put_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports functions of these names, and a section that means nothing.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut imports = Vec::new();
        put_number(&mut imports, names.len() + 1);
        for name in names {
            put_sized(&mut imports, b"./page_bg.js");
            put_sized(&mut imports, name.as_bytes());
            imports.extend([0, 5]);
        }
        put_sized(&mut imports, b"env");
        put_sized(&mut imports, b"memory");
        imports.extend([2, 1, 17, 0x80, 0x80, 1]);
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.push(IMPORTS);
        put_sized(&mut wasm, &imports);
        wasm.push(0);
        put_sized(&mut wasm, &[7; 300]);
        wasm
    }

    #[test]
    fn names_that_both_have_once_become_short_in_both() {
        let bindings = "{\n __wbg_now_0123456789abcdef: () => 1,\n other: 2 }; other();";
        let wasm = module(&["__wbg_now_0123456789abcdef", "other"]);
        let (short, renamed) = shortened(&wasm, bindings).unwrap();
        assert_eq!(renamed, "{\n_0: () => 1,\nother: 2 }; other();\n");
        assert_eq!(short, module(&["_0", "other"]));
    }

    #[test]
    fn bindings_lose_what_only_people_read() {
        let bindings =
            "/**\n * @returns {number}\n */\nf() {\n    // one\n    return 1; // two\n}\n";
        assert_eq!(plain(bindings), "f() {\nreturn 1; // two\n}\n");
    }

    #[test]
    fn what_is_no_module_stays() {
        assert_eq!(shortened(b"\0asm", ""), None);
        let wasm = module(&["a"]);
        assert_eq!(shortened(&wasm[..40], ""), None);
    }
}
