//! The demo province: the 150 sites of Quảng Trị, people for each role, articles, pictures.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use portal_auth::accounts::{NewAccount, NewPassword};
use portal_content::{item::MediaId, media};
use portal_core::{App, Ctx, Fault, Lang, Role, lang::Locales, node};

use crate::{
    import::{
        articles::{Defaults, Desk, Pictures, Report, Step},
        file::{self, ArticleFile},
    },
    site_import,
};

mod documents;
mod petitions;
mod pictures;
mod staff;
mod texts;
mod voices;

/// Environment variable that fixes the password of the demo's people, for tests.
const PASSWORD: &str = "PORTAL_DEMO_PASSWORD";

/// Who is in the demo: login, name, site, role.
const PEOPLE: [(&str, &str, &str, Role); 16] = [
    ("ctv.soyte", "Nguyễn Thị Cộng Tác", "soyte", Role::Collaborator),
    ("btv.soyte", "Trần Văn Biên Tập", "soyte", Role::Editor),
    ("duyet.soyte", "Lê Thị Kiểm Duyệt", "soyte", Role::Approver),
    ("quantri.soyte", "Phạm Văn Quản Trị", "soyte", Role::UnitAdministrator),
    ("ctv.donggiang", "Hồ Thị Phường", "donggiang.dongha", Role::Collaborator),
    ("duyet.donggiang", "Hoàng Văn Duyệt", "donggiang.dongha", Role::Approver),
    ("btv.dongha", "Võ Thị Thành Phố", "dongha", Role::Editor),
    ("duyet.dongha", "Đặng Văn Phê Duyệt", "dongha", Role::Approver),
    ("btv.tinh", "Bùi Thị Cổng Tỉnh", "quangtri", Role::Editor),
    ("duyet.tinh", "Đỗ Văn Văn Phòng", "quangtri", Role::Approver),
    ("quantri.tinh", "Ngô Thị Đơn Vị", "quangtri", Role::UnitAdministrator),
    ("kiennghi.tinh", "Mai Thị Tiếp Nhận", "quangtri", Role::PetitionOfficer),
    ("thutruong.tinh", "Tạ Văn Chánh Văn Phòng", "quangtri", Role::Head),
    ("kiennghi.soyte", "Cao Thị Xử Lý", "soyte", Role::PetitionOfficer),
    ("thutruong.soyte", "Lý Văn Giám Đốc", "soyte", Role::Head),
    ("nentang", "Dương Văn Nền Tảng", "quangtri", Role::Platform),
];

/// Loads the demo into an installation; what is there already is passed over, so that a load that was
/// cut short goes on where it was. The people's password is told once, when they are made.
///
/// # Errors
/// A database that goes away; a fault in the demo's own files.
pub async fn load(app: &App, tell: &(dyn Fn(&str) + Send + Sync)) -> anyhow::Result<()> {
    let t = Locales::shipped().texts(Lang::VI);
    tell("demo: 150 sites");
    let options =
        site_import::Options { dry_run: false, skip_faulty: false, base: None, quiet: false };
    let report = site_import::import(app, &texts::units(), &t, options).await?;
    anyhow::ensure!(report.faults.is_empty(), "demo/units.csv has faults");
    node::load_sites(app).await?;
    tell("demo: pictures and articles");
    let files = files(app)?;
    let pictures = draw(app, &files).await?;
    articles(app, files, &pictures, tell).await?;
    documents::load(app, tell).await?;
    staff::load(app).await?;
    voices::load(app).await?;
    people(app, tell).await?;
    citizens(app).await?;
    Ok(petitions::load(app).await?)
}

/// What citizens are asked and send at two sites, and when they are received there.
async fn citizens(app: &App) -> Result<(), Fault> {
    for code in ["quangtri", "soyte"] {
        let Some(site) = app.sites.now().by_code(code).cloned() else { continue };
        let ctx = Ctx::system(app, site);
        portal_petitions::consultation::demo(app, &ctx).await?;
        portal_petitions::information::demo::load(app, &ctx).await?;
        portal_petitions::reception::demo::load(app, &ctx).await?;
    }
    // The home pages of districts and communes say when people are received next.
    for code in ["dongha", "donggiang.dongha"] {
        let Some(site) = app.sites.now().by_code(code).cloned() else { continue };
        portal_petitions::reception::demo::load(app, &Ctx::system(app, site)).await?;
    }
    Ok(())
}

fn files(app: &App) -> anyhow::Result<Vec<(String, ArticleFile)>> {
    let sites = app.sites.now();
    texts::all(&sites)
        .into_iter()
        .map(|(name, text)| {
            let file = file::read(text.as_bytes(), false)
                .map_err(|fault| anyhow::anyhow!("demo/{name}: {fault}"))?;
            Ok((format!("demo/{name}"), file))
        })
        .collect()
}

