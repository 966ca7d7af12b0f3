//! Creating a site: the form, its checks, its birth.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use diesel::result::{DatabaseErrorKind, Error as DbError};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, Kind, Lang, Names, Outcome, Page, Posted,
    Redirect, Texts, birth,
    tenant::SiteRequest,
    ui::{self, Field, desk::DeskPage},
};

use super::{CREATE, LIST, birth_words, words};
use crate::site_import::first_particulars;

/// The empty form.
pub async fn form(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let province = app.sites.now().province().map(|site| site.code.to_string());
    let posted = Posted::from_pairs([
        ("kind", Kind::Department.as_str().to_owned()),
        ("parent", province.unwrap_or_default()),
        ("languages", Lang::VI.code().to_owned()),
    ]);
    Ok(Page::new(view(&app, &ctx, &posted, &FormFaults::default())))
}

/// Creates what was asked for, or fills in the suggested domain.
pub async fn create(ctx: Ctx, State(app): State<App>, mut posted: Posted) -> Outcome<Response> {
    if posted.line("do") == "suggest" {
        let faults = suggest(&app, &mut posted);
        let view = view(&app, &ctx, &posted, &faults);
        let page = if faults.is_empty() { Page::new(view) } else { Page::invalid(view) };
        return Ok(page.into_response());
    }
    if posted.line("domain").is_empty() {
        // What cannot be suggested is then named at the field.
        let _ = suggest(&app, &mut posted);
    }
    match give_birth(&app, &ctx, &posted).await {
        Ok(Ok(location)) => Ok(Redirect::to(location).into_response()),
        Ok(Err(faults)) => Ok(Page::invalid(view(&app, &ctx, &posted, &faults)).into_response()),
        Err(fault) => {
            let faults = taken_meanwhile(&fault).ok_or(fault)?;
            Ok(Page::invalid(view(&app, &ctx, &posted, &faults)).into_response())
        }
    }
}

/// Creates the site, or says what is wrong with the form; gives where its sender is led.
async fn give_birth(app: &App, ctx: &Ctx, posted: &Posted) -> Outcome<Result<String, FormFaults>> {
    let location = words::after(ctx, &posted.line("code"), "tao");
    let mut tx = app.begin_platform(ctx).await?;
    // Before the checks: sent a second time, the form would find its own site in the way.
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Ok(location));
    }
    match request(app, posted) {
        Ok(request) => {
            birth::create(app, &mut tx, &request).await?;
            tx.commit().await?;
            Ok(Ok(location))
        }
        Err(faults) => {
            tx.roll_back().await?;
            Ok(Err(faults))
        }
    }
}

/// Another process took the short name or the host between the check and the birth.
fn taken_meanwhile(fault: &Fault) -> Option<FormFaults> {
    let Fault::Bug(cause) = fault else { return None };
    let DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, about) =
        cause.downcast_ref::<DbError>()?
    else {
        return None;
    };
    let taken = match about.constraint_name()? {
        "sites_code_key" => birth::BirthFault::CodeTaken,
        "sites_host_key" => birth::BirthFault::HostTaken,
        _ => return None,
    };
    let mut faults = FormFaults::default();
    let (field, fault) = birth_words::at_field(&taken);
    faults.add(field, fault);
    Some(faults)
}

/// Puts the domain together from kind, short name and parent.
///
/// Requirement: R-T2.
fn suggest(app: &App, posted: &mut Posted) -> FormFaults {
    let mut faults = FormFaults::default();
    let code = posted.line("code");
    if code.is_empty() {
        faults.add("code", FieldFault::Missing);
        return faults;
    }
    let kind = Kind::parse(&posted.line("kind"));
    let suggested = kind.and_then(|kind| suggestion(app, kind, &code, &posted.line("parent")));
    match suggested {
        None => faults.add("kind", FieldFault::NoSuchChoice),
        Some(Err(fault)) => faults.add("domain", birth_words::domain(&fault)),
        Some(Ok(host)) => {
            let others =
                ["kind", "code", "name_vi", "name_en", "parent", portal_core::form::FORM_KEY];
            let mut pairs: Vec<(String, String)> =
                others.iter().map(|name| ((*name).to_owned(), posted.text(name))).collect();
            pairs.extend(posted.all("languages").into_iter().map(|l| ("languages".to_owned(), l)));
            pairs.push(("domain".to_owned(), host));
            *posted = Posted::from_pairs(pairs);
        }
    }
    faults
}

/// The domain a site would have by the law's form; `None` where its kind has none.
pub fn suggestion(
    app: &App,
    kind: Kind,
    code: &str,
    parent: &str,
) -> Option<Result<String, portal_core::law::DomainFault>> {
    let form = app.tenant(kind)?.domain_form(birth::structure(app)?)?;
    let sites = app.sites.now();
    let above = sites.by_code(parent).map(|site| site.host.to_string());
    let name = code.split('.').next().unwrap_or(code);
    Some(form.host(&app.config().base_domain, name, above.as_deref()))
}

