//! The access matrix: every route × everybody × their own site, another site, the province (R-A4, R-T5).
//!
//! It is made of the route cards, so a new route is in it. What a card says is what must happen.

use axum::http::StatusCode;
use portal_core::{
    Access, Kind, Role, RouteCard,
    routes::HttpMethod,
    testing::{Answer, Browser, World},
};
use sha2::{Digest as _, Sha256};

use crate::{
    comments::switch,
    world::{login, signed_in, world},
};

/// What must become of a request at the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Must {
    /// Past the gate: what comes then is the handler's.
    Reach,
    /// To the sign-in, or told to sign in.
    SignIn,
    /// Known, and without the right.
    BeDenied,
    /// Not there.
    BeAbsent,
}

/// Somebody at a site: whether signed in there, and as what.
struct Visit<'a> {
    who: String,
    browser: Browser<'a>,
    kind: Kind,
    signed_in: bool,
    roles: &'a [Role],
}

fn must(card: &RouteCard, visit: &Visit<'_>) -> Must {
    let permission = match card.access {
        Access::Public => return Must::Reach,
        Access::Platform(_) if visit.kind != Kind::Province => return Must::BeAbsent,
        Access::SignedIn if visit.signed_in => return Must::Reach,
        Access::SignedIn => return Must::SignIn,
        Access::Staff(permission) | Access::Platform(permission) => permission,
    };
    if !visit.signed_in {
        Must::SignIn
    } else if visit.roles.iter().any(|role| permission.roles.contains(role)) {
        Must::Reach
    } else {
        Must::BeDenied
    }
}

/// Says what is wrong, and at which route.
fn fault(card: &RouteCard, who: &str, must: Must, status: StatusCode, to: &str) -> Option<String> {
    let signs_in = match card.method {
        HttpMethod::Get => status == 303 && to.contains("/dang-nhap"),
        HttpMethod::Post => status == 401,
    };
    let fine = match must {
        Must::Reach => status != 401 && status != 403 && status.as_u16() < 500,
        Must::SignIn => signs_in,
        Must::BeDenied => status == 403,
        Must::BeAbsent => status == 404,
    };
    let (method, path) = (card.method, card.path);
    (!fine).then(|| format!("{method:?} {path} as {who}: must {must:?}, got {status} {to}"))
}

/// A path of the route's pattern; ids that do not exist, so that nothing is changed by asking.
pub fn concrete(pattern: &str) -> String {
    let part = |part: &str| match part {
        _ if !part.starts_with('{') => part.to_owned(),
        _ if part.contains("slug") || part.contains("address") => "x-999999".to_owned(),
        _ => "999999".to_owned(),
    };
    pattern.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn ask(browser: &Browser<'_>, card: &RouteCard) -> Answer {
    let path = concrete(card.path);
    match card.method {
        HttpMethod::Get => browser.get(&path).await,
        HttpMethod::Post => browser.post(&path, [("x", "y")]).await,
    }
}

/// A session of a person on a site where they have no role: nobody gets one by the front door, so
/// that only the gate stands between them and the site.
async fn forced<'a>(world: &'a World, who: &str, at: &str) -> Browser<'a> {
    let token = hex::encode(Sha256::digest(format!("{who} at {at}")));
    let hash = hex::encode(Sha256::digest(&token));
    world
        .execute(&format!(
            "insert into sessions (token_hash, site_id, person_id, sign_in_id, created_at) \
             select decode('{hash}', 'hex'), s.id, i.person_id, i.id, i.created_at \
             from sign_ins i join people p on p.id = i.person_id, sites s \
             where p.login = '{who}' and s.code = '{at}'"
        ))
        .await;
    let browser = world.visitor(at);
    browser.put_cookie("__Host-session", &token);
    browser
}

const UNIT: [Role; 6] = [
    Role::Collaborator,
    Role::Editor,
    Role::Approver,
    Role::PetitionOfficer,
    Role::Head,
    Role::UnitAdministrator,
];
const ALL: [Role; 7] = Role::ALL;

