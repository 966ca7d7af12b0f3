//! The composition under test, and the sites and people every test may count on.

use std::sync::{Arc, OnceLock};

use portal::compose::Outside;
use portal_auth::{
    accounts::{NewAccount, NewPassword},
    grants::NewRole,
};
use portal_core::{
    App, Config, Ctx, Names, PersonId, Role, SiteId, birth,
    kind::Kind,
    node,
    site::Particulars,
    tenant::SiteRequest,
    testing::{Answer, Browser, Recipe, World},
};

use crate::peers::Folder;

/// Password of everybody in the worlds.
pub const PASSWORD: &str = "Thach-Han 1972 bac cau";

const RECIPE: Recipe = Recipe {
    migrate: |url| Box::pin(async move { portal::compose::migrate(url).await.map(|_| ()) }),
    compose: |config, urls, clock, files, post| {
        // What is done confined is done by the program, not by its tests.
        let config = Config { program: env!("CARGO_BIN_EXE_portal").into(), ..config };
        portal::compose::app(
            config,
            urls,
            clock,
            files,
            Outside { post: Some(post), ..Outside::default() },
        )
    },
    fill: |app| Box::pin(fill(app)),
};

/// A world with the province, two departments, a district and its commune, and people for each role.
pub async fn world() -> World {
    World::new(&RECIPE).await
}

/// How to make another node of a world.
pub fn recipe() -> &'static Recipe {
    static RECIPE_ONCE: OnceLock<Recipe> = OnceLock::new();
    RECIPE_ONCE.get_or_init(|| RECIPE)
}

/// The sites of the template: kind, code, name, parent, host.
pub const SITES: [(Kind, &str, &str, Option<&str>, &str); 5] = [
    (
        Kind::Province,
        "quangtri",
        "Cổng thông tin điện tử tỉnh Quảng Trị",
        None,
        "www.quangtri.localhost",
    ),
    (Kind::Department, "soyte", "Sở Y tế", Some("quangtri"), "soyte.quangtri.localhost"),
    (Kind::Department, "sonoivu", "Sở Nội vụ", Some("quangtri"), "sonoivu.quangtri.localhost"),
    (
        Kind::District,
        "dongha",
        "UBND thành phố Đông Hà",
        Some("quangtri"),
        "dongha.quangtri.localhost",
    ),
    (
        Kind::Commune,
        "donggiang.dongha",
        "UBND phường Đông Giang",
        Some("dongha"),
        "donggiang.dongha.quangtri.localhost",
    ),
];

/// The roles of which every site of the template has somebody.
const ROLES: [Role; 6] = [
    Role::Collaborator,
    Role::Editor,
    Role::Approver,
    Role::PetitionOfficer,
    Role::Head,
    Role::UnitAdministrator,
];

async fn fill(app: &App) -> anyhow::Result<()> {
    for (kind, code, name, parent, host) in SITES {
        let sites = app.sites.now();
        let request = SiteRequest {
            kind,
            code: code.into(),
            names: Names { vi: name.into(), en: None },
            parent: parent.map(Into::into),
            host: host.into(),
            languages: None,
            particulars: Particulars::default(),
        };
        // The very first site is created in the name of a province that is not there yet.
        let ctx = match sites.province() {
            Some(province) => Ctx::system(app, Arc::clone(province)),
            None => Ctx::system(app, Arc::new(unborn())),
        };
        let faults = birth::check(app, &request);
        anyhow::ensure!(faults.is_empty(), "{code}: {faults:?}");
        let mut tx = app.begin_platform(&ctx).await?;
        birth::create(app, &mut tx, &request).await?;
        tx.commit().await?;
        node::load_sites(app).await?;
    }
    for (_, code, ..) in SITES {
        for role in ROLES {
            person(app, code, role).await?;
        }
    }
    person(app, "quangtri", Role::Platform).await?;
    Ok(())
}

/// Login name of the person with a role on a site of the template.
pub fn login(code: &str, role: Role) -> String {
    format!("{}.{}", role.as_str(), code.replace('.', "-"))
}

async fn person(app: &App, code: &str, role: Role) -> anyhow::Result<()> {
    let site = app.sites.now().by_code(code).cloned().expect("a site of the template");
    let ctx = Ctx::system(app, Arc::clone(&site));
    let mut tx = app.begin_platform(&ctx).await?;
    let login = login(code, role);
    let account = NewAccount {
        login: &login,
        name: &login,
        email: None,
        password: NewPassword::Given(PASSWORD.to_owned().into()),
        must_change: false,
    };
    let (person, _) = portal_auth::accounts::create(app, &mut tx, account).await?;
    portal_auth::grants::grant(&mut tx, &site, person, role, None, None).await?;
    tx.commit().await?;
    Ok(())
}

