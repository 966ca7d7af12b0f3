//! The provincial portal.

use portal_core::{
    Kind, Lang, TenantPlugin,
    site::MenuEntry,
    tenant::{Region, Slot},
};

use super::{MODULES, about, direction, disclosure, documents, english, home, section, slot, tail};

/// What a province's own site is by default.
pub struct Province;

impl TenantPlugin for Province {
    fn kind(&self) -> Kind {
        Kind::Province
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
            about([
                section("Bản đồ địa giới hành chính", "ban-do-dia-gioi"),
                section("Điều kiện tự nhiên", "dieu-kien-tu-nhien"),
                section("Lịch sử, truyền thống văn hóa", "lich-su-van-hoa"),
                section("Di tích, danh thắng", "di-tich-danh-thang"),
                section("Cơ sở hạ tầng", "co-so-ha-tang"),
            ]),
            english("Introduction", "introduction").over([
                english("Natural conditions", "natural-conditions"),
                english("Infrastructure", "infrastructure"),
                english("History", "history"),
            ]),
            english("Organisation", "organisation"),
            english("News", "news"),
            english("Contacts", "contacts"),
            section("Tin tức", "tin-tuc").over([
                section("Kinh tế – xã hội", "kinh-te-xa-hoi"),
                section("Cải cách hành chính", "cai-cach-hanh-chinh"),
                section("Chuyển đổi số", "chuyen-doi-so"),
                section("Văn hóa – du lịch", "van-hoa-du-lich"),
                section("Thông báo", "thong-bao"),
            ]),
            direction(),
            documents([section("Công báo điện tử", "cong-bao")]),
            disclosure([
                section("Thông tin thống kê", "thong-ke"),
                section("Báo cáo tài chính năm", "bao-cao-tai-chinh"),
                section("Đất đai", "dat-dai"),
                section("Ưu đãi, kêu gọi đầu tư", "uu-dai-dau-tu"),
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
            slot(Region::Main, "consultations.open", ""),
            slot(Region::Main, "articles.section", "chi-dao-dieu-hanh"),
            slot(Region::Main, "articles.section", "kinh-te-xa-hoi"),
            slot(Region::Main, "petitions.answered", ""),
            slot(Region::Main, "articles.section", "cai-cach-hanh-chinh"),
            slot(Region::Main, "articles.section", "chuyen-doi-so"),
            slot(Region::Main, "articles.section", "van-hoa-du-lich"),
            slot(Region::Side, "articles.notices", ""),
            slot(Region::Side, "surveys.poll", ""),
            slot(Region::Side, "articles.latest", ""),
            slot(Region::Side, "documents.latest", ""),
            slot(Region::Foot, "core.directory", ""),
        ];
        HOME
    }
}