/// Pictures are drawn once per scene and seed, and kept on each site that shows them.
async fn draw(app: &App, files: &[(String, ArticleFile)]) -> anyhow::Result<Pictures> {
    /// Different drawings of a scene.
    const SEEDS: u64 = 3;
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, file) in files {
        if let (Some(site), Some((scene, _))) = (&file.site, &file.picture) {
            wanted.entry(site.clone()).or_default().insert(scene.clone());
        }
    }
    let mut drawn: HashMap<(String, u64), media::Ready> = HashMap::new();
    let mut pictures = Pictures::new();
    for (code, scenes) in wanted {
        let Some(site) = app.sites.now().by_code(&code).cloned() else { continue };
        let ctx = Ctx::system(app, Arc::clone(&site));
        let mut tx = app.begin(&ctx).await?;
        for scene in scenes {
            let name = format!("{scene}.jpg");
            let known = media::queries::by_name(&tx, site.id, &name).await?;
            let id: MediaId = match known {
                Some(id) => id,
                None => {
                    let seed = texts::seed(&[&code, &scene]) % SEEDS;
                    let key = (scene.clone(), seed);
                    if !drawn.contains_key(&key) {
                        drawn.insert(key.clone(), picture(app, &ctx, &scene, seed).await?);
                    }
                    let Some(ready) = drawn.get(&key).cloned() else { continue };
                    let alternative = alternative(&scene);
                    media::keep(app, &mut tx, site.id, None, (&name, alternative), ready).await?
                }
            };
            pictures.insert((code.clone(), scene), id);
        }
        tx.commit().await?;
    }
    Ok(pictures)
}

async fn picture(app: &App, ctx: &Ctx, scene: &str, seed: u64) -> anyhow::Result<media::Ready> {
    let (site, name) = (ctx.site.id, format!("{scene}.jpg"));
    let scene = scene.to_owned();
    let bytes =
        tokio::task::spawn_blocking(move || pictures::draw(&scene, seed, 1200, 675)).await??;
    let ready = media::examine(app, (ctx, site), &name, bytes.into()).await?;
    ready.map_err(|refusal| anyhow::anyhow!("a drawing of the demo is refused: {refusal:?}"))
}

/// What a drawing shows, for those who do not see it.
fn alternative(scene: &str) -> &'static str {
    match scene {
        "bien" => "Tranh vẽ bờ biển với sóng và mặt trời",
        "song" => "Tranh vẽ dòng sông và cây cầu",
        "nui" => "Tranh vẽ dãy núi",
        "ruong" => "Tranh vẽ ruộng lúa",
        "thanh-co" => "Tranh vẽ cổng thành cổ",
        "do-thi" => "Tranh vẽ phố và nhà cao tầng",
        "y-te" => "Tranh vẽ biểu tượng y tế",
        "hop" => "Tranh vẽ phòng họp",
        "so" => "Tranh vẽ các ô vuông nối nhau, tượng trưng cho chuyển đổi số",
        "le-hoi" => "Tranh vẽ đèn lồng ngày hội",
        "mua-lu" => "Tranh vẽ mưa lớn trên sông",
        "ban-do" => "Tranh vẽ bản đồ cách điệu",
        "rung" => "Tranh vẽ rừng cây",
        "cang" => "Tranh vẽ bến cảng và tàu",
        _ => "Tranh minh họa",
    }
}

async fn articles(
    app: &App,
    files: Vec<(String, ArticleFile)>,
    pictures: &Pictures,
    tell: &(dyn Fn(&str) + Send + Sync),
) -> anyhow::Result<()> {
    let mut desk = Desk::new(app, Defaults::default());
    let mut report = Report::default();
    let read = files.into_iter().map(|(name, file)| (name, Ok(file))).collect();
    let step = |step: Step<'_>| {
        if let Step::Faulty(name, fault) = step {
            tell(&format!("{name}: {fault}"));
        }
    };
    desk.take(read, pictures, &mut report, &step).await?;
    anyhow::ensure!(report.faulty == 0, "{} texts of the demo were not taken in", report.faulty);
    tell(&format!("demo: {} articles and pages", report.taken + report.there));
    Ok(())
}

/// Makes the people who are not there yet, all with one password, and tells it.
async fn people(app: &App, tell: &(dyn Fn(&str) + Send + Sync)) -> Result<(), Fault> {
    let mut password = std::env::var(PASSWORD).ok().map(Into::into);
    let mut lines = Vec::new();
    for (login, name, code, role) in PEOPLE {
        let Some(site) = app.sites.now().by_code(code).cloned() else { continue };
        let ctx = Ctx::system(app, Arc::clone(&site));
        let mut tx = app.begin_platform(&ctx).await?;
        if portal_core::people::by_login(&tx, login).await?.is_some() {
            continue;
        }
        let new = password.clone().map_or(NewPassword::Generated, NewPassword::Given);
        let account = NewAccount { login, name, email: None, password: new, must_change: false };
        let (person, chosen) = portal_auth::accounts::create(app, &mut tx, account).await?;
        portal_auth::grants::grant(&mut tx, &site, person, role, None, None).await?;
        tx.commit().await?;
        password = Some(chosen);
        let t = Locales::shipped().texts(Lang::VI);
        lines.push(format!(
            "  {login:<18} {:<20} {}",
            t.say(role.text_key()),
            app.url(&site, "/dang-nhap")
        ));
    }
    if let Some(password) = password.filter(|_| !lines.is_empty()) {
        use secrecy::ExposeSecret as _;
        tell("");
        tell("Accounts of the demo (this is shown once):");
        for line in &lines {
            tell(line);
        }
        tell(&format!("  Password of all: {}", password.expose_secret()));
        tell("");
    }
    Ok(())
}
