//! When leaders receive citizens (key `citizen_reception.schedule_lead` of the law packs).

pub mod module;

pub use module::Reception;
