//! A district, town or city under the province; known to the rules before two-level government.

use portal_core::{
    Kind, Lang, TenantPlugin,
    site::MenuEntry,
    tenant::{Region, Slot},
};

use super::{MODULES, about, direction, disclosure, documents, home, section, slot, tail};

/// What a district's site is by default.
pub struct District;

impl TenantPlugin for District {
    fn kind(&self) -> Kind {
        Kind::District
    }

    fn languages(&self) -> &[Lang] {
        &[Lang::VI]
    }

    fn modules(&self) -> &[&'static str] {
        MODULES
    }

    fn menu(&self) -> Vec<MenuEntry> {
        let mut menu = vec![
            home(),
            about([
                section("Điều kiện tự nhiên", "dieu-kien-tu-nhien"),
                section("Lịch sử, truyền thống văn hóa", "lich-su-van-hoa"),
                section("Di tích, danh thắng", "di-tich-danh-thang"),
            ]),
            section("Tin tức", "tin-tuc").over([
                section("Tin tức – sự kiện", "tin-tuc"),
                section("Kinh tế – xã hội", "kinh-te-xa-hoi"),
                section("Cải cách hành chính", "cai-cach-hanh-chinh"),
                section("Thông báo", "thong-bao"),
            ]),
            direction(),
            documents([]),
            disclosure([section("Đất đai", "dat-dai")]),
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
            slot(Region::Main, "petitions.answered", ""),
            slot(Region::Main, "articles.section", "kinh-te-xa-hoi"),
            slot(Region::Side, "reception.next", ""),
            slot(Region::Side, "articles.notices", ""),
            slot(Region::Side, "articles.latest", ""),
            slot(Region::Side, "documents.latest", ""),
            slot(Region::Foot, "core.directory", ""),
        ];
        HOME
    }
}