fn unborn() -> portal_core::Site {
    portal_core::Site {
        id: SiteId(0),
        kind: Kind::Province,
        code: "".into(),
        parent: None,
        host: "".into(),
        names: Names { vi: "".into(), en: None },
        languages: Arc::new([portal_core::Lang::VI]),
        modules: portal_core::site::ModuleSet::default(),
        menu: Arc::new([]),
        particulars: Particulars::default(),
        state: portal_core::site::SiteState::Active,
        second_factor: portal_core::site::SecondFactor::default(),
    }
}

/// A browser in which somebody with a role on a site has signed in there.
pub async fn signed_in<'a>(world: &'a World, code: &str, role: Role) -> Browser<'a> {
    signed_in_as(world, code, &login(code, role)).await
}

/// A browser in which somebody with a login name has signed in on a site.
pub async fn signed_in_as<'a>(world: &'a World, code: &str, login: &str) -> Browser<'a> {
    let browser = world.visitor(code);
    let (browser, path, page) = sign_in(&browser, login, PASSWORD).await;
    assert_eq!(browser.host(), &*world.site(code).host);
    assert!(path.starts_with("/quan-tri") || path == "/can-bo", "{path}");
    page.is(200);
    browser
}

/// Goes from a site's sign-in link through the province's form; gives where that led.
pub async fn sign_in<'a>(
    browser: &Browser<'a>,
    login: &str,
    password: &str,
) -> (Browser<'a>, String, Answer) {
    let (province, _, form) = browser.follow(browser.get("/dang-nhap").await).await;
    let form = form.is(200).shows("name=\"password\"");
    let next = if form.text().contains("name=\"tiep\"") { form.field("tiep") } else { "".into() };
    let fields = [("login", login), ("password", password), ("tiep", next.as_str())];
    let answer = province.post("/dang-nhap", fields).await;
    province.follow(answer).await
}

/// Somebody new with roles on a site, each in a section or on the whole of it.
pub async fn newcomer(
    world: &World,
    code: &str,
    login: &str,
    roles: &[(Role, Option<i64>)],
) -> PersonId {
    let (app, site) = (&world.app, world.site(code));
    let ctx = Ctx::system(app, Arc::clone(&site));
    let mut tx = app.begin_platform(&ctx).await.unwrap();
    let password = NewPassword::Given(PASSWORD.to_owned().into());
    let account = NewAccount { login, name: login, email: None, password, must_change: false };
    let (person, _) = portal_auth::accounts::create(app, &mut tx, account).await.unwrap();
    for (role, section) in roles.iter().copied() {
        let new = NewRole { person, role, section, until: None };
        portal_auth::grants::give(&mut tx, &ctx, &site, new).await.unwrap();
    }
    tx.commit().await.unwrap();
    person
}

/// Who has a role on a site of the template.
pub async fn person_id(world: &World, code: &str, role: Role) -> i64 {
    world.count(&format!("select id from people where login = '{}'", login(code, role))).await
}

/// The number of a section of a site.
pub async fn section_id(world: &World, code: &str, slug: &str) -> i64 {
    let site = world.site(code).id;
    world
        .count(&format!(
            "select id from sections where site_id = {site} and slug = '{slug}' and language = 'vi'"
        ))
        .await
}

/// A command of the program, as an operator runs it on a world: its exit code, and what it says.
pub async fn command(world: &World, args: &[String]) -> (Option<i32>, String) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("command");
    let (key, config) = (folder.path().join("secrets.key"), folder.path().join("portal.toml"));
    std::fs::write(&key, "5e".repeat(32)).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let urls = &world.urls;
    let text = format!(
        "listen = \"127.0.0.1:1\"\noperations = \"127.0.0.1:2\"\n\
         base_domain = \"quangtri.localhost\"\nstructure = \"nd42-2022\"\n\
         media = {:?}\nsearch_index = {:?}\n[database]\nrequest_url = {:?}\nplatform_url = {:?}\n\
         owner_url = {:?}\n[secrets]\nkey_file = {key:?}\n",
        world.files(),
        world.app.config().search_index,
        urls.request,
        urls.platform,
        urls.owner,
    );
    std::fs::write(&config, text).unwrap();
    let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_portal"))
        .args(args)
        .env("PORTAL_CONFIG", &config)
        .output()
        .await
        .unwrap();
    let said = [&*output.stdout, &*output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}
