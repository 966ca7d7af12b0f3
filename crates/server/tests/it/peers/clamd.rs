use super::{Folder, Server, free_port};

/// What the scanner of tests knows as harmful; it does nothing.
pub const MARKER: &str = "dau hieu thu nghiem vi-rut cua Cong 7f3a91";

/// ClamAV's scanner with one signature of our own: that of [`MARKER`].
pub struct Clamd {
    server: Server,
    port: u16,
    folder: Folder,
}

impl Clamd {
    /// Starts one.
    pub async fn start() -> Self {
        let (folder, port) = (Folder::new("clamd"), free_port());
        std::fs::create_dir(folder.path().join("db")).unwrap();
        let signature = format!("Portal.Test.Marker:0:*:{}\n", hex::encode(MARKER));
        std::fs::write(folder.path().join("db/portal.ndb"), signature).unwrap();
        let dir = folder.path().display();
        let conf = format!(
            "Foreground yes\n\
             DatabaseDirectory {dir}/db\n\
             LocalSocket {dir}/clamd.ctl\n\
             TCPSocket {port}\n\
             TCPAddr 127.0.0.1\n\
             TemporaryDirectory {dir}\n\
             StreamMaxLength 1M\n\
             MaxThreads 4\n"
        );
        let conf = folder.file("clamd.conf", &conf);
        let log = folder.path().join("log");
        let argument = format!("--config-file={}", conf.display());
        let mut server = Server::start("/usr/sbin/clamd", &[&argument], &log);
        server.answers(port, &log).await;
        // It opens the file of its socket after its port.
        let socket = folder.path().join("clamd.ctl");
        for _ in 0..500 {
            if tokio::net::UnixStream::connect(&socket).await.is_ok() {
                return Self { server, port, folder };
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("clamd does not answer on {}", socket.display());
    }

    /// Its address, as a socket's file.
    pub fn socket(&self) -> String {
        format!("unix:{}/clamd.ctl", self.folder.path().display())
    }

    /// Its address, as host and port.
    pub fn tcp(&self) -> String {
        format!("tcp://127.0.0.1:{}", self.port)
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
