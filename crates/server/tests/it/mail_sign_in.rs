//! Officials sign in with their mail account (R-A1), at real mail systems.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use portal::compose::{self, Outside};
use portal_auth::{
    CredentialStore as _, MailAccounts, MailDomain, SetPasswordRefusal, SignInRefusal,
    mail_system::{Imap, Ldap, LdapSettings, MailSystem},
};
use portal_core::{
    Ctx, Front, Role, Tx,
    guard::FAILURES,
    mail::{Endpoint, trust},
    node, people,
    testing::{self, World},
};
use secrecy::SecretString;

use crate::{
    peers::{ACCOUNT, Authority, BASE, Dovecot, Entry, Slapd, free_port},
    world::{PASSWORD, login, sign_in, world},
};

const DOMAIN: &str = "quangtri.gov.vn";
pub const AN: &str = "an.nguyen@quangtri.gov.vn";
const ANS: &str = "Mật khẩu \"của\" An \\ 1";
const NOBODY: &str = "khong.co@quangtri.gov.vn";

fn secret(text: &str) -> SecretString {
    text.into()
}

fn endpoint(scheme: &'static str, port: u16) -> Endpoint {
    Endpoint::parse(&format!("{scheme}://127.0.0.1:{port}"), &[scheme]).unwrap()
}

fn imap(authority: &Authority, scheme: &'static str, port: u16) -> Imap {
    let trust = trust(Some(&authority.file())).unwrap();
    Imap::new(endpoint(scheme, port), &trust).unwrap()
}

fn directory(at: Endpoint, account: bool) -> LdapSettings {
    LdapSettings {
        at,
        base: format!("ou=people,{BASE}"),
        filter: "(&(objectClass=inetOrgPerson)(mail={address}))".into(),
        account: account.then(|| (ACCOUNT.0.to_owned(), secret(ACCOUNT.1))),
        sets_passwords: account,
        name: vec!["displayName".into(), "cn".into()],
        unit: vec!["department".into(), "ou".into()],
    }
}

pub fn ldap(authority: &Authority, scheme: &'static str, port: u16, account: bool) -> Ldap {
    let trust = trust(Some(&authority.file())).unwrap();
    Ldap::new(directory(endpoint(scheme, port), account), &trust).unwrap()
}

fn store(system: impl MailSystem + 'static) -> MailAccounts {
    MailAccounts::new(vec![domain(system, 0)])
}

pub fn domain(system: impl MailSystem + 'static, offline_days: u16) -> MailDomain {
    MailDomain { domain: DOMAIN.into(), systems: vec![Arc::new(system)], offline_days }
}

pub const PEOPLE: [Entry<'static>; 3] = [
    Entry {
        user: "an.nguyen",
        also: &[],
        name: "Nguyen Van An",
        unit: "So Y te",
        password: "An-1",
    },
    Entry {
        user: "binh",
        also: &["chung@quangtri.gov.vn"],
        name: "Binh",
        unit: "A",
        password: "B",
    },
    Entry {
        user: "cuong",
        also: &["chung@quangtri.gov.vn"],
        name: "Cuong",
        unit: "A",
        password: "B",
    },
];

/// A world whose process signs people in at these mail systems.
async fn world_with(mail: Vec<MailDomain>) -> World {
    let mut world = world().await;
    let outside = Outside { mail, ..Outside::default() };
    let (clock, files) = (Arc::clone(&world.clock) as _, world.files().to_owned());
    let app = compose::app(testing::config(), &world.urls, clock, files, outside).unwrap();
    node::load_sites(&app).await.unwrap();
    world.front = Front::new(app.clone());
    world.app = app;
    world
}

