//! A department, board or branch of the province.

use portal_core::{
    Kind, Lang, TenantPlugin,
    site::MenuEntry,
    tenant::{Region, Slot},
};

use super::{MODULES, about, direction, disclosure, documents, english, home, section, slot, tail};

/// What a department's site is by default.
pub struct Department;

impl TenantPlugin for Department {
    fn kind(&self) -> Kind {
        Kind::Department
    }

    fn languages(&self) -> &[Lang] {
        &[Lang::VI, Lang::EN]
    }

    fn modules(&self) -> &[&'static str] {
        MODULES
    }

    fn menu(&self) -> Vec<MenuEntry> {
        let mut menu = vec![
            home(),
            about([]),
            english("Introduction", "introduction"),
            english("Organisation", "organisation"),
            english("News", "news"),
            english("Contacts", "contacts"),
            section("Tin tức", "tin-tuc").over([
                section("Tin tức – sự kiện", "tin-tuc"),
                section("Cải cách hành chính", "cai-cach-hanh-chinh"),
                section("Chuyển đổi số", "chuyen-doi-so"),
                section("Thông báo", "thong-bao"),
            ]),
            direction(),
            documents([]),
            disclosure([
                section("Thông tin thống kê", "thong-ke"),
                section("Báo cáo tài chính năm", "bao-cao-tai-chinh"),
                section("Đề tài khoa học", "de-tai-khoa-hoc"),
            ]),
        ];
        menu.extend(tail());
        menu
    }

    fn home(&self) -> &[Slot] {
        const HOME: &[Slot] = &[
            slot(Region::Lead, "articles.lead", ""),
            slot(Region::Main, "core.quick-links", ""),
            slot(Region::Main, "articles.section", "tin-tuc"),
            slot(Region::Main, "consultations.open", ""),
            slot(Region::Main, "articles.section", "chi-dao-dieu-hanh"),
            slot(Region::Main, "petitions.answered", ""),
            slot(Region::Main, "articles.section", "cai-cach-hanh-chinh"),
            slot(Region::Side, "articles.notices", ""),
            slot(Region::Side, "articles.latest", ""),
            slot(Region::Side, "documents.latest", ""),
            slot(Region::Foot, "core.directory", ""),
        ];
        HOME
    }
}