async fn visits(world: &World) -> Vec<Visit<'_>> {
    let kind = |code: &str| world.site(code).kind;
    let mut visits = Vec::new();
    for code in ["soyte", "quangtri"] {
        visits.push(Visit {
            who: format!("nobody at {code}"),
            browser: world.visitor(code),
            kind: kind(code),
            signed_in: false,
            roles: &[],
        });
    }
    for (home, roles) in [("soyte", &UNIT[..]), ("quangtri", &ALL[..])] {
        for role in roles {
            let name = login(home, *role);
            let browser = signed_in(world, home, *role).await;
            let mut at = |code: &str, browser: Browser<'_>, roles| {
                let browser = browser.at_host(&world.site(code).host);
                // The browser outlives the world's borrow only by name.
                visits.push(Visit {
                    who: format!("{name} at {code}"),
                    browser: world.visitor(code).with_jar_of(&browser),
                    kind: kind(code),
                    signed_in: true,
                    roles,
                });
            };
            at(home, browser.at_host(browser.host()), std::slice::from_ref(role));
            at("sonoivu", forced(world, &name, "sonoivu").await, &[]);
            if home != "quangtri" {
                at("quangtri", browser.at_host(&world.site("quangtri").host), &[]);
            }
        }
    }
    visits
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_lets_in_whom_its_card_names_and_nobody_else() {
    let world = world().await;
    // What is off at first would be absent for everybody.
    for code in ["soyte", "sonoivu", "quangtri"] {
        switch(&world, code, "comments", true).await;
    }
    let cards = world.front.cards().to_vec();
    let visits = visits(&world).await;
    let (mut faults, mut tried) = (Vec::new(), 0);
    for card in cards.iter().filter(|card| card.access != Access::Public) {
        for visit in &visits {
            let answer = ask(&visit.browser, card).await;
            let to = answer.header("location").to_owned();
            faults.extend(fault(card, &visit.who, must(card, visit), answer.status, &to));
            tried += 1;
        }
    }
    assert!(faults.is_empty(), "{} of {tried}:\n{}", faults.len(), faults.join("\n"));
    assert!(tried >= 1_000, "only {tried} asked");
    // Asking has cost nobody their session, or the answers above mean little.
    for visit in visits.iter().filter(|visit| visit.signed_in) {
        let answer = visit.browser.get("/tai-khoan").await;
        assert!(!answer.header("location").contains("/dang-nhap"), "{}", visit.who);
    }
}

#[test]
fn a_leak_is_called_by_its_name() {
    let permission =
        portal_core::Permission { key: "t", roles: &[Role::Approver], by_section: false };
    let card = RouteCard {
        method: HttpMethod::Post,
        path: "/quan-tri/ro-ri",
        access: Access::Staff(permission),
        module: "t",
        kept: false,
        stays_open: false,
        proved: false,
        for_staff: false,
    };
    let named = |must, status| fault(&card, "editor.soyte", must, status, "");
    let text = named(Must::BeDenied, StatusCode::OK).unwrap();
    assert!(text.starts_with("Post /quan-tri/ro-ri as editor.soyte"), "{text}");
    assert!(named(Must::SignIn, StatusCode::SEE_OTHER).is_some());
    assert!(named(Must::BeAbsent, StatusCode::FORBIDDEN).is_some());
    assert!(named(Must::BeDenied, StatusCode::FORBIDDEN).is_none());
    assert!(named(Must::Reach, StatusCode::UNPROCESSABLE_ENTITY).is_none());
}

/// A card may itself be wrong: what lies behind the sign-in says so in its path, and what anybody may
/// send is on this list.
#[tokio::test(flavor = "multi_thread")]
async fn paths_and_cards_agree() {
    const ANYBODY_SENDS: &[&str] = &[
        "/binh-luan/{item}",
        "/dang-nhap",
        "/dang-nhap/doi-mat-khau",
        "/dang-nhap/xac-thuc",
        "/dang-nhap/xac-thuc/khoa",
        "/dang-nhap/xac-thuc/thiet-lap",
        "/dang-nhap/xac-thuc/thiet-lap/khoa",
        "/dang-xuat",
        "/kien-nghi/gui",
        "/kien-nghi/theo-doi/",
        "/kien-nghi/tra-cuu",
        "/kien-nghi/xac-nhan/",
        "/hai-long",
        "/hai-long/gop-y",
        "/khao-sat/{id}",
        "/quen-mat-khau",
        "/quen-mat-khau/",
        "/yeu-cau-thong-tin/",
        "/lay-y-kien/{id}/gop-y",
        "/lay-y-kien/moi/",
        "/lay-y-kien/xac-nhan/",
    ];
    let world = world().await;
    for card in world.front.cards() {
        let (path, access) = (card.path, card.access);
        let fits = match access {
            _ if path.starts_with("/nen-tang") => matches!(access, Access::Platform(_)),
            _ if path.starts_with("/quan-tri") => matches!(access, Access::Staff(_)),
            _ if path.starts_with("/tai-khoan") || path.starts_with("/can-bo") => {
                access == Access::SignedIn
            }
            Access::Public if card.method == HttpMethod::Post => ANYBODY_SENDS
                .iter()
                .any(|known| *known == path || known.ends_with('/') && path.starts_with(known)),
            access => access == Access::Public,
        };
        assert!(fits, "{:?} {path} is {access:?}", card.method);
    }
}