async fn begin(world: &World) -> Tx {
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    world.app.begin_platform(&ctx).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_signs_in_by_imap() {
    let (world, authority) = (world().await, Authority::new());
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    for (scheme, port) in [("imaps", dovecot.imaps), ("imap", dovecot.imap)] {
        let store = store(imap(&authority, scheme, port));
        let verified = store.verify(&world.app, AN, &secret(ANS)).await.unwrap();
        assert_eq!((verified.login.as_str(), verified.name.as_str()), (AN, AN), "{scheme}");
        let wrong = store.verify(&world.app, AN, &secret("sai")).await;
        assert_eq!(wrong, Err(SignInRefusal::WrongCredentials), "{scheme}");
        // Who has no address of the domain has a local account.
        let local = login("soyte", Role::Editor);
        store.verify(&world.app, &local, &secret(PASSWORD)).await.unwrap();
    }
    let made =
        "select count(*) from facts where kind = 'auth.person.created' and data->>'login' = ";
    assert_eq!(world.count(&format!("{made} '{AN}'")).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_signs_in_by_ldap_and_is_known_by_name_and_unit() {
    let (world, authority) = (world().await, Authority::new());
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    for (scheme, port) in [("ldaps", slapd.ldaps), ("ldap", slapd.ldap)] {
        for account in [true, false] {
            let store = store(ldap(&authority, scheme, port, account));
            let verified = store.verify(&world.app, AN, &secret("An-1")).await.unwrap();
            assert_eq!(verified.name, "Nguyen Van An", "{scheme} {account}");
            for password in ["An-2", ""] {
                let wrong = store.verify(&world.app, AN, &secret(password)).await;
                assert_eq!(wrong, Err(SignInRefusal::WrongCredentials), "{scheme} {account}");
            }
            // An address that two have is nobody's.
            let shared = store.verify(&world.app, "chung@quangtri.gov.vn", &secret("B")).await;
            assert_eq!(shared, Err(SignInRefusal::WrongCredentials), "{scheme} {account}");
        }
    }
    let conn = world.app.db().platform().await.unwrap();
    let row = people::by_login(&conn, AN).await.unwrap().unwrap();
    assert_eq!((row.unit.as_deref(), row.email.as_deref()), (Some("So Y te"), Some(AN)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_follows_the_directory() {
    let (world, authority) = (world().await, Authority::new());
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    let mut tx = begin(&world).await;
    let person = people::insert(&tx, AN, "Old name", None, tx.now()).await.unwrap();
    tx.untold();
    tx.commit().await.unwrap();
    let store = store(ldap(&authority, "ldaps", slapd.ldaps, true));
    for _ in 0..2 {
        let verified = store.verify(&world.app, AN, &secret("An-1")).await.unwrap();
        assert_eq!((verified.person, verified.name.as_str()), (person, "Nguyen Van An"));
    }
    let changed = "select count(*) from facts where kind = 'auth.person.changed'";
    assert_eq!(world.count(changed).await, 1);
    // Who is switched off here stays out, with the right password too.
    world.execute(&format!("update people set active = false where login = '{AN}'")).await;
    let refused = store.verify(&world.app, AN, &secret("An-1")).await;
    assert_eq!(refused, Err(SignInRefusal::SwitchedOff));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_first_sign_ins_at_once_make_one_person() {
    let (world, authority) = (world().await, Authority::new());
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let store = store(imap(&authority, "imaps", dovecot.imaps));
    let all = futures_util::future::join_all(
        (0..6).map(|_| async { store.verify(&world.app, AN, &secret(ANS)).await.unwrap().person }),
    )
    .await;
    assert!(all.iter().all(|person| *person == all[0]), "{all:?}");
    assert_eq!(world.count(&format!("select count(*) from people where login = '{AN}'")).await, 1);
    let told =
        "select count(*) from facts where kind = 'auth.person.created' and data->>'login' = ";
    assert_eq!(world.count(&format!("{told} '{AN}'")).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_signs_in_on_the_page_once_a_role_was_given() {
    let authority = Authority::new();
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let world = world_with(vec![domain(imap(&authority, "imaps", dovecot.imaps), 0)]).await;
    let browser = world.visitor("quangtri");
    let form = [("login", AN), ("password", ANS)];
    // Known to the mail system and without a role: the staff page, and nothing else.
    assert_eq!(browser.post("/dang-nhap", form).await.redirects(), "/can-bo");
    browser.get("/can-bo").await.is(200).shows("chưa được giao vai trò");
    browser.get("/quan-tri").await.is(403);
    let mut tx = begin(&world).await;
    let row = people::by_login(&tx, AN).await.unwrap().expect("known from the first sign-in on");
    let (site, person) = (world.site("quangtri"), portal_core::PersonId(row.id));
    portal_auth::grants::grant(&mut tx, &site, person, Role::Editor, None, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(browser.post("/dang-nhap", form).await.redirects(), "/quan-tri");
    browser.get("/quan-tri").await.is(200);
    // The portal never keeps a password beside the mailbox's.
    let new = "Cau Hien Luong 1967, Ben Hai";
    let change = [("login", AN), ("password", ANS), ("new", new), ("again", new)];
    browser.post("/dang-nhap/doi-mat-khau", change).await.is(422).shows("không đặt lại được");
    let kept = "select count(*) from local_credentials c join people p on p.id = c.person_id";
    assert_eq!(world.count(&format!("{kept} where p.login = '{AN}'")).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_mail_sign_in_serves_two_sites_and_ends_on_both() {
    let authority = Authority::new();
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let world = world_with(vec![domain(imap(&authority, "imaps", dovecot.imaps), 0)]).await;
    let browser = world.visitor("dongha");
    // The first sign-in makes the record; the roles come after it.
    sign_in(&browser, AN, ANS).await;
    for code in ["dongha", "soyte"] {
        let mut tx = begin(&world).await;
        let row = people::by_login(&tx, AN).await.unwrap().unwrap();
        let (site, person) = (world.site(code), portal_core::PersonId(row.id));
        portal_auth::grants::grant(&mut tx, &site, person, Role::Editor, None, None).await.unwrap();
        tx.commit().await.unwrap();
    }
    let soyte = browser.at_host(&world.site("soyte").host);
    for site in [&browser, &soyte] {
        let (there, path, page) = site.follow(site.get("/quan-tri").await).await;
        assert_eq!((there.host(), path.as_str()), (site.host(), "/quan-tri"), "without typing");
        page.is(200);
    }
    soyte.post("/dang-xuat", [("x", "y")]).await.redirects();
    for site in [&browser, &soyte] {
        let (there, _, page) = site.follow(site.get("/quan-tri").await).await;
        assert_eq!(there.host(), &*world.site("quangtri").host);
        page.is(200).shows("name=\"password\"");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_and_unknown_cannot_be_told_apart() {
    let (world, authority) = (world().await, Authority::new());
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    let local = login("soyte", Role::Editor);
    let by_imap = store(imap(&authority, "imaps", dovecot.imaps));
    let by_ldap = store(ldap(&authority, "ldaps", slapd.ldaps, true));
    let cases = [(&by_imap, AN, NOBODY), (&by_ldap, AN, NOBODY), (&by_imap, &local, "khong.co")];
    for (store, known, unknown) in cases {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..9 {
            for (login, times) in [known, unknown].into_iter().zip(&mut times) {
                let begun = Instant::now();
                let answer = store.verify(&world.app, login, &secret("sai")).await;
                times.push(begun.elapsed());
                assert_eq!(answer, Err(SignInRefusal::WrongCredentials), "{login}");
            }
        }
        let [known, unknown] = times.map(|mut times| {
            times.sort_unstable();
            times[times.len() / 2]
        });
        assert!(known.min(unknown) >= Duration::from_millis(300), "{known:?} {unknown:?}");
        let ratio = known.as_secs_f64() / unknown.as_secs_f64();
        assert!((0.9..1.1).contains(&ratio), "{known:?} {unknown:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_never_a_command_or_a_filter() {
    let (world, authority) = (world().await, Authority::new());
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    let systems: [Arc<dyn MailSystem>; 2] = [
        Arc::new(imap(&authority, "imaps", dovecot.imaps)),
        Arc::new(ldap(&authority, "ldaps", slapd.ldaps, true)),
    ];
    let right = [ANS, "An-1"];
    for (system, right) in systems.into_iter().zip(right) {
        let store = MailAccounts::new(vec![MailDomain {
            domain: DOMAIN.into(),
            systems: vec![Arc::clone(&system)],
            offline_days: 0,
        }]);
        for name in [
            "*",
            "*@quangtri.gov.vn",
            ")(uid=*",
            "an*@quangtri.gov.vn",
            "x)(|(mail=an.nguyen@quangtri.gov.vn",
            "a\r\nA1 LOGOUT",
            "a\r\nA1 LOGOUT@quangtri.gov.vn",
            "\"an\"@quangtri.gov.vn",
            "an.nguyen@quangtri.gov.vn\0",
            "an.nguyen@quangtri.gov.vn\0x",
            "an.nguyen@quangtri.gov.vn{5}",
            "uid=an.nguyen,ou=people,dc=quangtri,dc=gov,dc=vn",
            "",
        ] {
            // The system itself, without the doorkeeper before it …
            let answer = system.verify(name, &secret(right)).await;
            assert!(!matches!(answer, Ok(Some(_))), "{} {name:?}", system.kind());
            // … and with it.
            let answer = store.verify(&world.app, name, &secret(right)).await;
            assert_eq!(answer, Err(SignInRefusal::WrongCredentials), "{} {name:?}", system.kind());
        }
        for password in ["", "\0", "a\0", &format!("{right}\0"), "\r\nA1 LOGOUT"] {
            let answer = system.verify(AN, &secret(password)).await;
            assert!(!matches!(answer, Ok(Some(_))), "{} {password:?}", system.kind());
        }
        store.verify(&world.app, AN, &secret(right)).await.expect("the protocol still stands");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_system_that_hangs_holds_nobody_up() {
    let (world, authority) = (world().await, Authority::new());
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let store = store(imap(&authority, "imaps", dovecot.imaps));
    store.verify(&world.app, AN, &secret(ANS)).await.unwrap();
    dovecot.hang();
    let waited = futures_util::future::join_all((0..FAILURES).map(|_| async {
        let begun = Instant::now();
        let answer = store.verify(&world.app, AN, &secret(ANS)).await;
        (answer, begun.elapsed())
    }))
    .await;
    for (answer, time) in waited {
        assert_eq!(answer, Err(SignInRefusal::Unavailable));
        assert!(time < Duration::from_secs(5), "{time:?}");
    }
    let begun = Instant::now();
    let answer = store.verify(&world.app, AN, &secret(ANS)).await;
    assert_eq!(answer, Err(SignInRefusal::Unavailable));
    assert!(begun.elapsed() < Duration::from_millis(50), "{:?}", begun.elapsed());
    let open = format!("portal_dependency_open{{name=\"imap:{DOMAIN}\"}} 1");
    assert!(world.app.metrics.text().contains(&open), "{}", world.app.metrics.text());
    // Local accounts do not depend on it.
    let local = login("soyte", Role::Editor);
    store.verify(&world.app, &local, &secret(PASSWORD)).await.unwrap();

    dovecot.go_on();
    let begun = Instant::now();
    while store.verify(&world.app, AN, &secret(ANS)).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it does not recover");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_a_certificate_of_somebody_else_is_not_asked() {
    let (world, authority, other) = (world().await, Authority::new(), Authority::new());
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    let systems: [Box<dyn MailSystem>; 4] = [
        Box::new(imap(&other, "imaps", dovecot.imaps)),
        Box::new(imap(&other, "imap", dovecot.imap)),
        Box::new(ldap(&other, "ldaps", slapd.ldaps, true)),
        Box::new(ldap(&other, "ldap", slapd.ldap, true)),
    ];
    for (system, password) in systems.iter().zip([ANS, ANS, "An-1", "An-1"]) {
        let error = system.verify(AN, &secret(password)).await.unwrap_err();
        let error = format!("{error:#}").to_lowercase();
        assert!(error.contains("certificate"), "{}: {error}", system.kind());
    }
    let store = store(imap(&other, "imaps", dovecot.imaps));
    let answer = store.verify(&world.app, AN, &secret(ANS)).await;
    assert_eq!(answer, Err(SignInRefusal::Unavailable));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_set_in_the_directory() {
    let (world, authority) = (world().await, Authority::new());
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    let store = store(ldap(&authority, "ldap", slapd.ldap, true));
    assert!(store.can_set_password(AN) && store.can_set_password(NOBODY));
    assert!(!store.can_set_password("an.nguyen"));
    let new = secret("Mật khẩu mới 2026!");
    store.set_password(&world.app, AN, &new).await.unwrap();
    store.verify(&world.app, AN, &new).await.unwrap();
    let old = store.verify(&world.app, AN, &secret("An-1")).await;
    assert_eq!(old, Err(SignInRefusal::WrongCredentials));
    let nobody = store.set_password(&world.app, NOBODY, &new).await;
    assert_eq!(nobody, Err(SetPasswordRefusal::NoMailbox));
    let empty = store.set_password(&world.app, AN, &secret("")).await;
    assert_eq!(empty, Err(SetPasswordRefusal::AgainstItsRules));

    let by_hand = self::store(ldap(&authority, "ldap", slapd.ldap, false));
    assert!(!by_hand.can_set_password(AN));
    let elsewhere = by_hand.set_password(&world.app, AN, &new).await;
    assert_eq!(elsewhere, Err(SetPasswordRefusal::Elsewhere));
}

#[tokio::test(flavor = "multi_thread")]
async fn imap_answers_while_the_directory_is_away() {
    let (world, authority) = (world().await, Authority::new());
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let store = MailAccounts::new(vec![MailDomain {
        domain: DOMAIN.into(),
        systems: vec![
            Arc::new(ldap(&authority, "ldaps", free_port(), true)),
            Arc::new(imap(&authority, "imaps", dovecot.imaps)),
        ],
        offline_days: 0,
    }]);
    store.verify(&world.app, AN, &secret(ANS)).await.unwrap();
    let wrong = store.verify(&world.app, AN, &secret("sai")).await;
    assert_eq!(wrong, Err(SignInRefusal::WrongCredentials));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_mail_system_the_last_right_password_counts_where_that_is_wanted() {
    let (world, authority) = (world().await, Authority::new());
    let away = |days| MailAccounts::new(vec![domain(imap(&authority, "imaps", free_port()), days)]);
    let sign_in = async |store: &MailAccounts, password: &str| {
        store.verify(&world.app, AN, &secret(password)).await.map(drop)
    };
    const AWAY: Result<(), SignInRefusal> = Err(SignInRefusal::Unavailable);
    let kept = "select count(*) from mail_verifiers";
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let online =
        |days| MailAccounts::new(vec![domain(imap(&authority, "imaps", dovecot.imaps), days)]);

    // Not asked for: no hash, no way in.
    sign_in(&online(0), ANS).await.unwrap();
    assert_eq!(world.count(kept).await, 0);
    assert_eq!(sign_in(&away(3), ANS).await, AWAY);

    sign_in(&online(3), ANS).await.unwrap();
    assert_eq!(world.count(kept).await, 1);
    assert_eq!(sign_in(&away(0), ANS).await, AWAY);
    sign_in(&away(3), ANS).await.unwrap();
    let told = "select count(*) from facts where kind = 'auth.mail.checked-offline'";
    assert_eq!(world.count(told).await, 1);
    assert_eq!(sign_in(&away(3), "sai").await, AWAY);
    world.clock.pass(TimeDelta::days(3));
    assert_eq!(sign_in(&away(3), ANS).await, AWAY, "too old");

    // Five wrong ones, and it is thrown away.
    sign_in(&online(3), ANS).await.unwrap();
    for _ in 0..5 {
        assert_eq!(sign_in(&away(3), "sai").await, AWAY);
    }
    assert_eq!(world.count(kept).await, 0);
    assert_eq!(sign_in(&away(3), ANS).await, AWAY);

    // Changed at the mail system: what that refuses now is forgotten.
    sign_in(&online(3), ANS).await.unwrap();
    let changed = Dovecot::start(&authority, &[(AN, "Mới")]).await;
    let changed = MailAccounts::new(vec![domain(imap(&authority, "imaps", changed.imaps), 3)]);
    assert_eq!(sign_in(&changed, "sai").await, Err(SignInRefusal::WrongCredentials));
    assert_eq!(world.count(kept).await, 1);
    assert_eq!(sign_in(&changed, ANS).await, Err(SignInRefusal::WrongCredentials));
    assert_eq!(world.count(kept).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_mail_system_hangs_readers_and_officials_notice_nothing() {
    let authority = Authority::new();
    let dovecot = Dovecot::start(&authority, &[(AN, ANS)]).await;
    let world = world_with(vec![domain(imap(&authority, "imaps", dovecot.imaps), 0)]).await;
    let desk = crate::world::signed_in(&world, "soyte", Role::Editor).await;
    let reader = world.visitor("soyte");
    let round = async || {
        for n in 0..20 {
            // Kept and new pages, and a desk.
            reader.get("/").await.is(200);
            reader.get(&format!("/chuyen-muc/tin-tuc?truoc={n}")).await;
            desk.get("/quan-tri").await.is(200);
        }
    };
    round().await;
    let begun = Instant::now();
    round().await;
    let usual = begun.elapsed();

    dovecot.hang();
    let official = world.visitor("quangtri");
    let form = [("login", AN), ("password", ANS)];
    let begun = Instant::now();
    let (answer, meanwhile) = tokio::join!(official.post("/dang-nhap", form), async {
        let begun = Instant::now();
        round().await;
        begun.elapsed()
    });
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(answer.status, 503);
    answer.shows("Hệ thống đăng nhập đang bận");
    // Not timed to a limit: against the same pages a moment ago, and long before the sign-in's end.
    assert!(meanwhile < usual * 4 + Duration::from_millis(200), "{usual:?}, then {meanwhile:?}");
    dovecot.go_on();
}
