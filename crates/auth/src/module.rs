//! The module, and the gatekeeper: one value, shared.

use std::{ops::Deref, sync::Arc};

use async_trait::async_trait;
use portal_core::{
    Access, Actor, App, FactRow, Gatekeeper, Module, Outcome, Permission, Person, PersonId, Routes,
    Site,
    fact::FactCard,
    module::DeskEntry,
    people::{self, PersonRow},
};

use crate::{
    CredentialStore, answers,
    credentials::LocalAccounts,
    limits::Limits,
    members,
    permissions::MEMBERS,
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

    /// With local accounts.
    pub fn local() -> Self {
        Self::new(LocalAccounts::default())
    }
}

#[async_trait]
impl Module for Auth {
    fn key(&self) -> &'static str {
        KEY
    }

    fn routes(&self, routes: Routes) -> Routes {
        let members_of = Access::Staff(MEMBERS);
        let routes = sign_in::routes(self, routes);
        routes
            .get(members::PATH, members_of, members::list)
            .post(members::PATH, members_of, members::add)
            .get("/quan-tri/thanh-vien/{person}/{role}/thoi", members_of, members::ask_revoke)
            .post("/quan-tri/thanh-vien/{person}/{role}/thoi", members_of, members::revoke)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![DeskEntry { text: "members", path: members::PATH, permission: MEMBERS, order: 80 }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![MEMBERS]
    }

    fn facts(&self) -> Vec<FactCard> {
        answers::cards()
    }

    async fn hear(&self, _: &App, fact: &FactRow) -> anyhow::Result<()> {
        let people = fact.touches.iter().filter_map(|tag| tag.strip_prefix("person:"));
        for person in people.filter_map(|id| id.parse().ok()) {
            self.known.forget(PersonId(person));
        }
        Ok(())
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
        let Some((person, created, mut seen)) = queries::by_hash(&conn, site.id, &hash).await?
        else {
            return Ok(Actor::Nobody);
        };
        if !session::is_alive(created, seen, now) {
            return Ok(Actor::Nobody);
        }
        let Some(person) = people::by_id(&conn, person).await?.filter(|person| person.active)
        else {
            return Ok(Actor::Nobody);
        };
        if session::is_worth_noting(seen, now) {
            queries::note(&conn, site.id, &hash, now).await?;
            seen = now;
        }
        let grants = queries::grants_of(&conn, site.id, PersonId(person.id), now).await?;
        let PersonRow { id, login, name, .. } = person;
        let person = Arc::new(Person { id: PersonId(id), name, login, grants });
        let known = Known { person: Arc::clone(&person), created, seen, read: now };
        self.known.keep(site.id, hash, known, mark);
        Ok(Actor::Person(person))
    }

    fn sign_in_path(&self, next: &str) -> String {
        sign_in::path(next)
    }
}
