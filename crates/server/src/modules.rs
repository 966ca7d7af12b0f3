//! The modules of this installation. A new module is one line here.

use portal_core::module::Modules;

/// All modules, in the order in which they stand on pages and in a site's set.
pub fn all(auth: &portal_auth::Auth) -> Modules {
    Modules::new(vec![
        Box::new(auth.clone()),
        Box::new(portal_content::modules::Content),
        Box::new(portal_content::modules::Articles),
        Box::new(portal_content::modules::Pages),
        Box::new(portal_content::modules::Documents),
        Box::new(portal_content::modules::Feeds),
        Box::new(portal_petitions::Petitions),
        Box::new(portal_petitions::Consultations),
        Box::new(portal_petitions::InformationRequests),
        Box::new(portal_petitions::Surveys),
        Box::new(portal_petitions::Satisfaction),
        Box::new(portal_petitions::Comments),
        Box::new(portal_petitions::Reception),
        Box::new(portal_search::Search::default()),
        Box::new(portal_monitoring::Monitoring),
        Box::new(crate::platform::Platform),
        Box::new(crate::notices::Notices),
        Box::new(crate::audit::Audit),
        Box::new(crate::backup::Backup),
        Box::new(crate::staff::Staff),
        Box::new(crate::calendar::WorkingCalendar),
    ])
}