/// Reads and checks the form.
fn request(app: &App, posted: &Posted) -> Result<SiteRequest, FormFaults> {
    let mut faults = FormFaults::default();
    let kind = Kind::parse(&posted.line("kind"));
    if kind.is_none() {
        faults.add("kind", FieldFault::NoSuchChoice);
    }
    let vi = posted.line("name_vi");
    if !portal_core::form::is_storable(&vi) {
        faults.add("name_vi", FieldFault::BrokenText);
    }
    let en = faults.check("name_en", posted.line("name_en"), false, 200);
    let languages: Vec<Lang> = Lang::all()
        .into_iter()
        .filter(|lang| posted.all("languages").iter().any(|code| code == lang.code()))
        .collect();
    let Some(kind) = kind else { return Err(faults) };
    let parent = Some(posted.line("parent")).filter(|code| !code.is_empty());
    let names = Names { vi: vi.into(), en: (!en.is_empty()).then(|| en.into()) };
    let host = posted.line("domain");
    let above = parent
        .as_deref()
        .and_then(|code| app.sites.now().by_code(code).map(|site| site.names.vi.to_string()));
    let request = SiteRequest {
        kind,
        code: posted.line("code"),
        particulars: first_particulars(kind, &names, &host, &place(app), above.as_deref()),
        names,
        parent: parent.filter(|_| kind != Kind::Province),
        host,
        languages: Some(languages),
    };
    for fault in birth::check(app, &request) {
        let (field, fault) = birth_words::at_field(&fault);
        faults.add(field, fault);
    }
    if faults.is_empty() { Ok(request) } else { Err(in_order(&faults)) }
}

/// The faults in the order of the form.
fn in_order(faults: &FormFaults) -> FormFaults {
    let mut ordered = FormFaults::default();
    for field in ["kind", "name_vi", "name_en", "parent", "code", "domain", "languages"] {
        for (_, fault) in faults.iter().filter(|(of, _)| *of == field) {
            ordered.add(field, fault.clone());
        }
    }
    ordered
}

/// "tỉnh Quảng Trị", for a first address.
pub fn place(app: &App) -> String {
    crate::site_import::province_words(&[], &app.sites.now())
}

/// Key of a field's label.
pub(super) fn label(field: &str) -> &'static str {
    match field {
        "kind" => "site-kind",
        "code" => "site-code",
        "name_vi" => "site-name-vi",
        "name_en" => "site-name-en",
        "parent" => "site-parent",
        "languages" => "site-languages",
        _ => "site-domain",
    }
}

fn view(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let field = |name: &'static str| Field::new(&t, posted, faults, name, label(name));
    let page = DeskPage {
        title: &t.say("platform-create"),
        lead: Some(&t.say("platform-create-lead")),
        entry: LIST,
        trail: &[(t.say("platform-desk"), LIST.to_owned())],
        actions: html! {},
        flash: None,
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(CREATE)) data-once=(t.say("platform-saving")) novalidate {
            (ui::form_key(Some(posted)))
            (field("kind").required().select(&kinds(app, &t)))
            (field("name_vi").required().max(200).hint("site-name-vi-hint").input("text"))
            (field("name_en").max(200).hint("site-name-en-hint").input("text"))
            (field("parent").required().hint("site-parent-hint").select(&parents(app, ctx)))
            (field("code").required().max(64).hint("site-code-hint").width("m").input("text"))
            (field("domain").hint_text(domain_hint(app, &t)).input("text"))
            (languages(&t, posted, faults, &Lang::all()))
            div.buttons {
                button.btn.btn-main name="do" value="create" { (t.say("platform-create-do")) }
                button.btn name="do" value="suggest" { (t.say("platform-suggest")) }
                a.btn.btn-quiet href=(ctx.path_to(LIST)) { (t.say("platform-cancel")) }
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// The forms of domains there are, as the law writes them.
fn domain_hint(app: &App, t: &Texts) -> String {
    let structure = birth::structure(app);
    let forms: Vec<String> = app
        .tenants()
        .filter(|plugin| plugin.kind() != Kind::Province)
        .filter_map(|plugin| {
            let form = plugin.domain_form(structure?)?;
            let form = form.as_str().replace("{base}", &app.config().base_domain);
            Some(format!("{}: {form}", words::kind(t, plugin.kind())))
        })
        .collect();
    t.with("site-domain-hint", [("forms", forms.join("; ").into())])
}

/// The kinds that can be created.
fn kinds(app: &App, t: &Texts) -> Vec<(String, String)> {
    let has_province = app.sites.now().province().is_some();
    let structure = birth::structure(app);
    app.tenants()
        .filter(|plugin| structure.is_some_and(|known| plugin.domain_form(known).is_some()))
        .map(portal_core::TenantPlugin::kind)
        .filter(|kind| *kind != Kind::Province || !has_province)
        .map(|kind| (kind.as_str().to_owned(), words::kind(t, kind)))
        .collect()
}

/// The sites others may stand under.
fn parents(app: &App, ctx: &Ctx) -> Vec<(String, String)> {
    app.sites
        .now()
        .all()
        .iter()
        .filter(|site| site.kind != Kind::Commune)
        .map(|site| (site.code.to_string(), site.name(ctx.lang).to_owned()))
        .collect()
}

/// Which languages a site is in; Vietnamese is always one.
pub fn languages(t: &Texts, posted: &Posted, faults: &FormFaults, all: &[Lang]) -> Markup {
    let chosen = posted.all("languages");
    let fault = faults.of("languages");
    html! {
        fieldset.field.choices id="f-languages" data-invalid[fault.is_some()] {
            legend { (t.say("site-languages")) }
            p.hint { (t.say("site-languages-hint")) }
            @if let Some(fault) = fault {
                p.error { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) }
            }
            @for lang in all {
                label.choice {
                    input type="checkbox" name="languages" value=(lang.code())
                        checked[chosen.iter().any(|code| code == lang.code())];
                    " " span { (lang.own_name()) }
                }
            }
        }
    }
}
