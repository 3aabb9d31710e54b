//! A static server for this machine alone.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tiny_http::{Header, Method, Request, Response};

use crate::{hash, mime};

/// How many requests are answered at a time.
const THREADS: usize = 4;
/// How often the server knocks at its own door.
const KNOCKING: Duration = Duration::from_millis(250);
/// How many ports are tried before giving up.
const PORTS: u16 = 100;

/// A server that listens on this machine's loopback address.
pub struct Server {
    http: Arc<tiny_http::Server>,
    port: u16,
}

impl Server {
    /// Takes the first free port from `port` on; any free one for 0.
    pub fn bind(port: u16) -> Result<Self> {
        let listener = bind_from(port)?;
        let port = listener.local_addr()?.port();
        let http = tiny_http::Server::from_listener(listener, None)
            .map_err(|error| anyhow!("cannot serve on port {port}: {error}"))?;
        Ok(Self { http: Arc::new(http), port })
    }

    /// Where a browser finds it.
    pub fn address(&self) -> String {
        // By name: browsers give microphones and workers to localhost without TLS.
        format!("http://localhost:{}/", self.port)
    }

    /// Serves a folder from threads of its own until the program ends.
    pub fn serve(&self, folder: &Path) -> Result<()> {
        let folder = folder
            .canonicalize()
            .with_context(|| format!("cannot serve {}: it is not there", folder.display()))?;
        for _ in 0..THREADS {
            let (http, folder) = (Arc::clone(&self.http), folder.clone());
            thread::spawn(move || {
                while let Ok(request) = http.recv() {
                    // A visitor who leaves early is no error.
                    let _ = answer(request, &folder);
                }
            });
        }
        knock(self.port);
        Ok(())
    }
}

/// Opens a connection now and then.
///
/// Of connections that come at the same moment, tiny_http 0.12 may leave one waiting until another
/// closes, which browsers keep open: it counts a thread as free that is already called
/// (`util/task_pool.rs`). A connection that finds none free gets a thread of its own, which then sees
/// to those that wait.
fn knock(port: u16) {
    thread::spawn(move || {
        loop {
            thread::sleep(KNOCKING);
            drop(TcpStream::connect((Ipv4Addr::LOCALHOST, port)));
        }
    });
}

fn bind_from(first: u16) -> Result<TcpListener> {
    let last = if first == 0 { 0 } else { first.saturating_add(PORTS - 1) };
    let mut result = Err(io::Error::from(io::ErrorKind::AddrInUse));
    for port in first..=last {
        result = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        match &result {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            _ => break,
        }
    }
    result.with_context(|| format!("no free port from {first} to {last}"))
}

fn answer(request: Request, folder: &Path) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        let refusal = text("Only GET and HEAD are answered.\n", 405);
        return request.respond(with(refusal, &[("Allow", "GET, HEAD")]));
    }
    let Some(path) = path_in(folder, request.url()) else {
        return request.respond(text("There is nothing here.\n", 404));
    };
    if path.is_dir() {
        // Without the slash, what the page asks for would be looked for one folder too high.
        let place = request.url().split('?').next().unwrap_or_default();
        let place = format!("/{}/", place.trim_matches('/'));
        return request.respond(with(text("", 301), &[("Location", &place)]));
    }
    match File::open(&path) {
        Ok(file) => {
            let headers = [
                ("Content-Type", mime::of(&path)),
                ("Cache-Control", caching(&path)),
                ("X-Content-Type-Options", "nosniff"),
            ];
            // Never in chunks: the page's progress bar wants a length.
            let response = Response::from_file(file).with_chunked_threshold(usize::MAX);
            request.respond(with(response, &headers))
        }
        Err(_) => request.respond(text("There is nothing here.\n", 404)),
    }
}

/// A name with a hash never means anything else; every other file is asked for each time.
fn caching(path: &Path) -> &'static str {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if hash::is_in_name(&name) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// The file or folder that a request means, if it is there and inside the served folder.
fn path_in(folder: &Path, url: &str) -> Option<PathBuf> {
    let place = url.split(['?', '#']).next()?;
    let decoded = percent_decoded(place)?;
    let relative = Path::new(decoded.trim_start_matches('/'));
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let mut path = folder.join(relative);
    if decoded.ends_with('/') {
        path.push("index.html");
    }
    // A link inside the folder may lead out of it.
    let real = fs::canonicalize(&path).ok()?;
    real.starts_with(folder).then_some(real)
}

