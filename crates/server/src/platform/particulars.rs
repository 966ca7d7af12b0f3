//! Name and footer of a site (R-T6).

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, Names, Outcome, Page, Posted, Redirect, Site,
    site::Particulars,
    ui::{self, Field},
};

use super::{changes, site_path, words};

/// Fields of the footer: name, key of the label, length, type of the input.
const FOOTER: [(&str, &str, usize, &str); 7] = [
    ("owner", "footer-owner", 200, "text"),
    ("responsible", "footer-responsible", 200, "text"),
    ("address", "footer-address", 300, "text"),
    ("phone", "footer-phone", 40, "tel"),
    ("fax", "footer-fax", 40, "tel"),
    ("email", "footer-email", 200, "email"),
    ("licence", "footer-licence", 300, "text"),
];

/// The form, filled in with what is there.
pub async fn form(ctx: Ctx, State(app): State<App>, Path(code): Path<String>) -> Outcome<Page> {
    let site = words::fresh(&app, &code).await?;
    let p = &site.particulars;
    let posted = Posted::from_pairs([
        ("name_vi", &*site.names.vi),
        ("name_en", site.names.en.as_deref().unwrap_or_default()),
        ("owner", &p.owner),
        ("responsible", &p.responsible),
        ("address", &p.address),
        ("phone", &p.phone),
        ("fax", &p.fax),
        ("email", &p.email),
        ("licence", &p.licence),
    ]);
    Ok(Page::new(view(&app, &ctx, &site, &posted, &FormFaults::default())))
}

/// Saves it.
pub async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let (names, particulars) = match read(&posted) {
        Ok(read) => read,
        Err(faults) => {
            let site = words::fresh(&app, &code).await?;
            return Ok(Page::invalid(view(&app, &ctx, &site, &posted, &faults)).into_response());
        }
    };
    let location = words::after(&ctx, &code, "thong-tin");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let row = changes::lock(&tx, &code).await?;
    let (_, _, state) = changes::written(&row)?;
    changes::save(&mut tx, &row, &names, &particulars, state).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

fn read(posted: &Posted) -> Result<(Names, Particulars), FormFaults> {
    let mut faults = FormFaults::default();
    let vi = faults.check("name_vi", posted.line("name_vi"), true, 200);
    let en = faults.check("name_en", posted.line("name_en"), false, 200);
    let mut cells = Vec::new();
    for (name, _, max, _) in FOOTER {
        // The footer's e-mail and telephone may be missing while a unit has none; what is required
        // before going live is a duty of the law packs, not of this form.
        cells.push(faults.check(name, posted.line(name), matches!(name, "owner" | "address"), max));
    }
    let mut cells = cells.into_iter().map(String::into_boxed_str);
    let mut next = || cells.next().unwrap_or_default();
    let particulars = Particulars {
        owner: next(),
        responsible: next(),
        address: next(),
        phone: next(),
        fax: next(),
        email: next(),
        licence: next(),
    };
    for (name, number) in [("phone", &particulars.phone), ("fax", &particulars.fax)] {
        if number.chars().any(|c| !(c.is_ascii_digit() || "+.-() /".contains(c))) {
            faults.add(name, FieldFault::Other("platform-field-phone", Vec::new()));
        }
    }
    if !particulars.email.is_empty() && !is_address(&particulars.email) {
        faults.add("email", FieldFault::Other("platform-field-email", Vec::new()));
    }
    let names = Names { vi: vi.into(), en: (!en.is_empty()).then(|| en.into()) };
    if faults.is_empty() { Ok((names, particulars)) } else { Err(faults) }
}

/// Whether a text looks like an e-mail address: one `@`, something before it, a dot behind it.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(own, host)| {
        !own.is_empty()
            && !host.contains('@')
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text.contains(char::is_whitespace)
    })
}

fn view(app: &App, ctx: &Ctx, site: &Site, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let path = site_path(&site.code);
    let label = |name: &str| match name {
        "name_vi" => "site-name-vi",
        "name_en" => "site-name-en",
        _ => {
            FOOTER.iter().find(|(own, ..)| *own == name).map_or("footer-owner", |(_, key, ..)| key)
        }
    };
    let field = |name: &'static str| Field::new(&t, posted, faults, name, label(name));
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(&format!("{path}/thong-tin"))) data-once=(t.say("platform-saving")) novalidate {
            (ui::form_key(Some(posted)))
            (field("name_vi").required().max(200).input("text"))
            (field("name_en").max(200).hint("site-name-en-hint").input("text"))
            @for (name, _, max, kind) in FOOTER {
                @if matches!(name, "owner" | "address") { (field(name).required().max(max).input(kind)) }
                @else { (field(name).max(max).input(kind)) }
            }
            div.buttons {
                button.btn.btn-main { (t.say("platform-save")) }
                a.btn.btn-quiet href=(ctx.path_to(&path)) { (t.say("platform-cancel")) }
            }
        }
    };
    words::page_of_site(
        app,
        ctx,
        site,
        &t.say("platform-particulars"),
        &t.say("platform-particulars-lead"),
        &main,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_of_the_footer_stands_at_its_field() {
        let posted = Posted::from_pairs([
            ("name_vi", "Sở Y tế"),
            ("owner", "UBND tỉnh"),
            ("address", ""),
            ("phone", "gọi tôi"),
            ("email", "soyte@"),
        ]);
        let faults = read(&posted).expect_err("it has faults");
        let fields: Vec<_> = faults.iter().map(|(name, _)| name).collect();
        assert_eq!(fields, ["address", "phone", "email"]);
    }
}
