//! How far an actor's rights reach over the sections of a site (R-A4).

use diesel_async::AsyncPgConnection;
use portal_core::{Ctx, Outcome, Permission, PersonId};

use crate::{
    permissions::{EDIT, WRITE},
    section::{self, Tree},
};

/// Where somebody holds a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everywhere on the site.
    Everywhere,
    /// In these sections; nowhere when there is none.
    Sections(Vec<i64>),
}

impl Reach {
    /// Where the actor holds a permission. Reads the sections only where it has to.
    pub async fn of(conn: &AsyncPgConnection, ctx: &Ctx, permission: Permission) -> Outcome<Self> {
        if ctx.may_whole(permission) {
            return Ok(Self::Everywhere);
        }
        if !ctx.may(permission) {
            return Ok(Self::Sections(Vec::new()));
        }
        let tree = section::queries::tree(conn, ctx.site.id).await?;
        Ok(Self::in_tree(ctx, &tree, permission))
    }

    /// The same over sections that were read already.
    fn in_tree(ctx: &Ctx, tree: &Tree, permission: Permission) -> Self {
        let held = tree
            .all()
            .iter()
            .filter(|section| ctx.may_in(permission, &tree.path(section.id())))
            .map(|section| section.id);
        Self::Sections(held.collect())
    }

    /// The sections, where it is not everywhere.
    pub fn sections(self) -> Option<Vec<i64>> {
        match self {
            Self::Everywhere => None,
            Self::Sections(sections) => Some(sections),
        }
    }
}

/// What somebody sees on the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Everything in these sections, as an editor; `None` is the whole site.
    pub edits: Option<Vec<i64>>,
    /// Their own in these sections; `None` is the whole site.
    pub writes: Option<Vec<i64>>,
    /// Who.
    pub person: Option<PersonId>,
}

impl Seen {
    /// What the actor sees: all of the sections they edit, their own in those they write in.
    pub async fn by(conn: &AsyncPgConnection, ctx: &Ctx) -> Outcome<Self> {
        let person = ctx.actor.id();
        if ctx.may_whole(EDIT) {
            return Ok(Self { person, ..Self::default() });
        }
        let edits = Reach::of(conn, ctx, EDIT).await?.sections();
        let writes = Reach::of(conn, ctx, WRITE).await?.sections();
        Ok(Self { edits, writes, person })
    }

    /// The sections of which they see anything; `None` is all.
    pub fn sections(&self) -> Option<Vec<i64>> {
        let (edits, writes) = (self.edits.as_ref()?, self.writes.as_ref()?);
        Some(edits.iter().chain(writes).copied().collect())
    }
}
