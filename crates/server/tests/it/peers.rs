//! Real parts that tests talk to: Dovecot, OpenLDAP's slapd, ClamAV's clamd, an SMTP server that keeps
//! what it gets.
//! Each on free ports of this machine, with certificates of an authority of its own, and gone with
//! the test that started it.

use std::{
    fmt::Write as _,
    net::{Ipv4Addr, TcpListener as StdListener},
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::net::TcpStream;

mod clamd;
mod redis;
mod smtp_sink;

pub use clamd::{Clamd, MARKER};
pub use redis::Redis;
pub use smtp_sink::{Mood, SmtpSink};

/// How long a server may take to answer its first caller.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder that goes with its test.
pub struct Folder(PathBuf);

impl Folder {
    /// A new one.
    pub fn new(what: &str) -> Self {
        let path = std::env::temp_dir().join(format!("portal-{what}-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A certificate authority.
pub struct Authority {
    folder: Folder,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    /// A new one, which nobody believes yet.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Authority of a test");
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = Folder::new("authority");
        folder.file("ca.pem", &issuer.pem());
        Self { folder, issuer }
    }

    /// The file that makes somebody believe it.
    pub fn file(&self) -> PathBuf {
        self.folder.0.join("ca.pem")
    }

    /// Puts `cert.pem` and `key.pem` of this machine into a folder.
    fn certify(&self, folder: &Folder) {
        self.certify_as(&folder.0, &["localhost", "127.0.0.1"]);
    }

    /// Puts `cert.pem` and `key.pem` of a server of some names into a folder, for its owner.
    pub fn certify_as(&self, folder: &Path, names: &[&str]) {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.is_ca = IsCa::ExplicitNoCa;
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let owner = std::fs::metadata(folder).unwrap();
        for (name, text) in [("cert.pem", certificate.pem()), ("key.pem", key.serialize_pem())] {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            std::os::unix::fs::chown(&path, Some(owner.uid()), Some(owner.gid())).unwrap();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
}

/// A server and its children, ended with it; and, by the kernel, with the thread of the test.
struct Server(Child);

impl Server {
    fn start(program: &str, arguments: &[&str], log: &Path) -> Self {
        let log = std::fs::File::create(log).unwrap();
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "TERM", "--", program])
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}; run scripts/setup.sh test"));
        Self(child)
    }

    /// Sends a signal to it and its children.
    fn signal(&self, name: &str) {
        let group = format!("-{}", self.0.id());
        let sent = Command::new("kill").args([name, "--", &group]).status().unwrap();
        assert!(sent.success(), "kill {name} {group}");
    }

    async fn answers(&mut self, port: u16, log: &Path) {
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            let ended = self.0.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < PATIENCE,
                "no answer on {port} ({ended:?}):\n{}",
                std::fs::read_to_string(log).unwrap_or_default()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            self.signal("-CONT");
            self.signal("-TERM");
            let begun = Instant::now();
            while matches!(self.0.try_wait(), Ok(None)) && begun.elapsed() < Duration::from_secs(3)
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            if matches!(self.0.try_wait(), Ok(None)) {
                self.signal("-KILL");
                let _ = self.0.wait();
            }
        }
    }
}

/// A port that is free now.
pub fn free_port() -> u16 {
    let listener = StdListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn is_root() -> bool {
    let owner = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap());
    owner == 0
}

/// Whoever runs the tests.
fn account() -> String {
    let named = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(named.stdout).unwrap().trim().to_owned()
}

/// An IMAP server.
pub struct Dovecot {
    server: Server,
    /// Port that begins in TLS.
    pub imaps: u16,
    /// Port that turns to TLS.
    pub imap: u16,
    _folder: Folder,
}

impl Dovecot {
    /// Starts one that knows these addresses and passwords.
    pub async fn start(authority: &Authority, people: &[(&str, &str)]) -> Self {
        let folder = Folder::new("dovecot");
        authority.certify(&folder);
        let users: String = people
            .iter()
            .map(|(login, password)| format!("{login}:{{PLAIN}}{password}\n"))
            .collect();
        folder.file("users", &users);
        let mail = folder.0.join("mail");
        std::fs::create_dir(&mail).unwrap();
        std::fs::set_permissions(&mail, std::fs::Permissions::from_mode(0o777)).unwrap();
        let (imap, imaps) = (free_port(), free_port());
        let conf = folder.file("dovecot.conf", &Self::conf(&folder.0, imap, imaps));
        let log = folder.0.join("log");
        let program =
            if Path::new("/usr/sbin/dovecot").exists() { "/usr/sbin/dovecot" } else { "dovecot" };
        let mut server = Server::start(program, &["-F", "-c", conf.to_str().unwrap()], &log);
        server.answers(imaps, &log).await;
        Self { server, imaps, imap, _folder: folder }
    }

    fn conf(folder: &Path, imap: u16, imaps: u16) -> String {
        let dir = folder.display();
        let mut conf = format!(
            "base_dir = {dir}/run\n\
             state_dir = {dir}/state\n\
             log_path = {dir}/log\n\
             protocols = imap\n\
             listen = 127.0.0.1\n\
             ssl = required\n\
             ssl_cert = <{dir}/cert.pem\n\
             ssl_key = <{dir}/key.pem\n\
             ssl_dh =\n\
             auth_mechanisms = plain\n\
             auth_failure_delay = 0\n\
             first_valid_uid = 1\n\
             mail_location = maildir:{dir}/mail/%u\n\
             passdb {{\n driver = passwd-file\n args = username_format=%u {dir}/users\n}}\n\
             service imap-login {{\n\
             \x20 inet_listener imap {{\n port = {imap}\n }}\n\
             \x20 inet_listener imaps {{\n port = {imaps}\n ssl = yes\n }}\n\
             }}\n\
             service anvil {{\n unix_listener anvil-auth-penalty {{\n mode = 0\n }}\n}}\n"
        );
        if is_root() {
            let _ = write!(
                conf,
                "userdb {{\n driver = static\n args = uid=mail gid=mail home={dir}/mail/%u\n}}\n"
            );
        } else {
            let me = account();
            let _ = write!(
                conf,
                "default_internal_user = {me}\ndefault_login_user = {me}\n\
                 default_internal_group =\n\
                 service imap-login {{\n chroot =\n}}\nservice anvil {{\n chroot =\n}}\n\
                 service stats {{\n chroot =\n}}\n\
                 userdb {{\n driver = static\n args = uid={me} home={dir}/mail/%u\n}}\n"
            );
        }
        conf
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

/// The directory's root.
pub const BASE: &str = "dc=quangtri,dc=gov,dc=vn";
/// The account that may do everything there.
pub const ACCOUNT: (&str, &str) = ("cn=portal,dc=quangtri,dc=gov,dc=vn", "Mat-khau cua cong 1");

/// Somebody in the directory.
pub struct Entry<'a> {
    /// `uid`, and the part of the address before the domain.
    pub user: &'a str,
    /// Further addresses.
    pub also: &'a [&'a str],
    /// Full name.
    pub name: &'a str,
    /// Unit.
    pub unit: &'a str,
    /// Password.
    pub password: &'a str,
}

/// An LDAP server.
pub struct Slapd {
    _server: Server,
    /// Port that begins in TLS.
    pub ldaps: u16,
    /// Port that turns to TLS.
    pub ldap: u16,
    _folder: Folder,
}

impl Slapd {
    /// Starts one that knows these people of `quangtri.gov.vn`.
    pub async fn start(authority: &Authority, people: &[Entry<'_>]) -> Self {
        let folder = Folder::new("slapd");
        authority.certify(&folder);
        std::fs::create_dir(folder.0.join("db")).unwrap();
        let conf = folder.file("slapd.conf", &Self::conf(&folder.0, &authority.file()));
        let ldif = folder.file("people.ldif", &Self::ldif(people));
        let added = Command::new("/usr/sbin/slapadd")
            .args(["-f", conf.to_str().unwrap(), "-l", ldif.to_str().unwrap()])
            .output()
            .unwrap_or_else(|error| panic!("slapadd: {error}; run scripts/setup.sh test"));
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        let (ldap, ldaps) = (free_port(), free_port());
        let urls = format!("ldap://127.0.0.1:{ldap} ldaps://127.0.0.1:{ldaps}");
        let log = folder.0.join("log");
        let arguments = ["-d", "0", "-f", conf.to_str().unwrap(), "-h", &urls];
        let mut server = Server::start("/usr/sbin/slapd", &arguments, &log);
        server.answers(ldaps, &log).await;
        server.answers(ldap, &log).await;
        Self { _server: server, ldaps, ldap, _folder: folder }
    }

    fn conf(folder: &Path, ca: &Path) -> String {
        let (dir, ca) = (folder.display(), ca.display());
        let (account, password) = ACCOUNT;
        format!(
            "include /etc/ldap/schema/core.schema\n\
             include /etc/ldap/schema/cosine.schema\n\
             include /etc/ldap/schema/inetorgperson.schema\n\
             modulepath /usr/lib/ldap\n\
             moduleload back_mdb\n\
             pidfile {dir}/pid\n\
             argsfile {dir}/args\n\
             TLSCACertificateFile {ca}\n\
             TLSCertificateFile {dir}/cert.pem\n\
             TLSCertificateKeyFile {dir}/key.pem\n\
             security simple_bind=128 update_ssf=128\n\
             database mdb\n\
             suffix \"{BASE}\"\n\
             rootdn \"{account}\"\n\
             rootpw \"{password}\"\n\
             directory {dir}/db\n\
             access to attrs=userPassword by anonymous auth by * none\n\
             access to * by * read\n"
        )
    }

    fn ldif(people: &[Entry<'_>]) -> String {
        let mut ldif = format!(
            "dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: quangtri\n\
             o: Quang Tri\n\ndn: ou=people,{BASE}\nobjectClass: organizationalUnit\nou: people\n\n"
        );
        for Entry { user, also, name, unit, password } in people {
            let _ = write!(
                ldif,
                "dn: uid={user},ou=people,{BASE}\nobjectClass: inetOrgPerson\nuid: {user}\n\
                 sn: {user}\ncn: {name}\nou: {unit}\nmail: {user}@quangtri.gov.vn\n\
                 userPassword: {password}\n"
            );
            for address in *also {
                let _ = writeln!(ldif, "mail: {address}");
            }
            ldif.push('\n');
        }
        ldif
    }
}
