//! From where, and at what hours, the desk is reached, `[desk]`.

use portal_core::{DeskConfig, desk};

use super::{Reader, keys};

impl Reader {
    /// Everything may be left out: then the desk is reached from everywhere, always.
    pub(super) fn desk(&mut self) -> DeskConfig {
        let named: Vec<String> = self.optional(keys::DESK_NETWORKS).unwrap_or_default();
        let networks = named
            .iter()
            .filter_map(|text| {
                desk::network(text).map_err(|it| self.refuse(keys::DESK_NETWORKS, &it)).ok()
            })
            .collect();
        let shut: Option<String> = self.optional(keys::DESK_SHUT);
        let shut = shut.and_then(|hours| match hours.parse() {
            Ok(hours) => Some(hours),
            Err(reason) => {
                self.refuse(keys::DESK_SHUT, reason);
                None
            }
        });
        let call: Option<String> = self.optional(keys::DESK_CALL);
        let call = call.map(|call| call.trim().to_owned()).filter(|call| !call.is_empty());
        DeskConfig { networks, shut, call }
    }
}
