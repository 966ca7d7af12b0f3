//! The module.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use portal_core::{
    Fact as _, Job as _, Jobs, Module, Permission, Recurring, Routes,
    calendar::CalendarChanged,
    fact::FactCard,
    module::{DeskEntry, Listener},
};

use super::{
    answers::AnswerMerged,
    deeds, desk, facts, letters,
    permissions::{APPROVE, EXTEND, HANDLE, IDENTITY, READ, SUPERVISE},
    publications, queries,
    timers::{Remind, TellMoved},
};

/// Key of the module.
pub const KEY: &str = "petitions";

/// Petitions, questions and reflections, and what becomes of them (R-P1 to R-P5).
pub struct Petitions;

#[async_trait::async_trait]
impl Module for Petitions {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        desk::routes(routes)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        desk::desk_menu()
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![HANDLE, APPROVE, EXTEND, IDENTITY, READ, SUPERVISE]
    }

    fn facts(&self) -> Vec<FactCard> {
        let mut cards = facts::cards();
        cards.extend(deeds::facts::cards());
        cards.extend(publications::facts());
        cards
    }

    fn jobs(&self) -> Jobs {
        Jobs::default()
            .with::<letters::SendLetter>()
            .with::<AnswerMerged>()
            .with::<Remind>()
            .with::<TellMoved>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        vec![Remind::recurring()]
    }

    fn listeners(&self) -> Vec<Listener> {
        vec![Listener { module: KEY, fact: CalendarChanged::KIND, job: TellMoved::KIND }]
    }

    async fn name_subjects(
        &self,
        conn: &AsyncPgConnection,
        subjects: &[String],
    ) -> QueryResult<Vec<(String, String)>> {
        queries::name_subjects(conn, subjects).await
    }
}
