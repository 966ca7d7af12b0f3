//! What the programs that stand for a crowd share: one exchange, one petition.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpSocket,
};
use uuid::Uuid;

/// One exchange on a connection of its own, from an address of its own in 127.0.0.0/8. Gives the
/// status and the whole answer.
pub async fn exchange(
    port: u16,
    next_address: &AtomicU64,
    request: &[u8],
) -> std::io::Result<(u16, String)> {
    let n = next_address.fetch_add(1, Ordering::Relaxed);
    let [.., high, low] = (2 + n % 60_000).to_be_bytes();
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::new(127, 1, high, low), 0)))?;
    let mut stream = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    stream.set_nodelay(true)?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
    Ok((status, text))
}

/// A petition as the form sends it. The key stands in its title.
pub fn submission(host: &str, port: u16, ticket: &str, key: Uuid) -> Vec<u8> {
    let line = format!("Đường liên thôn hư hỏng, mã đo {key}");
    let fields = [
        ("form_key", key.to_string()),
        ("ticket", ticket.to_owned()),
        ("kind", "reflection".to_owned()),
        ("name", "Người Đo Tải".to_owned()),
        ("address", "Thôn Một, xã Hai".to_owned()),
        ("phone", "0900000000".to_owned()),
        ("email", format!("{}@thu.example", key.simple())),
        ("field", "transport".to_owned()),
        ("title", line.clone()),
        ("body", format!("{line}. {}", "Đề nghị xem xét, sửa chữa. ".repeat(20))),
        ("consent", "1".to_owned()),
    ];
    let mut body = String::new();
    for (name, value) in fields {
        body +=
            &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--b--\r\n";
    format!(
        "POST /kien-nghi/gui HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
