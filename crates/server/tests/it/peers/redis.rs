use super::{Folder, Server, free_port};

/// A Redis that keeps nothing on the disk.
pub struct Redis {
    server: Server,
    port: u16,
    _folder: Folder,
}

impl Redis {
    /// Starts one.
    pub async fn start() -> Self {
        let (folder, port) = (Folder::new("redis"), free_port());
        let log = folder.path().join("log");
        let arguments = ["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""];
        let mut server = Server::start("redis-server", &arguments, &log);
        server.answers(port, &log).await;
        Self { server, port, _folder: folder }
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
