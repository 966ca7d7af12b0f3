use std::path::Path;

use super::{Authority, Folder, Server, free_port};

/// A Redis that keeps nothing on the disk.
pub struct Redis {
    server: Server,
    port: u16,
    folder: Folder,
}

impl Redis {
    /// Starts one.
    pub async fn start() -> Self {
        let (folder, port) = (Folder::new("redis"), free_port());
        let log = folder.path().join("log");
        let arguments = ["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""];
        let mut server = Server::start("redis-server", &arguments, &log);
        server.answers(port, &log).await;
        Self { server, port, folder }
    }

    /// Starts one that speaks TLS alone.
    pub async fn start_with_tls(authority: &Authority) -> Self {
        let (folder, port) = (Folder::new("redis"), free_port());
        authority.certify(&folder);
        let file = |name: &str| folder.path().join(name).display().to_string();
        let (log, cert, key) = (folder.path().join("log"), file("cert.pem"), file("key.pem"));
        let (ca, port_text) = (authority.file().display().to_string(), port.to_string());
        let tls = ["--port", "0", "--tls-port", &port_text, "--tls-auth-clients", "no"];
        let files = ["--tls-cert-file", &cert, "--tls-key-file", &key, "--tls-ca-cert-file", &ca];
        let rest = ["--bind", "127.0.0.1", "--save", "", "--loglevel", "verbose"];
        let mut server = Server::start("redis-server", &[&tls[..], &files, &rest].concat(), &log);
        server.answers(port, &log).await;
        Self { server, port, folder }
    }

    /// Its address, and whom to believe.
    pub fn url_with_tls(&self, authorities: &Path) -> String {
        format!("rediss://127.0.0.1:{}/0?sslrootcert={}", self.port, authorities.display())
    }

    /// What it wrote down.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// It hangs: connections are taken, nothing is answered.
    pub fn hang(&self) {
        self.server.signal("-STOP");
    }

    /// It goes on.
    pub fn go_on(&self) {
        self.server.signal("-CONT");
    }
}
