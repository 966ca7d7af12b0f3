//! A citizen at the form: what they fill in, and how it is sent.

use chrono::TimeDelta;
use portal_core::testing::{Answer, Browser, World};

/// A form being filled in.
pub struct Filled {
    fields: Vec<(String, String)>,
    files: Vec<(String, Vec<u8>)>,
}

/// Opens a site's form and fills it in as somebody would.
pub async fn filled(world: &World, browser: &Browser<'_>) -> Filled {
    let page = browser.get("/kien-nghi/gui?loai=phan-anh").await.is(200);
    world.clock.pass(TimeDelta::minutes(3));
    let fields = [
        ("ticket", page.field("ticket")),
        ("website", String::new()),
        ("form_key", page.field("form_key")),
        ("kind", "reflection".into()),
        ("title", "Rác ùn ứ ba tuần nay".into()),
        ("body", "Xe thu gom không đến từ đầu tháng.\n\nMùi hôi cả thôn.".into()),
        ("field", "environment".into()),
        ("place", "Thôn Hà, xã Đông Giang".into()),
        ("name", "Nguyễn Thị Ví Dụ".into()),
        ("organisation", String::new()),
        ("address", "Thôn Hà, xã Đông Giang".into()),
        ("phone", "0912 345 678".into()),
        ("email", super::EMAIL.into()),
        ("consent", "1".into()),
    ];
    Filled {
        fields: fields.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        files: Vec::new(),
    }
}

impl Filled {
    /// With another value in a field.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Without a field.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    /// Without its files.
    pub fn without_files(mut self) -> Self {
        self.files.clear();
        self
    }

    /// The same, a little different.
    pub fn with_turn(&self, turn: usize) -> Self {
        let again = Self { fields: self.fields.clone(), files: self.files.clone() };
        again.with("place", &format!("Lần {turn}"))
    }

    /// With a file.
    pub fn file(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.files.push((name.into(), bytes));
        self
    }

    /// Sends it.
    pub async fn send(&self, browser: &Browser<'_>) -> Answer {
        post(browser, "/kien-nghi/gui", &self.fields, &self.files).await
    }

    /// Sends it and gives the code of its receipt.
    pub async fn accepted(&self, browser: &Browser<'_>) -> String {
        let to = self.send(browser).await.redirects();
        to.rsplit('/').next().unwrap().to_owned()
    }
}

/// Sends a form with files.
pub async fn post<K: AsRef<str>, V: AsRef<[u8]>>(
    browser: &Browser<'_>,
    path: &str,
    fields: &[(K, V)],
    files: &[(String, Vec<u8>)],
) -> Answer {
    const LINE: &str = "--------ranh-gioi";
    let mut body: Vec<u8> = Vec::new();
    for (name, value) in fields {
        let head = format!(
            "--{LINE}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n",
            name.as_ref()
        );
        body.extend(head.as_bytes());
        body.extend(value.as_ref());
        body.extend(b"\r\n");
    }
    for (name, bytes) in files {
        let head = format!(
            "--{LINE}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{LINE}--\r\n").as_bytes());
    browser.post_bytes(path, &format!("multipart/form-data; boundary={LINE}"), body).await
}

/// What a page shows as large code and secret.
pub fn codes(page: &Answer) -> (String, String) {
    let text = page.text();
    let mut found = text.split("class=\"slip-code\" translate=\"no\">").skip(1);
    let mut next = || found.next().unwrap().split('<').next().unwrap().to_owned();
    (next(), next())
}

/// What stands between the tags of a page.
pub fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
