//! The module, and the gatekeeper: one value, shared.

use std::{ops::Deref, sync::Arc};

use async_trait::async_trait;
use diesel_async::AsyncPgConnection;
use portal_core::{
    Access, Actor, App, Ctx, FactRow, Fault, Gatekeeper, Jobs, Module, Outcome, Permission, Person,
    PersonId, Recurring, Routes, Site, SiteId,
    fact::FactCard,
    module::DeskEntry,
    people::{self, Holder, PersonRow},
    personal::held::{Held, Wanted},
};

use crate::{
    CredentialStore, account,
    accounts::life::{LOOKED_THROUGH, SwitchOffIdle},
    answers,
    delegations::pages as delegations,
    factor, held,
    limits::Limits,
    members, people_desk,
    permissions::{MEMBERS, OWN, PEOPLE, RESETS},
    reset, rights,
    session::{
        self, Token,
        known::{Known, KnownSessions},
        queries,
    },
    sign_in,
};

/// Key of the module.
pub const KEY: &str = "auth";

/// Sign-in, sessions, roles. The composition makes one and gives it twice: as a module and as the
/// gatekeeper.
#[derive(Clone)]
pub struct Auth(Arc<Inner>);

/// What a process has of it.
pub struct Inner {
    pub(crate) store: Box<dyn CredentialStore>,
    pub(crate) limits: Limits,
    pub(crate) known: KnownSessions,
}

impl Deref for Auth {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Auth {
    /// With a store of credentials.
    pub fn new(store: impl CredentialStore + 'static) -> Self {
        Self(Arc::new(Inner {
            store: Box::new(store),
            limits: Limits::default(),
            known: KnownSessions::default(),
        }))
    }
}

#[async_trait]
impl Module for Auth {
    fn key(&self) -> &'static str {
        KEY
    }

    fn routes(&self, routes: Routes) -> Routes {
        let (members_of, own) = (Access::Staff(MEMBERS), Access::Staff(OWN));
        let people_of = Access::Platform(PEOPLE);
        let routes = account::routes(self, sign_in::routes(self, routes));
        let routes = reset::office::routes(self, reset::code::routes(self, routes));
        // Whoever is turned away at the desk may still sign out.
        let routes = sign_in::way_out(self, factor::routes(self, routes).for_staff());
        routes
            .get(members::PATH, members_of, members::list)
            .post(members::PATH, members_of, members::add)
            .proved()
            .get("/quan-tri/thanh-vien/{person}/{grant}/thoi", members_of, members::ask_revoke)
            .proved()
            .post("/quan-tri/thanh-vien/{person}/{grant}/thoi", members_of, members::revoke)
            .proved()
            .post("/quan-tri/thanh-vien/{person}/ra-soat", members_of, members::review)
            .get(rights::PATH, own, rights::show)
            .get(delegations::PATH, own, delegations::show)
            .post(delegations::PATH, own, delegations::give)
            .proved()
            .post("/quan-tri/uy-quyen/{id}/cham-dut", own, delegations::end)
            .proved()
            .get(people_desk::PATH, people_of, people_desk::find)
            .get("/nen-tang/nguoi/{id}", people_of, people_desk::show)
            .post("/nen-tang/nguoi/{id}/khoa", people_of, people_desk::switch_off)
            .proved()
            .post("/nen-tang/nguoi/{id}/mo-khoa", people_of, people_desk::switch_on)
            .proved()
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        let entry = |text, path, permission, order| DeskEntry { text, path, permission, order };
        vec![
            entry("delegations", delegations::PATH, OWN, 70),
            entry("rights", rights::PATH, OWN, 75),
            entry("members", members::PATH, MEMBERS, 80),
            entry("resets", reset::office::LIST, RESETS, 85),
            entry("people-desk", people_desk::PATH, PEOPLE, 95),
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![MEMBERS, OWN, PEOPLE, RESETS]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<SwitchOffIdle>().with::<reset::send::SendCode>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        vec![Recurring::of::<SwitchOffIdle>(LOOKED_THROUGH)]
    }

    fn facts(&self) -> Vec<FactCard> {
        answers::cards()
    }

    async fn holders(
        &self,
        app: &App,
        site: SiteId,
        permission: Permission,
    ) -> Outcome<Vec<Holder>> {
        let conn = app.db().site(site).await?;
        Ok(answers::holders(&conn, site, permission.roles, app.now()).await?)
    }

    async fn hear(&self, _: &App, fact: &FactRow) -> anyhow::Result<()> {
        let people = fact.touches.iter().filter_map(|tag| tag.strip_prefix("person:"));
        for person in people.filter_map(|id| id.parse().ok()) {
            self.known.forget(PersonId(person));
        }
        Ok(())
    }
    async fn held_about(
        &self,
        _: &App,
        conn: &AsyncPgConnection,
        wanted: &Wanted,
    ) -> Outcome<Vec<Held>> {
        Ok(held::about(conn, wanted.people()).await?)
    }
}

#[async_trait]
impl Gatekeeper for Auth {
    async fn actor(&self, app: &App, site: &Site, token: &str) -> Outcome<Actor> {
        let Some(token) = Token::parse(token) else { return Ok(Actor::Nobody) };
        let (hash, now) = (token.hash(), app.now());
        if let Some(known) = self.known.find(site.id, &hash, now) {
            return Ok(Actor::Person(known.person));
        }
        let mark = self.known.mark();
        let conn = app.db().site(site.id).await?;
        let Some(held) = queries::by_hash(&conn, site.id, &hash).await? else {
            return Ok(Actor::Nobody);
        };
        let queries::Held { sign_in, person, created, mut seen, last, told, .. } = held;
        if !session::is_alive(created, seen, now) {
            return Ok(Actor::Nobody);
        }
        let Some(person) = people::by_id(&conn, person).await?.filter(|person| person.active)
        else {
            return Ok(Actor::Nobody);
        };
        if session::is_worth_noting(seen, now) {
            queries::note(&conn, sign_in, now).await?;
            seen = now;
        }
        let grants = queries::grants_of(&conn, site.id, PersonId(person.id), now).await?;
        let PersonRow { id, login, name, .. } = person;
        let last = last.filter(|_| !told);
        let person = Arc::new(Person { id: PersonId(id), name, login, grants, last });
        let known = Known { person: Arc::clone(&person), created, seen, read: now };
        self.known.keep(site.id, hash, known, mark);
        Ok(Actor::Person(person))
    }

    fn sign_in_path(&self, next: &str) -> String {
        sign_in::path(next)
    }

    async fn to_prove(
        &self,
        app: &App,
        ctx: &Ctx,
        token: &str,
        next: Option<&str>,
    ) -> Outcome<Option<String>> {
        let token = Token::parse(token).ok_or(Fault::SignIn)?;
        factor::again::to_prove(app, ctx, &token, next).await
    }

    async fn told(&self, app: &App, ctx: &Ctx, token: &str) -> Outcome<()> {
        let Some(token) = Token::parse(token) else { return Ok(()) };
        let site = ctx.site.id;
        let conn = app.db().site(site).await?;
        if let Some(held) = queries::by_hash(&conn, site, &token.hash()).await? {
            queries::told(&conn, held.sign_in).await?;
            self.known.forget(held.person);
        }
        Ok(())
    }
}