fn percent_decoded(place: &str) -> Option<String> {
    let mut bytes = place.bytes();
    let mut decoded = Vec::with_capacity(place.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => hex_digit(bytes.next()?)? << 4 | hex_digit(bytes.next()?)?,
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok().filter(|text| !text.contains('\0'))
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn text(body: &str, status: u16) -> Response<io::Cursor<Vec<u8>>> {
    Response::from_string(body).with_status_code(status)
}

fn with<R: io::Read>(mut response: Response<R>, headers: &[(&str, &str)]) -> Response<R> {
    for (field, value) in headers {
        // Only a value that is not ASCII is refused, and then the answer is better without it.
        if let Ok(header) = Header::from_bytes(field.as_bytes(), value.as_bytes()) {
            response.add_header(header);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::sync::Barrier;

    struct Served {
        folder: PathBuf,
        server: Server,
    }

    impl Served {
        fn new(name: &str) -> Self {
            let name = format!("overtone-server-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            fs::create_dir_all(folder.join("site/deep")).unwrap();
            fs::write(folder.join("secret.txt"), "not for you").unwrap();
            fs::write(folder.join("site/index.html"), "<!doctype html>").unwrap();
            fs::write(folder.join("site/deep/index.html"), "deep").unwrap();
            fs::write(folder.join("site/a b.js"), "1").unwrap();
            fs::write(folder.join("site/engine-0123456789abcdef.wasm"), b"\0asm").unwrap();
            let server = Server::bind(0).unwrap();
            server.serve(&folder.join("site")).unwrap();
            Self { folder, server }
        }

        /// The whole answer, as it came over the wire.
        fn ask(&self, method: &str, place: &str) -> String {
            let mut stream = TcpStream::connect(("127.0.0.1", self.server.port)).unwrap();
            let request = format!(
                "{method} {place} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        }
    }

    impl Drop for Served {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn files_come_with_what_they_are() {
        let served = Served::new("files");
        let index = served.ask("GET", "/");
        assert!(index.starts_with("HTTP/1.1 200"));
        assert!(index.contains("Content-Type: text/html; charset=utf-8\r\n"));
        assert!(index.contains("Cache-Control: no-cache\r\n"));
        assert!(index.ends_with("\r\n\r\n<!doctype html>"));
        let wasm = served.ask("GET", "/engine-0123456789abcdef.wasm?v=1");
        assert!(wasm.contains("Content-Type: application/wasm\r\n"));
        assert!(wasm.contains("Content-Length: 4\r\n"));
        assert!(wasm.contains("immutable\r\n"));
        assert!(served.ask("GET", "/a%20b.js").starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn visitors_who_come_together_and_stay_are_all_answered() {
        const VISITORS: usize = 12;
        let served = Served::new("together");
        let (coming, leaving) = (Barrier::new(VISITORS), Barrier::new(VISITORS));
        let visit = || {
            coming.wait();
            let mut stream = TcpStream::connect(("127.0.0.1", served.server.port)).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            let is_answered = stream.read(&mut [0; 64]).is_ok_and(|bytes| bytes > 0);
            leaving.wait();
            is_answered
        };
        let answered = thread::scope(|scope| {
            let visits: Vec<_> = (0..VISITORS).map(|_| scope.spawn(visit)).collect();
            visits.into_iter().map(|visit| visit.join().unwrap()).filter(|&yes| yes).count()
        });
        assert_eq!(answered, VISITORS);
    }

    #[test]
    fn a_folder_is_its_index() {
        let served = Served::new("folders");
        assert!(served.ask("GET", "/deep/").ends_with("deep"));
        let redirect = served.ask("GET", "/deep?x");
        assert!(redirect.starts_with("HTTP/1.1 301"));
        assert!(redirect.contains("Location: /deep/\r\n"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let served = Served::new("outside");
        for place in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/deep/../../secret.txt",
            "//secret.txt",
            "/nothing",
            "/%",
            "/%00",
        ] {
            assert!(served.ask("GET", place).starts_with("HTTP/1.1 404"), "{place}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_outside() {
        let served = Served::new("links");
        let link = served.folder.join("site/link.txt");
        std::os::unix::fs::symlink(served.folder.join("secret.txt"), link).unwrap();
        assert!(served.ask("GET", "/link.txt").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn only_reading_is_allowed() {
        let served = Served::new("methods");
        let head = served.ask("HEAD", "/");
        assert!(head.starts_with("HTTP/1.1 200"));
        assert!(head.ends_with("\r\n\r\n"));
        let post = served.ask("POST", "/");
        assert!(post.starts_with("HTTP/1.1 405"));
        assert!(post.contains("Allow: GET, HEAD\r\n"));
    }

    #[test]
    fn a_taken_port_leads_to_the_next() {
        let first = Server::bind(0).unwrap();
        let second = Server::bind(first.port).unwrap();
        assert!(second.port > first.port);
    }
}
