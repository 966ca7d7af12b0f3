//! Sockets that were opened before the program: by systemd, which keeps them while a node starts anew,
//! so that whoever comes meanwhile waits instead of being refused (R-O1).

use listenfd::ListenFd;
use tokio::net::TcpListener;

/// The sockets that were handed over, by their names (`FileDescriptorName=`).
pub struct Handed {
    sockets: ListenFd,
    names: Vec<String>,
}

impl Handed {
    /// Looks for them: `LISTEN_FDS`, and `LISTEN_FDNAMES` with the names between colons.
    pub fn over() -> Self {
        let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
        Self {
            sockets: ListenFd::from_env(),
            names: names.split(':').map(ToOwned::to_owned).collect(),
        }
    }

    /// The one of a name.
    ///
    /// # Errors
    /// One that listens to no address.
    pub fn take(&mut self, name: &str) -> anyhow::Result<Option<TcpListener>> {
        let Some(place) = self.names.iter().position(|it| it == name) else { return Ok(None) };
        let taken = self.sockets.take_tcp_listener(place).map_err(|error| {
            anyhow::anyhow!("the socket {name:?} that was handed over: {error}")
        })?;
        let Some(listener) = taken else { return Ok(None) };
        listener.set_nonblocking(true)?;
        Ok(Some(TcpListener::from_std(listener)?))
    }
}
